"""A unit head submits a drafted nomination, on any day of the year."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from services.nominations.domain.fitting import require_authority
from services.nominations.domain.waiting import planned
from services.nominations.usecases.nomination.attach import attached
from services.nominations.usecases.nomination.describe import submitted_facts
from services.nominations.usecases.nomination.draft import seen_anew
from services.nominations.usecases.nomination.grantor import rightful_grantor
from services.nominations.usecases.ports import Deeds, EvidenceFiles, Nominations, Organisation
from shared.contracts.nominations import NominationSubmitted
from shared.kernel.cause import Cause
from shared.kernel.clock import Clock, local_day
from shared.kernel.rulepack import RulePacks


@dataclass(frozen=True, slots=True)
class Endorsement:
    """Who stands behind a file, and since when; its day is that of the receipt."""

    by_ref: str
    at: datetime


@dataclass(frozen=True, slots=True)
class SubmitNomination:
    """Endorse and submit; the day of receipt chooses the rule pack and starts the clock.

    Whoever acts endorses, now, unless the file was `endorsed` before.

    Emits: NominationSubmitted.
    Raises: SelfEndorsementError, NoAuthorityError, FormDoesNotFitError, EvidenceUnknownError, NoRulePackError,
    NoCalendarError, ForbiddenError, ConflictError.
    """

    nominations: Nominations
    deeds: Deeds
    organisation: Organisation
    files: EvidenceFiles
    rulepacks: RulePacks
    clock: Clock

    async def __call__(self, nomination_id: UUID, cause: Cause, *, endorsed: Endorsement | None = None) -> None:
        nomination = await self.nominations.get(nomination_id, cause)
        endorsed = endorsed or Endorsement(cause.actor.ref, self.clock())
        today = local_day(endorsed.at)
        pack = self.rulepacks.in_force(today)
        form = pack.form(nomination.form_code)
        rightful = await rightful_grantor(self.organisation, form, nomination.unit_code, today)
        require_authority(form.code, rightful, nomination.grantor_unit_id)
        submitted = replace(
            nomination,
            deed=await seen_anew(self.deeds, nomination, cause),
            evidence=attached(self.files, nomination.evidence),
        ).submit(
            endorser_ref=endorsed.by_ref,
            at=endorsed.at,
            on=today,
            pack=pack.quote,
            screen=planned(today, form.clock["screen"], pack.calendar),
        )
        event = NominationSubmitted(**submitted_facts(submitted))
        await self.nominations.save(submitted, emits=[event], because_of=cause)
