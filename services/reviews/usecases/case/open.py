"""A case is opened for every nomination that is submitted."""

from dataclasses import dataclass

from services.reviews.domain.case import Case
from services.reviews.usecases.case.facts import about, facts_of, steps_of
from services.reviews.usecases.ports import Cases
from shared.contracts.nominations import NominationSubmitted, SubmittedFacts
from shared.contracts.reviews import ReviewCaseOpened
from shared.kernel.cause import Cause
from shared.kernel.rulepack import RulePacks


@dataclass(frozen=True, slots=True)
class OpenCase:
    """A nomination was submitted: its review begins, each step with its day.

    Emits: ReviewCaseOpened.
    Raises: NoRulePackError, PackChangedError, UnknownFormError, NoCalendarError.
    """

    cases: Cases
    packs: RulePacks

    async def __call__(self, event: NominationSubmitted, cause: Cause) -> None:
        if await self.cases.find(event.nomination_id) is not None:
            return
        case = planned(event, self.packs)
        await self.cases.save(case, emits=[opened(case)], because_of=cause)


def planned(event: SubmittedFacts, packs: RulePacks) -> Case:
    """A new case by the pack that the file quotes.

    Raises: NoRulePackError, PackChangedError, UnknownFormError, NoCalendarError.
    """
    facts = facts_of(event)
    pack = packs.quoted(facts.pack)
    return Case.open(event.nomination_id, facts, pack.form(facts.form_code), pack.calendar)


def opened(case: Case) -> ReviewCaseOpened:
    """The news of a new case."""
    return ReviewCaseOpened(
        **about(case), procedure=case.procedure, steps=steps_of(case.steps), decide_by=case.decide_by
    )
