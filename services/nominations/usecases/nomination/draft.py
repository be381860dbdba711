"""A proposer drafts a nomination."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from services.nominations.domain.deed import Deed
from services.nominations.domain.fitting import MOVEMENT, require_fit
from services.nominations.domain.movement import Movement
from services.nominations.domain.nomination import Nomination, nomination_id_of
from services.nominations.domain.parts import DeedSeen, Evidence, Nominee
from services.nominations.domain.unit import Subject
from services.nominations.usecases.nomination.attach import attached
from services.nominations.usecases.nomination.describe import facts
from services.nominations.usecases.nomination.grantor import rightful_grantor
from services.nominations.usecases.ports import Deeds, EvidenceFiles, Nominations, Organisation
from shared.contracts.nominations import NominationDrafted
from shared.kernel.cause import Cause
from shared.kernel.clock import Clock, local_day
from shared.kernel.errors import RefusedError
from shared.kernel.policy import permit
from shared.kernel.rulepack import FormRule, RulePacks
from shared.kernel.separations import Standing, keep_apart


class NotContributorError(RefusedError):
    """Only who did the deed can be commended for it."""

    code = "SUBJECT_NOT_CONTRIBUTOR"


class MovementMissingError(RefusedError):
    """A nomination inside a movement names it."""

    code = "MOVEMENT_MISSING"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A nomination as its proposer writes it; `grantor` defaults to whom the rule pack names.

    `proposer_ref` and `rerouted_from` are of the file in whose place it comes, if it does.
    """

    subject_ref: str
    nomination_type: str
    form_code: str
    citation_vi: str
    achievement_report: str
    evidence: tuple[Evidence, ...] = ()
    deed_id: UUID | None = None
    year: int | None = None
    grantor: str | None = None
    movement_id: UUID | None = None
    rerouted_from: UUID | None = None
    proposer_ref: str | None = None


@dataclass(frozen=True, slots=True)
class DraftNomination:
    """Draft a nomination of one subject for one form and one deed, or a year's work, on any day of the year.

    Emits: NominationDrafted.
    Raises: UnknownFormError, UnknownUnitError, UnknownSubjectError, UnknownMovementError, NotContributorError,
    MovementMissingError, FormDoesNotFitError, YearMissingError, FutureYearError, DeedMissingError,
    EvidenceUnknownError, ForbiddenError, RoleSeparationError.
    """

    nominations: Nominations
    deeds: Deeds
    organisation: Organisation
    files: EvidenceFiles
    rulepacks: RulePacks
    clock: Clock

    async def __call__(self, proposal: Proposal, cause: Cause, *, nomination_id: UUID | None = None) -> None:
        new_id = nomination_id or nomination_id_of(cause.id)
        await self.nominations.unseen(new_id, cause)
        today = local_day(self.clock())
        form = self.rulepacks.in_force(today).form(proposal.form_code)
        deed = None if proposal.deed_id is None else await self.deeds.seen(proposal.deed_id, cause)
        subject = await self.organisation.subject(proposal.subject_ref)
        permit(cause.actor, cause.action, subject.unit_path)
        keep_apart(cause.actor, cause.action, {Standing.SUBJECT: (subject.subject_ref,)})
        _require_fit(proposal, form, subject, deed, today)
        rightful = await rightful_grantor(self.organisation, form, (deed or subject).unit_code, today)
        nomination = self._nomination(
            proposal,
            cause,
            new_id=new_id,
            deed=deed,
            subject=subject,
            number=await self.nominations.next_number(today.year),
            grantor_path=(await self.organisation.unit(proposal.grantor or rightful, today)).path,
            movement=await self._movement(proposal),
        )
        await self.nominations.save(nomination, emits=[NominationDrafted(**facts(nomination))], because_of=cause)

    async def _movement(self, proposal: Proposal) -> Movement | None:
        if proposal.nomination_type != MOVEMENT:
            return None
        if proposal.movement_id is None:
            raise MovementMissingError(field="movement_id")
        return await self.organisation.movement(proposal.movement_id)

    def _nomination(
        self,
        proposal: Proposal,
        cause: Cause,
        *,
        new_id: UUID,
        deed: Deed | None,
        subject: Subject,
        number: str,
        grantor_path: tuple[str, ...],
        movement: Movement | None,
    ) -> Nomination:
        return Nomination(
            id=new_id,
            number=number,
            subject=nominee_of(subject),
            unit_code=(deed or subject).unit_code,
            unit_path=(deed or subject).unit_path,
            nomination_type=proposal.nomination_type,
            form_code=proposal.form_code,
            grantor_unit_id=grantor_path[-1],
            grantor_path=grantor_path,
            deed=seen_in(deed) if deed else None,
            year=proposal.year,
            citation_vi=proposal.citation_vi,
            achievement_report=proposal.achievement_report,
            evidence=attached(self.files, proposal.evidence),
            proposer_ref=proposal.proposer_ref or cause.actor.ref,
            rerouted_from=proposal.rerouted_from,
            drafted_at=self.clock(),
            movement_id=movement.id if movement else None,
            movement_final_review_on=movement.final_review_on if movement else None,
        )


def _require_fit(proposal: Proposal, form: FormRule, subject: Subject, deed: Deed | None, today: date) -> None:
    require_fit(
        form,
        nomination_type=proposal.nomination_type,
        subject_kind=subject.kind,
        has_deed=deed is not None,
        year=proposal.year,
        this_year=today.year,
    )
    if deed is not None and not deed.has_contributor(subject.subject_ref):
        raise NotContributorError(field="subject_ref")


def nominee_of(subject: Subject) -> Nominee:
    """The subject as a nomination remembers it."""
    return Nominee(subject.subject_ref, subject.kind, subject.name_vi, subject.work_role, subject.size)


async def seen_anew(deeds: Deeds, nomination: Nomination, cause: Cause) -> DeedSeen | None:
    """The deed of a nomination as it stands now, if it is for one. Raises: ForbiddenError."""
    return None if nomination.deed is None else seen_in(await deeds.seen(nomination.deed.deed_id, cause))


def seen_in(deed: Deed) -> DeedSeen:
    """The deed as a nomination remembers it."""
    return DeedSeen(
        deed_id=deed.id,
        title_vi=deed.title_vi,
        occurred_from=deed.occurred_from,
        occurred_to=deed.occurred_to,
        known_on=deed.known_on,
        contributor_refs=deed.contributor_refs,
        result_count=len(deed.results),
        fingerprint=deed.fingerprint,
        evidence=deed.evidence,
    )
