"""An officer appraises a case."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from uuid import UUID

from services.reviews.domain.case import Case
from services.reviews.domain.case_parts import Verdict
from services.reviews.domain.consultation import consultation_id_of
from services.reviews.domain.opinion import Ask, asks_of
from services.reviews.usecases.asking import Consultations
from services.reviews.usecases.case.facts import about
from services.reviews.usecases.ports import Cases
from shared.contracts.parts import OpinionAsked
from shared.contracts.reviews import ReviewAppraised
from shared.kernel.cause import Cause
from shared.kernel.clock import Clock, local_day
from shared.kernel.rulepack import RulePacks


@dataclass(frozen=True, slots=True)
class AppraiseCase:
    """An officer of the grantor says whether the file meets the standard.

    Then those are asked whom the form names, and the public once; then a council votes, or the grantor decides.

    Emits: ReviewAppraised.
    Raises: ConflictError, RoleSeparationError, FindingMissingError, NoRulePackError, PackChangedError, NoCalendarError.
    """

    cases: Cases
    consultations: Consultations
    packs: RulePacks
    clock: Clock

    async def __call__(self, case_id: UUID, verdict: Verdict, findings: Sequence[str], cause: Cause) -> None:
        case = await self.cases.get(case_id, cause)
        today, asks = local_day(self.clock()), self._asks(case, cause)
        ids = (*(ask.opinion_id for ask in asks), *await self._public(case))
        appraised = case.appraise(cause.actor.ref, verdict, tuple(findings), today, ids)
        event = ReviewAppraised(
            **about(appraised),
            verdict=verdict.value,
            next_state=appraised.state.value,
            asks=tuple(OpinionAsked(**asdict(ask)) for ask in asks),
        )
        await self.cases.save(appraised, emits=[event], because_of=cause)

    async def _public(self, case: Case) -> tuple[UUID, ...]:
        """The consultation to come; about a file that was given back after it, nobody is asked again."""
        form = self.packs.quoted(case.facts.pack).form(case.facts.form_code)
        consultation_id = consultation_id_of(case.id)
        if case.level or form.consultation is None or await self.consultations.find(consultation_id) is not None:
            return ()
        return (consultation_id,)

    def _asks(self, case: Case, cause: Cause) -> tuple[Ask, ...]:
        pack = self.packs.quoted(case.facts.pack)
        rules = () if case.level else pack.form(case.facts.form_code).opinions
        return asks_of(rules, cause.id, case, local_day(self.clock()), pack.calendar)
