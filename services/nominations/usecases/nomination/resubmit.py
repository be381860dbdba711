"""A unit head completes and resubmits a returned file."""

from dataclasses import dataclass, replace
from uuid import UUID

from services.nominations.domain.nomination import Nomination
from services.nominations.domain.parts import Evidence
from services.nominations.domain.waiting import resumed
from services.nominations.usecases.nomination.attach import attached
from services.nominations.usecases.nomination.describe import days_told, head, steps_told
from services.nominations.usecases.nomination.draft import nominee_of, seen_anew
from services.nominations.usecases.nomination.quote import pack_of
from services.nominations.usecases.nomination.submit import Endorsement
from services.nominations.usecases.ports import Deeds, EvidenceFiles, Nominations, Organisation
from shared.contracts.nominations import NominationResubmitted
from shared.contracts.parts import EvidenceHash
from shared.kernel.cause import Cause
from shared.kernel.clock import Clock, local_day
from shared.kernel.rulepack import RulePacks


@dataclass(frozen=True, slots=True)
class Completion:
    """What the unit adds; None leaves a part as it was. The deed is amended, and the subject recorded, on its own."""

    citation_vi: str | None = None
    achievement_report: str | None = None
    evidence: tuple[Evidence, ...] | None = None


@dataclass(frozen=True, slots=True)
class ResubmitNomination:
    """Send the completed file again, within the window; the pack of the first receipt stays.

    Whoever acts endorses, now, unless the file was `endorsed` before.

    Emits: NominationResubmitted.
    Raises: ReturnWindowClosedError, SelfEndorsementError, EvidenceUnknownError, UnknownSubjectError, NoRulePackError,
    PackChangedError, NoCalendarError, ForbiddenError, ConflictError.
    """

    nominations: Nominations
    deeds: Deeds
    organisation: Organisation
    files: EvidenceFiles
    rulepacks: RulePacks
    clock: Clock

    async def __call__(
        self, nomination_id: UUID, completion: Completion, cause: Cause, *, endorsed: Endorsement | None = None
    ) -> None:
        nomination = await self.nominations.get(nomination_id, cause)
        endorsed = endorsed or Endorsement(cause.actor.ref, self.clock())
        pack = pack_of(nomination, self.rulepacks)
        today = local_day(endorsed.at)
        clock = pack.form(nomination.form_code).clock["screen"]
        steps = resumed(nomination, today, clock, pack.calendar)
        completed = replace(await self._completed(nomination, completion, cause), steps=steps)
        resubmitted = nomination.resubmit(
            completed,
            endorser_ref=endorsed.by_ref,
            at=endorsed.at,
            on=today,
            paused=pack.calendar.between(nomination.returned_on or today, today),
        )
        event = NominationResubmitted(
            **head(resubmitted),
            evidence=tuple(EvidenceHash(sha256=item.sha256) for item in resubmitted.evidence),
            **days_told(resubmitted),
            steps=steps_told(resubmitted),
        )
        await self.nominations.save(resubmitted, emits=[event], because_of=cause)

    async def _completed(self, nomination: Nomination, completion: Completion, cause: Cause) -> Nomination:
        evidence = nomination.evidence if completion.evidence is None else completion.evidence
        subject = await self.organisation.subject(nomination.subject.ref)
        return replace(
            nomination,
            subject=nominee_of(subject),
            deed=await seen_anew(self.deeds, nomination, cause),
            evidence=attached(self.files, evidence),
            citation_vi=completion.citation_vi or nomination.citation_vi,
            achievement_report=completion.achievement_report or nomination.achievement_report,
        )
