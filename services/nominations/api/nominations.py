"""Routes for nominations."""

from collections.abc import Awaitable, Callable
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import Field

from services.nominations.api.deeds import EmptyBody, Story
from services.nominations.api.evidence import EvidenceList, evidence_of
from services.nominations.api.nomination_showing import name_view, nomination_view
from services.nominations.api.nomination_views import NameView, NominationView
from services.nominations.api.organisation import Code, Limit, Year
from services.nominations.domain.eligibility import Reason
from services.nominations.domain.nomination import nomination_id_of
from services.nominations.usecases import UseCases
from services.nominations.usecases.nomination.draft import Proposal
from services.nominations.usecases.nomination.resubmit import Completion
from shared.kernel.cause import Cause
from shared.kernel.holds import HoldGround
from shared.kernel.reasons import REASONS
from shared.runtime.web.bodies import Body
from shared.runtime.web.doors import WithActor, WithCause, attempt, door

Citation = Annotated[str, Field(min_length=1, max_length=200)]
RuleId = Annotated[str, Field(pattern=r"^R-[A-Z][A-Z0-9-]{0,39}$")]
MOST_NAMES = 200
_ID = r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"
Ids = Annotated[str, Query(pattern=rf"^{_ID}(,{_ID}){{0,{MOST_NAMES - 1}}}$")]
"""Up to 200 ids with commas between them."""


class ProposalBody(Body):
    """A nomination as its proposer writes it, for a deed, or by an annual form for the work of a year."""

    subject_ref: Code
    type: Literal["ad_hoc", "movement", "merit", "dedication", "long_service", "external"]
    form_code: Annotated[str, Field(pattern=r"^[A-Z][A-Z0-9_]{0,39}$")]
    grantor_unit_id: Code | None = None
    deed_id: UUID | None = None
    year: Year | None = None
    movement_id: UUID | None = None
    citation_vi: Citation
    achievement_report: Story
    evidence: EvidenceList = ()


class WordsBody(Body):
    """Other words for a draft."""

    citation_vi: Citation
    achievement_report: Story


class DecidedBody(Body):
    """Why a person lets a file pass although a rule knew too little."""

    rule_id: RuleId
    reason_vi: Annotated[str, Field(min_length=1, max_length=2_000)]


class AcceptBody(Body):
    """`decided` answers what no rule could."""

    decided: Annotated[tuple[DecidedBody, ...], Field(max_length=20)] = ()


class RerouteBody(Body):
    """The form that fits instead; a file for a year's work needs a deed that qualifies."""

    form_code: Annotated[str, Field(pattern=r"^[A-Z][A-Z0-9_]{0,39}$")]
    deed_id: UUID | None = None


class RuleOutBody(Body):
    """The rule that the file fails for good."""

    rule_id: RuleId


class ReasonBody(Body):
    """Why the file is returned."""

    code: Literal[tuple(REASONS)]  # type: ignore[valid-type]
    missing: tuple[str, ...] = ()


class ReturnBody(Body):
    """The officer's reasons; none means those of the rules that failed."""

    reasons: tuple[ReasonBody, ...] = ()


class CompletionBody(Body):
    """What the unit adds; a part that is not sent stays."""

    citation_vi: Citation | None = None
    achievement_report: Story | None = None
    evidence: EvidenceList | None = None


class HoldBody(Body):
    """Why the file is held."""

    ground: HoldGround


class WithdrawBody(Body):
    """Why the unit takes it back."""

    reason: Annotated[str, Field(min_length=1, max_length=2_000)]


def add_nominations(api: APIRouter, use_cases: UseCases) -> None:
    """Add the routes of nominations."""
    _add_reading(api, use_cases)
    _add_units_acts(api, use_cases)
    _add_officers_acts(api, use_cases)
    _add_other_ways(api, use_cases)


def _add_reading(api: APIRouter, use_cases: UseCases) -> None:
    views, packs = use_cases.queries.views, use_cases.queries.rulepacks

    @api.get("/nominations/names", **door("nomination.read"))
    async def names(actor: WithActor, ids: Ids) -> dict[UUID, NameView]:
        wanted = [UUID(one) for one in ids.split(",")]
        found = await views.nominations(actor, state=None, ids=wanted, limit=MOST_NAMES)
        return {seen.thing.id: name_view(seen) for seen in found}

    @api.get("/nominations/{nomination_id}", **door("nomination.read"))
    async def show(nomination_id: UUID, actor: WithActor) -> NominationView:
        return nomination_view(await views.nomination(nomination_id, actor), packs, actor)

    @api.get("/nominations", **door("nomination.read"))
    async def listing(actor: WithActor, state: str | None = None, limit: Limit = 50) -> list[NominationView]:
        found = await views.nominations(actor, state=state, ids=None, limit=limit)
        return [nomination_view(seen, packs, actor) for seen in found]


