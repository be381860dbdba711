"""A decision is prepared for the grantor."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from services.reviews.domain.award import DEED_ALREADY_REWARDED
from services.reviews.domain.case import Case
from services.reviews.domain.decision import Decision, NumberTakenError, Row
from services.reviews.domain.session import CasesNotReadyError
from services.reviews.usecases.decision.about import about
from services.reviews.usecases.ports import ONE_NUMBER, Awards, Cases, Councils, Decisions
from shared.contracts.awards import DecisionDrafted
from shared.kernel.cause import Cause
from shared.kernel.clock import Clock, local_day
from shared.kernel.errors import ConflictError, TakenError
from shared.kernel.ids import id_from
from shared.kernel.policy import permit
from shared.kernel.rulepack import RulePacks
from shared.kernel.separations import keep_apart


class DeedAlreadyRewardedError(ConflictError):
    """Another award stands for this deed and subject."""

    code = DEED_ALREADY_REWARDED


@dataclass(frozen=True, slots=True)
class Proposed:
    """One row as the secretary or officer writes it."""

    case_id: UUID
    subject_label: str
    citation_vi: str


@dataclass(frozen=True, slots=True)
class PrepareDecision:
    """A secretary or an officer writes a decision for the grantor's signature. Gives the decision's id.

    Emits: DecisionDrafted.
    Raises: ForbiddenError, RoleSeparationError, CasesNotReadyError, DeedAlreadyRewardedError, NumberTakenError.
    """

    decisions: Decisions
    cases: Cases
    awards: Awards
    councils: Councils
    packs: RulePacks
    clock: Clock

    async def __call__(self, grantor_unit_id: str, number: str, proposed: Sequence[Proposed], cause: Cause) -> UUID:
        decision_id = id_from("decision", cause.id)
        if await self.decisions.find(decision_id) is not None:
            await self.decisions.get(decision_id, cause)
        cases = [await self._case(row) for row in proposed]
        decision = Decision.prepare(
            decision_id,
            number=number,
            grantor_unit_id=grantor_unit_id,
            council_codes=await self._permit(grantor_unit_id, cases, cause),
            cases=cases,
            rows=tuple(self._row(decision_id, case, row) for case, row in zip(cases, proposed, strict=True)),
            on=local_day(self.clock()),
        )
        for case in cases:
            await self._check_claim(case)
        numbers = tuple(row.case_number for row in decision.rows)
        event = DecisionDrafted(**about(decision), case_numbers=numbers)
        try:
            await self.decisions.save(decision, emits=[event], because_of=cause)
        except TakenError as taken:
            if taken.rule == ONE_NUMBER:
                raise NumberTakenError(number=number) from taken
            raise
        return decision_id

    async def _case(self, row: Proposed) -> Case:
        case = await self.cases.find(row.case_id)
        if case is None:
            raise CasesNotReadyError(cases=str(row.case_id))
        return case

    async def _permit(self, grantor_unit_id: str, cases: Sequence[Case], cause: Cause) -> tuple[str, ...]:
        path = {grantor_unit_id}
        for case in cases:
            if case.facts.grantor_unit_id == grantor_unit_id:
                path.update(case.facts.grantor_path)
        codes = tuple(council.code for council in await self.councils.of_units(path))
        permit(cause.actor, cause.action, (*path, *codes))
        for case in cases:
            keep_apart(cause.actor, cause.action, case.standings)
        return codes

    def _row(self, decision_id: UUID, case: Case, row: Proposed) -> Row:
        facts = case.facts
        form = self.packs.quoted(facts.pack).form(facts.form_code)
        return Row.of(
            decision_id, case, row.subject_label, row.citation_vi, appraiser_may_grant=form.appraiser_may_grant
        )

    async def _check_claim(self, case: Case) -> None:
        # The unique index decides when the award is reserved; this only spares people a row that cannot stand.
        holder = await self.awards.holder(case.facts.claim)
        if holder is None:
            return
        if holder.case_id == case.id:
            raise CasesNotReadyError(cases=case.facts.number)
        raise DeedAlreadyRewardedError(number=holder.decision_number)
