"""A person or team that may be commended is recorded."""

from dataclasses import dataclass

from services.nominations.domain.unit import Subject, UnknownSubjectError, subject_id_of
from services.nominations.usecases.ports import Organisation
from services.nominations.usecases.subject.describe import about
from shared.contracts.organisation import SubjectChanged
from shared.kernel.cause import Cause
from shared.kernel.clock import Clock, local_day
from shared.kernel.policy import permit


@dataclass(frozen=True, slots=True)
class SubjectRecord:
    """A person or team as somebody reports it."""

    ref: str
    kind: str
    name_vi: str
    unit: str
    work_role: str | None = None
    size: int | None = None
    retired: bool = False


@dataclass(frozen=True, slots=True)
class RecordSubject:
    """Record a person or team, or what changed; the name stays here.

    Emits: SubjectChanged.
    Raises: UnknownUnitError, ForbiddenError.
    """

    organisation: Organisation
    clock: Clock

    async def __call__(self, record: SubjectRecord, cause: Cause) -> None:
        unit = await self.organisation.unit(record.unit, local_day(self.clock()))
        permit(cause.actor, cause.action, unit.path)
        known = await self._known(record.ref, cause)
        subject = Subject(
            id=subject_id_of(record.ref),
            subject_ref=record.ref,
            kind=record.kind,
            name_vi=record.name_vi,
            unit_code=unit.code,
            unit_path=unit.path,
            work_role=record.work_role,
            size=record.size,
            titles=known.titles if known else (),
            retired=record.retired,
            version=known.version if known else 0,
        )
        await self.organisation.record_subject(subject, emits=[SubjectChanged(**about(subject))], because_of=cause)

    async def _known(self, subject_ref: str, cause: Cause) -> Subject | None:
        """The subject as it stands, whom the actor must be allowed to change where it stands."""
        try:
            known = await self.organisation.subject(subject_ref)
        except UnknownSubjectError:
            return None
        permit(cause.actor, cause.action, known.unit_path)
        return known