def _add_units_acts(api: APIRouter, use_cases: UseCases) -> None:
    done = _answer(use_cases)

    @api.post("/nominations", status_code=201, **door("nomination.draft"))
    async def draft(body: ProposalBody, cause: WithCause) -> NominationView:
        proposal = _proposal(body)
        return await done(nomination_id_of(cause.id), cause, lambda: use_cases.nomination.draft(proposal, cause))

    @api.post("/nominations/{nomination_id}/amend", **door("nomination.amend"))
    async def amend(nomination_id: UUID, body: WordsBody, cause: WithCause) -> NominationView:
        act, words = use_cases.nomination.amend, (body.citation_vi, body.achievement_report)
        return await done(nomination_id, cause, lambda: act(nomination_id, *words, cause))

    @api.post("/nominations/{nomination_id}/submit", **door("nomination.submit"))
    async def submit(nomination_id: UUID, body: EmptyBody, cause: WithCause) -> NominationView:
        del body
        return await done(nomination_id, cause, lambda: use_cases.nomination.submit(nomination_id, cause))

    @api.post("/nominations/{nomination_id}/resubmit", **door("nomination.resubmit"))
    async def resubmit(nomination_id: UUID, body: CompletionBody, cause: WithCause) -> NominationView:
        completion = Completion(
            citation_vi=body.citation_vi,
            achievement_report=body.achievement_report,
            evidence=None if body.evidence is None else evidence_of(body.evidence),
        )
        act = use_cases.nomination.resubmit
        return await done(nomination_id, cause, lambda: act(nomination_id, completion, cause))

    @api.post("/nominations/{nomination_id}/withdraw", **door("nomination.withdraw"))
    async def withdraw(nomination_id: UUID, body: WithdrawBody, cause: WithCause) -> NominationView:
        act = use_cases.nomination.withdraw
        return await done(nomination_id, cause, lambda: act(nomination_id, body.reason, cause))


def _add_officers_acts(api: APIRouter, use_cases: UseCases) -> None:
    done = _answer(use_cases)

    @api.post("/nominations/{nomination_id}/screen", **door("nomination.screen"))
    async def screen(nomination_id: UUID, body: EmptyBody, cause: WithCause) -> NominationView:
        del body
        return await done(nomination_id, cause, lambda: use_cases.nomination.screen(nomination_id, cause))

    @api.post("/nominations/{nomination_id}/accept", **door("nomination.accept"))
    async def accept(nomination_id: UUID, body: AcceptBody, cause: WithCause) -> NominationView:
        act, why = use_cases.nomination.accept, {one.rule_id: one.reason_vi for one in body.decided}
        return await done(nomination_id, cause, lambda: act(nomination_id, why, cause))

    @api.post("/nominations/{nomination_id}/reroute", **door("nomination.reroute"))
    async def reroute(nomination_id: UUID, body: RerouteBody, cause: WithCause) -> NominationView:
        act = use_cases.nomination.reroute
        return await done(nomination_id, cause, lambda: act(nomination_id, body.form_code, body.deed_id, cause))

    @api.post("/nominations/{nomination_id}/rule-out", **door("nomination.rule_out"))
    async def rule_out(nomination_id: UUID, body: RuleOutBody, cause: WithCause) -> NominationView:
        act = use_cases.nomination.rule_out
        return await done(nomination_id, cause, lambda: act(nomination_id, body.rule_id, cause))

    @api.post("/nominations/{nomination_id}/return", **door("nomination.return_for_completion"))
    async def return_for_completion(nomination_id: UUID, body: ReturnBody, cause: WithCause) -> NominationView:
        reasons = tuple(Reason(one.code, missing=one.missing) for one in body.reasons)
        act = use_cases.nomination.return_for_completion
        return await done(nomination_id, cause, lambda: act(nomination_id, reasons, cause))


def _add_other_ways(api: APIRouter, use_cases: UseCases) -> None:
    done = _answer(use_cases)

    @api.post("/nominations/{nomination_id}/merge", **door("nomination.merge"))
    async def merge(nomination_id: UUID, body: EmptyBody, cause: WithCause) -> NominationView:
        del body
        return await done(nomination_id, cause, lambda: use_cases.nomination.merge(nomination_id, cause))

    @api.post("/nominations/{nomination_id}/hold", **door("nomination.hold"))
    async def hold(nomination_id: UUID, body: HoldBody, cause: WithCause) -> NominationView:
        return await done(nomination_id, cause, lambda: use_cases.nomination.hold(nomination_id, body.ground, cause))

    @api.post("/nominations/{nomination_id}/release", **door("nomination.release"))
    async def release(nomination_id: UUID, body: EmptyBody, cause: WithCause) -> NominationView:
        del body
        return await done(nomination_id, cause, lambda: use_cases.nomination.release(nomination_id, cause))


Act = Callable[[], Awaitable[None]]


def _answer(use_cases: UseCases) -> Callable[[UUID, Cause, Act], Awaitable[NominationView]]:
    queries = use_cases.queries

    async def done(nomination_id: UUID, cause: Cause, act: Act) -> NominationView:
        await attempt(act)
        seen = await queries.views.nomination(nomination_id, cause.actor)
        return nomination_view(seen, queries.rulepacks, cause.actor)

    return done


def _proposal(body: ProposalBody) -> Proposal:
    return Proposal(
        subject_ref=body.subject_ref,
        nomination_type=body.type,
        form_code=body.form_code,
        deed_id=body.deed_id,
        year=body.year,
        citation_vi=body.citation_vi,
        achievement_report=body.achievement_report,
        evidence=evidence_of(body.evidence),
        grantor=body.grantor_unit_id,
        movement_id=body.movement_id,
    )
