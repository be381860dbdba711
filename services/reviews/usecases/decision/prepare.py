"""A decision is prepared for the grantor."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from services.reviews.domain.award import DEED_ALREADY_REWARDED
from services.reviews.domain.case import Case
from services.reviews.domain.decision import Decision, NumberTakenError
from services.reviews.domain.minutes import BIEN_BAN, MinutesMissingError
from services.reviews.domain.row import Row
from services.reviews.domain.series import number_of
from services.reviews.domain.session import CasesNotReadyError
from services.reviews.usecases.case.standing import standing
from services.reviews.usecases.decision.about import about
from services.reviews.usecases.decision.in_office import require_in_office
from services.reviews.usecases.known_deeds import claim_of
from services.reviews.usecases.ports import ONE_NUMBER, Awards, Cases, Councils, Decisions, Deeds, Sessions, Units
from shared.contracts.awards import DecisionDrafted
from shared.kernel.cause import Cause
from shared.kernel.clock import Clock, local_day
from shared.kernel.errors import ConflictError, TakenError
from shared.kernel.ids import id_from
from shared.kernel.policy import permit
from shared.kernel.rulepack import RulePacks
from shared.kernel.separations import keep_apart

_TRIES: Final = 20


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
    Raises: ForbiddenError, RoleSeparationError, NotTheGrantorError, CasesNotReadyError, DeedAlreadyRewardedError,
    MinutesMissingError, NumberTakenError.
    """

    decisions: Decisions
    cases: Cases
    awards: Awards
    councils: Councils
    sessions: Sessions
    units: Units
    packs: RulePacks
    deeds: Deeds
    clock: Clock

    async def __call__(
        self, grantor_unit_id: str, number: str | None, proposed: Sequence[Proposed], cause: Cause
    ) -> UUID:
        """Without a number the decision gets the next one of the grantor's series in this year."""
        decision_id = id_from("decision", cause.id)
        if await self.decisions.find(decision_id) is not None:
            await self.decisions.get(decision_id, cause)
        today, chart = local_day(self.clock()), await self.units.chart()
        cases = [standing(await self._case(row), grantor_unit_id, chart, today) for row in proposed]
        council_codes = await self._permit(grantor_unit_id, cases, cause)
        require_in_office(grantor_unit_id, ", ".join(case.facts.form_code for case in cases), chart, today)

        def numbered(told: str) -> Decision:
            return Decision.prepare(
                decision_id,
                number=told,
                grantor_unit_id=grantor_unit_id,
                council_codes=council_codes,
                cases=cases,
                rows=tuple(self._row(decision_id, case, row) for case, row in zip(cases, proposed, strict=True)),
                on=today,
            )

        for case in cases:
            await self._check_minutes(case)
            await self._check_claim(case)
        if number is not None:
            await self._keep(numbered(number), cause)
        else:
            await self._keep_in_series(numbered, grantor_unit_id, today.year, cause)
        return decision_id

    async def _keep_in_series(self, numbered: Callable[[str], Decision], unit_id: str, year: int, cause: Cause) -> None:
        # Who comes second to a number asks for the next; the unique index decides.
        for _ in range(_TRIES):
            serial = await self.decisions.last_serial(unit_id, year) + 1
            try:
                return await self._keep(numbered(number_of(serial, unit_id)), cause)
            except NumberTakenError:
                continue
        raise NumberTakenError(number=number_of(serial, unit_id))

    async def _keep(self, decision: Decision, cause: Cause) -> None:
        numbers = tuple(row.case_number for row in decision.rows)
        event = DecisionDrafted(**about(decision), case_numbers=numbers)
        try:
            await self.decisions.save(decision, emits=[event], because_of=cause)
        except TakenError as taken:
            if taken.rule == ONE_NUMBER:
                raise NumberTakenError(number=decision.number) from taken
            raise

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

    async def _check_minutes(self, case: Case) -> None:
        form = self.packs.quoted(case.facts.pack).form(case.facts.form_code)
        if BIEN_BAN not in form.dossier or case.session_id is None:
            return
        session = await self.sessions.find(case.session_id)
        if session is not None and session.minutes is None:
            raise MinutesMissingError(number=session.number)

    async def _check_claim(self, case: Case) -> None:
        # The unique index decides when the award is reserved; this only spares people a row that cannot stand.
        holder = await self.awards.holder(await claim_of(case.facts, self.deeds))
        if holder is None:
            return
        if holder.case_id == case.id:
            raise CasesNotReadyError(cases=case.facts.number)
        raise DeedAlreadyRewardedError(number=holder.decision_number)
