"""A file that ended without an award goes on under another form: a command, and the draft that follows from it."""

from dataclasses import dataclass
from uuid import UUID

from services.nominations.domain.afterwards import reroute
from services.nominations.domain.fitting import AD_HOC, DeedMissingError, FormDoesNotFitError, alternatives
from services.nominations.domain.nomination import Nomination, nomination_id_of
from services.nominations.usecases.nomination.describe import head
from services.nominations.usecases.nomination.draft import DraftNomination, NotContributorError, Proposal
from services.nominations.usecases.nomination.grantor import line_of, rightful_grantor
from services.nominations.usecases.ports import Deeds, Nominations, Organisation
from shared.contracts.nominations import NominationRerouted
from shared.kernel.cause import Cause
from shared.kernel.clock import Clock, local_day
from shared.kernel.errors import AlreadyHandledError
from shared.kernel.rulepack import FormRule, RulePacks


@dataclass(frozen=True, slots=True)
class RerouteNomination:
    """An officer chooses a form that fits instead. The deed stays; a file for a year's work needs one that qualifies.

    Emits: NominationRerouted.
    Raises: FormDoesNotFitError, DeedMissingError, NotContributorError, NoRulePackError, ForbiddenError,
    RoleSeparationError, ConflictError.
    """

    nominations: Nominations
    deeds: Deeds
    organisation: Organisation
    rulepacks: RulePacks
    clock: Clock

    async def __call__(self, nomination_id: UUID, form_code: str, deed_id: UUID | None, cause: Cause) -> None:
        nomination = await self.nominations.get(nomination_id, cause)
        rerouted = reroute(nomination, nomination_id_of(cause.id))
        form = await self._alternative(nomination, form_code)
        event = NominationRerouted(
            **head(rerouted),
            new_nomination_id=nomination_id_of(cause.id),
            form_code=form.code,
            nomination_type=nomination.nomination_type if nomination.deed else AD_HOC,
            deed_id=await self._deed(nomination, deed_id, form, cause),
            proposer_ref=rerouted.proposer_ref,
        )
        await self.nominations.save(rerouted, emits=[event], because_of=cause)

    async def _alternative(self, nomination: Nomination, form_code: str) -> FormRule:
        today = local_day(self.clock())
        pack, line = self.rulepacks.in_force(today), await line_of(self.organisation, nomination.unit_path, today)
        ruled_out_by = next((reason.rule_id for reason in nomination.reasons if reason.rule_id), "")
        if form_code not in {one.form_code for one in alternatives(nomination, pack, ruled_out_by, line)}:
            raise FormDoesNotFitError(form=form_code, field="form_code")
        return pack.form(form_code)

    async def _deed(self, nomination: Nomination, deed_id: UUID | None, form: FormRule, cause: Cause) -> UUID:
        if nomination.deed is not None:
            return nomination.deed.deed_id
        if deed_id is None:
            raise DeedMissingError(field="deed_id")
        deed = await self.deeds.seen(deed_id, cause)
        if not deed.has_contributor(nomination.subject.ref):
            raise NotContributorError(field="deed_id")
        await rightful_grantor(self.organisation, form, deed.unit_code, local_day(self.clock()))
        return deed_id


@dataclass(frozen=True, slots=True)
class DraftRerouted:
    """A file was rerouted: its draft begins with the texts and evidence of the old one, for the same proposer."""

    nominations: Nominations
    draft: DraftNomination

    async def __call__(self, event: NominationRerouted, cause: Cause) -> None:
        old = await self.nominations.seen(event.nomination_id, cause)
        proposal = Proposal(
            subject_ref=old.subject.ref,
            nomination_type=event.nomination_type,
            form_code=event.form_code,
            citation_vi=old.citation_vi,
            achievement_report=old.achievement_report,
            evidence=old.evidence,
            deed_id=event.deed_id,
            movement_id=old.movement_id,
            rerouted_from=old.id,
            proposer_ref=old.proposer_ref,
        )
        try:
            await self.draft(proposal, cause, nomination_id=event.new_nomination_id)
        except AlreadyHandledError:
            return
