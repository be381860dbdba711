"""Emulation clusters: units, of whatever line, that are compared with each other."""

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from services.nominations.domain.dated import Dated, Name, on_day, with_row
from shared.kernel.errors import RefusedError
from shared.kernel.ids import id_from


class UnknownClusterError(RefusedError):
    """The cluster is not recorded."""

    code = "UNKNOWN_CLUSTER"


class LeadNotMemberError(RefusedError):
    """Only a member leads a cluster."""

    code = "LEAD_NOT_MEMBER"


@dataclass(frozen=True, slots=True)
class Composition(Dated):
    """Which units are in a cluster, and which of them lead it."""

    members: tuple[str, ...]
    lead: str | None = None
    deputy: str | None = None

    def __post_init__(self) -> None:
        outsider = next((unit for unit in (self.lead, self.deputy) if unit and unit not in self.members), None)
        if outsider is not None:
            raise LeadNotMemberError(unit=outsider)


@dataclass(frozen=True, slots=True)
class Cluster:
    """A cluster and all that was ever recorded of it, in the order of the days. `id` and `code` never change."""

    id: UUID
    code: str
    names: tuple[Name, ...] = ()
    compositions: tuple[Composition, ...] = ()
    version: int = 0

    def recorded(self, name: Name, composition: Composition) -> "Cluster":
        """The cluster with what is reported now; what was so before its day stays so."""
        return replace(self, names=with_row(self.names, name), compositions=with_row(self.compositions, composition))

    def as_of(self, day: date) -> "ClusterOn":
        """The cluster as it was on that day; before it was first put together it had no members."""
        composition = on_day(self.compositions, day, Composition(()))
        if composition.since is not None and composition.since > day:
            composition = Composition(())
        name = on_day(self.names, day, Name(self.code)).name_vi
        return ClusterOn(self.id, self.code, name, composition.members, composition.lead, composition.deputy)


@dataclass(frozen=True, slots=True)
class ClusterOn:
    """A cluster as it was on a day."""

    id: UUID
    code: str
    name_vi: str
    members: tuple[str, ...]
    lead: str | None
    deputy: str | None


def cluster_id_of(code: str) -> UUID:
    """The id of the cluster with this code."""
    return id_from("cluster", code)
