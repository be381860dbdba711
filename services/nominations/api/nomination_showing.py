"""How files become what a reader sees."""

from dataclasses import asdict
from typing import Any

from services.nominations.api.nomination_views import (
    AlternativeView,
    CandidateView,
    DecidedView,
    NameView,
    NominationView,
    ReasonView,
    StepView,
    VerdictView,
)
from services.nominations.api.views import EvidenceView
from services.nominations.domain.eligibility import Reason
from services.nominations.domain.nomination import Nomination
from services.nominations.usecases.queries import Seen
from shared.kernel.actor import Actor
from shared.kernel.holds import HoldShown
from shared.kernel.rulepack import RulePacks
from shared.kernel.vocabulary import sentence_vi, status_of, way_out_vi


def reason_view(reason: Reason) -> ReasonView:
    """A reason in words."""
    return ReasonView(
        code=reason.code,
        rule_id=reason.rule_id,
        citation=reason.citation,
        sentence_vi=sentence_vi(reason.code, reason.params),
        way_out_vi=way_out_vi(reason.code, reason.params),
        missing=reason.missing,
    )


def nomination_view(seen: Seen[Nomination], packs: RulePacks, reader: Actor) -> NominationView:
    """A file in words, as this reader may see it."""
    it = seen.thing
    return NominationView(
        id=it.id,
        state=it.state,
        version=seen.version,
        seq=seen.seq,
        number=it.number,
        status=status_of(it.state, it.held),
        **_whom(it),
        **_deed(it),
        **_course(it),
        pack=f"{it.pack.id}/{it.pack.version}" if it.pack else None,
        pack_verified=it.pack is not None and packs.is_verified(it.pack),
        hold=HoldShown.of(it.held, reader, it.unit_path, it.standings),
        citation_vi=it.citation_vi,
        achievement_report=it.achievement_report,
        evidence=[EvidenceView(**asdict(one)) for one in it.evidence],
        deed_evidence=[EvidenceView(**asdict(one)) for one in (it.deed.evidence if it.deed else ())],
    )


def _whom(it: Nomination) -> dict[str, Any]:
    return {
        "nomination_type": it.nomination_type,
        "form_code": it.form_code,
        "grantor_unit_id": it.grantor_unit_id,
        "subject_ref": it.subject.ref,
        "subject_kind": it.subject.kind,
        "subject_name": it.subject.name_vi,
        "unit_id": it.unit_code,
        "proposer_ref": it.proposer_ref,
        "endorser_ref": it.endorser_ref,
    }


def _deed(it: Nomination) -> dict[str, Any]:
    deed = it.deed
    return {
        "deed_id": deed.deed_id if deed else None,
        "deed_title_vi": deed.title_vi if deed else None,
        "occurred_from": deed.occurred_from if deed else None,
        "occurred_to": deed.occurred_to if deed else None,
        "known_on": deed.known_on if deed else None,
        "year": it.year,
        "movement_id": it.movement_id,
    }


def _course(it: Nomination) -> dict[str, Any]:
    return {
        "received_on": it.received_on,
        "submitted_at": it.submitted_at,
        "steps": [StepView(name=one.name, due_on=one.due_on, legal_due_on=one.legal_due_on) for one in it.steps],
        "eligibility": [
            VerdictView(
                rule_id=one.rule_id,
                verdict=one.verdict,
                citation=one.citation,
                inputs=dict(one.inputs),
                inputs_hash=one.inputs_hash,
            )
            for one in it.eligibility
        ],
        "decided": [DecidedView(**asdict(one)) for one in it.decided],
        "alternatives": [AlternativeView(**asdict(one)) for one in it.alternatives],
        "candidates": [
            CandidateView(number=one.number, deed_id=one.deed_id, why=one.why, similarity=one.similarity)
            for one in it.alike
        ],
        "repeats": it.repeats,
        "merged_into": it.merged_into,
        "rerouted_to": it.rerouted_to,
        "rerouted_from": it.rerouted_from,
        "withdrawn_because": it.withdrawn_because,
        "reasons": [reason_view(reason) for reason in it.reasons],
        "returned_on": it.returned_on,
        "return_due_on": it.return_due_on,
        "held_days": it.held_days,
        "decision_number": it.decision_number,
    }


def name_view(seen: Seen[Nomination]) -> NameView:
    """The names of a file."""
    it = seen.thing
    return NameView(number=it.number, subject_name=it.subject.name_vi, unit_id=it.unit_code, citation_vi=it.citation_vi)
