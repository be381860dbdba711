"""Routes of reviews: cases, opinions, consultations, sessions, decisions, awards, complaints and more."""

from uuid import UUID

from fastapi import APIRouter

from services.reviews.api.awards import add_awards
from services.reviews.api.bodies import (
    CouncilBody,
    DecisionBody,
    Limit,
    SendBackBody,
    SignBody,
    States,
    states_of,
)
from services.reviews.api.cases import add_cases
from services.reviews.api.complaints import add_complaints
from services.reviews.api.consultations import add_consultations
from services.reviews.api.decision_showing import decision_view
from services.reviews.api.decision_views import DecisionView
from services.reviews.api.delegations import add_delegations
from services.reviews.api.findings import add_findings
from services.reviews.api.metrics import add_metrics
from services.reviews.api.opinions import add_opinions
from services.reviews.api.payments import add_payments
from services.reviews.api.sessions import add_sessions
from services.reviews.api.showing import council_view
from services.reviews.api.views import CouncilView
from services.reviews.domain.council import Term
from services.reviews.usecases import UseCases
from services.reviews.usecases.decision.prepare import Proposed
from shared.kernel.clock import Clock
from shared.kernel.ids import id_from
from shared.runtime.web.doors import WithActor, WithCause, attempt, door, doors


def build_api(use_cases: UseCases, clock: Clock) -> APIRouter:
    """All that programs may ask of reviews."""
    api = doors()
    add_cases(api, use_cases, clock)
    add_opinions(api, use_cases)
    add_consultations(api, use_cases)
    _add_councils(api, use_cases)
    add_sessions(api, use_cases, clock)
    _add_decisions(api, use_cases)
    add_delegations(api, use_cases)
    add_awards(api, use_cases)
    add_payments(api, use_cases)
    add_findings(api, use_cases)
    add_complaints(api, use_cases)
    add_metrics(api, use_cases, clock)
    return api


def _add_councils(api: APIRouter, use_cases: UseCases) -> None:
    queries = use_cases.queries

    @api.post("/councils", status_code=201, **door("council.record"))
    async def record_council(body: CouncilBody, cause: WithCause) -> CouncilView:
        terms = {ref: Term(term.since, term.until) for ref, term in body.terms.items()}
        await attempt(
            lambda: use_cases.council.record(body.code, body.unit, body.chair, body.members, body.related, cause, terms)
        )
        return council_view(await queries.council(body.code))

    @api.get("/councils", **door("council.read"))
    async def councils(_: WithActor) -> list[CouncilView]:
        return [council_view(seen) for seen in await queries.councils()]


def _add_decisions(api: APIRouter, use_cases: UseCases) -> None:
    queries, packs, decision = use_cases.queries, use_cases.packs, use_cases.decision

    @api.post("/decisions", status_code=201, **door("decision.prepare"))
    async def prepare(body: DecisionBody, cause: WithCause) -> DecisionView:
        rows = [Proposed(row.case_id, row.subject_label, row.citation_vi) for row in body.rows]
        await attempt(lambda: decision.prepare(body.grantor_unit_id, body.number, rows, cause))
        return decision_view(await queries.decision(id_from("decision", cause.id), cause.actor), packs)

    @api.get("/decisions/{decision_id}", **door("decision.read"))
    async def show(decision_id: UUID, actor: WithActor) -> DecisionView:
        return decision_view(await queries.decision(decision_id, actor), packs)

    @api.get("/decisions", **door("decision.read"))
    async def decisions(actor: WithActor, state: States = "", limit: Limit = 50) -> list[DecisionView]:
        return [decision_view(seen, packs) for seen in await queries.decisions(states_of(state), limit, actor)]

    @api.post("/decisions/{decision_id}/sign", **door("decision.sign"))
    async def sign(decision_id: UUID, body: SignBody, cause: WithCause) -> DecisionView:
        await attempt(lambda: decision.sign(decision_id, cause, body.sign_mode))
        return decision_view(await queries.decision(decision_id, cause.actor), packs)

    @api.post("/decisions/{decision_id}/send-back", **door("decision.send_back"))
    async def send_back(decision_id: UUID, body: SendBackBody, cause: WithCause) -> DecisionView:
        await attempt(lambda: decision.send_back(decision_id, body.reason, cause))
        return decision_view(await queries.decision(decision_id, cause.actor), packs)
