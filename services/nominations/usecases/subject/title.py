"""Titles come to a subject: recorded by people when they are old, by themselves when our own award gives them."""

from dataclasses import dataclass, replace
from datetime import date

from services.nominations.domain.fitting import FormDoesNotFitError, FutureYearError
from services.nominations.domain.title import Title, is_awarded, with_title, without_award
from services.nominations.domain.unit import Subject
from services.nominations.usecases.ports import Organisation
from services.nominations.usecases.subject.describe import about
from shared.contracts.awards import AwardGranted, AwardRevoked
from shared.contracts.organisation import SubjectChanged
from shared.kernel.cause import Cause
from shared.kernel.clock import Clock, local_day
from shared.kernel.policy import permit
from shared.kernel.rulepack import RulePacks
from shared.kernel.separations import Standing, keep_apart


@dataclass(frozen=True, slots=True)
class TitleRecord:
    """A title as somebody reports it: an annual form, its year, and the unit at which it was won."""

    form_code: str
    year: int
    unit: str


@dataclass(frozen=True, slots=True)
class RecordTitle:
    """Record a title that was won before, or correct where it was won. One that our own award gave is known already.

    Emits: SubjectChanged.
    Raises: UnknownSubjectError, UnknownUnitError, UnitClosedError, UnknownFormError, FormDoesNotFitError,
    FutureYearError, NoRulePackError, ForbiddenError, RoleSeparationError.
    """

    organisation: Organisation
    rulepacks: RulePacks
    clock: Clock

    async def __call__(self, subject_ref: str, record: TitleRecord, cause: Cause) -> None:
        subject = await self.organisation.subject(subject_ref)
        permit(cause.actor, cause.action, subject.unit_path)
        keep_apart(cause.actor, cause.action, {Standing.SUBJECT: (subject.subject_ref,)})
        await self._check(record)
        title = Title(record.form_code, record.year, record.unit)
        if is_awarded(subject.titles, title):
            return
        await _keep(self.organisation, replace(subject, titles=with_title(subject.titles, title)), cause)

    async def _check(self, record: TitleRecord) -> None:
        today = local_day(self.clock())
        if record.year > today.year:
            raise FutureYearError(field="year")
        if not self.rulepacks.in_force(today).form(record.form_code).annual:
            raise FormDoesNotFitError(form=record.form_code, field="form_code")
        unit = await self.organisation.recorded(record.unit)
        began = unit.valid_from or date.min
        unit.require_open(min(max(date(record.year, 1, 1), began), date(record.year, 12, 31)))


@dataclass(frozen=True, slots=True)
class WinTitle:
    """An award of an annual form was granted: its subject has the title for that year.

    Emits: SubjectChanged.
    """

    organisation: Organisation

    async def __call__(self, granted: AwardGranted, cause: Cause) -> None:
        if granted.year is None:
            return
        subject = await self.organisation.subject(granted.subject_ref)
        title = Title(granted.form_code, granted.year, granted.unit_id, granted.award_id)
        if title not in subject.titles:
            await _keep(self.organisation, replace(subject, titles=with_title(subject.titles, title)), cause)


@dataclass(frozen=True, slots=True)
class LoseTitle:
    """An award was revoked: the title that it gave is lost.

    Emits: SubjectChanged.
    """

    organisation: Organisation

    async def __call__(self, revoked: AwardRevoked, cause: Cause) -> None:
        subject = await self.organisation.subject(revoked.subject_ref)
        kept = without_award(subject.titles, revoked.award_id)
        if kept != subject.titles:
            await _keep(self.organisation, replace(subject, titles=kept), cause)


async def _keep(organisation: Organisation, subject: Subject, cause: Cause) -> None:
    await organisation.record_subject(subject, emits=[SubjectChanged(**about(subject))], because_of=cause)
