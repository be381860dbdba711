"""A proposer registers a deed, on the day it became known or later."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from services.nominations.domain.deed import Contributor, Deed, Result, deed_id_of
from services.nominations.usecases.deed.describe import describe
from services.nominations.usecases.ports import Deeds, Organisation
from shared.contracts.deeds import DeedRegistered
from shared.kernel.cause import Cause
from shared.kernel.clock import Clock, local_day
from shared.kernel.policy import permit


@dataclass(frozen=True, slots=True)
class DeedReport:
    """A deed as its proposer tells it."""

    unit: str
    title_vi: str
    story_vi: str
    field: str
    occurred_from: date
    occurred_to: date
    known_on: date
    contributors: tuple[Contributor, ...]
    results: tuple[Result, ...] = ()
    movement_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class RegisterDeed:
    """Register what was done, by whom, and when it became known.

    Emits: DeedRegistered.
    Raises: FutureDeedError, DeedDatesError, SharesError, UnknownUnitError, UnitClosedError, UnitNotYetError,
    UnknownSubjectError, UnknownMovementError, ForbiddenError.
    """

    deeds: Deeds
    organisation: Organisation
    clock: Clock

    async def __call__(self, report: DeedReport, cause: Cause) -> None:
        deed_id = deed_id_of(cause.id)
        await self.deeds.unseen(deed_id, cause)
        unit = await self.organisation.unit(report.unit, report.occurred_to)
        permit(cause.actor, cause.action, unit.path)
        unit.require_open(report.occurred_to)
        for contributor in report.contributors:
            await self.organisation.subject(contributor.subject_ref)
        if report.movement_id is not None:
            await self.organisation.movement(report.movement_id)
        deed = Deed(
            id=deed_id,
            unit_code=unit.code,
            unit_path=unit.path,
            title_vi=report.title_vi,
            story_vi=report.story_vi,
            field=report.field,
            occurred_from=report.occurred_from,
            occurred_to=report.occurred_to,
            known_on=report.known_on,
            contributors=report.contributors,
            results=report.results,
            movement_id=report.movement_id,
        ).checked(local_day(self.clock()))
        await self.deeds.save(deed, emits=[DeedRegistered(**describe(deed))], because_of=cause)
