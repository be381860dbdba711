"""A proposer registers a deed, on the day it became known or later."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from services.nominations.domain.deed import Contributor, Deed, Result, deed_id_of
from services.nominations.domain.exemplar import Exemplar, ExemplarState
from services.nominations.domain.parts import Evidence
from services.nominations.usecases.deed.describe import describe
from services.nominations.usecases.nomination.attach import attached
from services.nominations.usecases.ports import Deeds, EvidenceFiles, Exemplars, Organisation
from shared.contracts.deeds import DeedRegistered
from shared.kernel.cause import Cause
from shared.kernel.clock import Clock, local_day
from shared.kernel.errors import AlreadyExistsError, ConflictError, RefusedError
from shared.kernel.policy import permit


class ExemplarNotConfirmedError(ConflictError):
    """Only a confirmed exemplar leads to a deed."""

    code = "EXEMPLAR_NOT_CONFIRMED"


class ExemplarUsedError(ConflictError):
    """Its deed is registered."""

    code = "EXEMPLAR_USED"


class NotOfExemplarError(RefusedError):
    """Whose figures stand out has a share in the deed."""

    code = "SUBJECT_NOT_CONTRIBUTOR"


@dataclass(frozen=True, slots=True)
class DeedReport:
    """A deed as its proposer tells it; `exemplar_id` when it comes of a confirmed exemplar."""

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
    exemplar_id: UUID | None = None
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class RegisterDeed:
    """Register what was done, by whom, and when it became known.

    Emits: DeedRegistered.
    Raises: FutureDeedError, DeedDatesError, SharesError, UnknownUnitError, UnitClosedError, UnitNotYetError,
    UnknownSubjectError, UnknownMovementError, ForbiddenError, ExemplarNotConfirmedError, ExemplarUsedError,
    NotOfExemplarError, EvidenceUnknownError.
    """

    deeds: Deeds
    exemplars: Exemplars
    organisation: Organisation
    files: EvidenceFiles
    clock: Clock

    async def __call__(self, report: DeedReport, cause: Cause) -> None:
        deed_id = deed_id_of(cause.id, report.exemplar_id)
        await self.deeds.unseen(deed_id, cause)
        unit = await self.organisation.unit(report.unit, report.occurred_to)
        today = local_day(self.clock())
        permit(cause.actor, cause.action, unit.path)
        unit.require_open(report.occurred_to)
        for contributor in report.contributors:
            await self.organisation.subject(contributor.subject_ref)
        if report.movement_id is not None:
            await self.organisation.movement(report.movement_id)
        exemplar = await self._exemplar(report, cause)
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
            exemplar_id=report.exemplar_id,
            number=await self.deeds.next_number(today.year),
            registrar_ref=cause.actor.ref,
            evidence=attached(self.files, report.evidence),
        ).checked(today)
        try:
            await self.deeds.save(deed, emits=[DeedRegistered(**describe(deed))], because_of=cause)
        except AlreadyExistsError as error:
            if exemplar is None:
                raise
            raise ExemplarUsedError(number=exemplar.number) from error

    async def _exemplar(self, report: DeedReport, cause: Cause) -> Exemplar | None:
        if report.exemplar_id is None:
            return None
        exemplar = await self.exemplars.seen(report.exemplar_id, cause)
        if exemplar.state is not ExemplarState.CONFIRMED:
            raise ExemplarNotConfirmedError(number=exemplar.number)
        if all(one.subject_ref != exemplar.subject_ref for one in report.contributors):
            raise NotOfExemplarError(field="contributors")
        return exemplar
