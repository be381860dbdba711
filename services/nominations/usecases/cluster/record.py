"""An officer records a cluster."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from services.nominations.domain.cluster import Cluster, Composition
from services.nominations.domain.dated import Name
from services.nominations.usecases.ports import Organisation
from services.nominations.usecases.unit.permit import permitted
from shared.contracts.organisation import ClusterChanged, ClusterSince
from shared.kernel.cause import Cause
from shared.kernel.clock import Clock, local_day


@dataclass(frozen=True, slots=True)
class ClusterRecord:
    """A cluster as somebody reports it: all its members from the day `since`, today without one."""

    code: str
    name_vi: str
    members: tuple[str, ...]
    lead: str | None = None
    deputy: str | None = None
    since: date | None = None


@dataclass(frozen=True, slots=True)
class RecordCluster:
    """Record which units are in a cluster from a day on; whoever was in it before stays so for the days before.

    The actor must be allowed to act on the unit that leads it, before and from now on; on each of its members when
    none leads it.

    Emits: ClusterChanged.
    Raises: UnknownUnitError, UnitClosedError, UnitNotYetError, LeadNotMemberError, ForbiddenError.
    """

    organisation: Organisation
    clock: Clock

    async def __call__(self, record: ClusterRecord, cause: Cause) -> None:
        today = local_day(self.clock())
        since = record.since or today
        cluster = await self.organisation.cluster(record.code, cause)
        path = await self._permitted(cluster, record, cause, today)
        for member in record.members:
            (await self.organisation.recorded(member)).require_open(since)
        told = cluster.recorded(
            Name(record.name_vi, since=since),
            Composition(record.members, record.lead, record.deputy, since=since),
        )
        changed = ClusterChanged(unit_path=path, **_facts(told, today))
        await self.organisation.record_cluster(told, emits=[changed], because_of=cause)

    async def _permitted(self, cluster: Cluster, record: ClusterRecord, cause: Cause, today: date) -> tuple[str, ...]:
        """The path of who leads it; that of nobody without a lead. Raises: ForbiddenError."""
        before = cluster.as_of(today)
        asked = {*_asked(before.lead, before.members), *_asked(record.lead, record.members)}
        paths = {code: await permitted(self.organisation, code, today, cause) for code in sorted(asked)}
        return paths[record.lead] if record.lead else (record.code,)


def _asked(lead: str | None, members: tuple[str, ...]) -> tuple[str, ...]:
    return (lead,) if lead else members


def _facts(cluster: Cluster, today: date) -> dict[str, Any]:
    now = cluster.as_of(today)
    return {
        "unit_id": now.lead or cluster.code,
        "cluster_id": cluster.id,
        "code": cluster.code,
        "name_vi": now.name_vi,
        "members": now.members,
        "lead_code": now.lead,
        "deputy_code": now.deputy,
        "compositions": tuple(
            ClusterSince(members=one.members, lead_code=one.lead, deputy_code=one.deputy, since=one.since)
            for one in cluster.compositions
        ),
    }
