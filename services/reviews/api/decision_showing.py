"""How decisions and awards become what is seen."""

from dataclasses import asdict

from services.reviews.api.decision_views import (
    AwardView,
    CeremonyView,
    CorrectionView,
    DecisionView,
    GrantView,
    RevocationView,
    RowView,
)
from services.reviews.domain.award import Award, AwardState
from services.reviews.domain.award_parts import Revocation
from services.reviews.domain.decision import Decision
from services.reviews.domain.row import Row
from services.reviews.usecases.ports import Seen
from shared.kernel.rulepack import RulePacks
from shared.kernel.vocabulary import status_of


def decision_view(seen: Seen[Decision], packs: RulePacks) -> DecisionView:
    """A decision as its readers see it."""
    decision = seen.thing
    return DecisionView(
        id=decision.id,
        state=decision.state,
        version=decision.version,
        seq=seen.seq,
        number=decision.number,
        year=decision.year,
        grantor_unit_id=decision.grantor_unit_id,
        rows=tuple(_row_view(row, packs) for row in decision.rows),
        signer_ref=decision.signer_ref,
        sign_mode=decision.sign_mode,
        signed_under=decision.signed_under,
        decided_on=decision.decided_on,
        document=decision.document,
        sha256=decision.sha256,
        reason=decision.reason,
    )


def award_view(seen: Seen[Award], packs: RulePacks) -> AwardView:
    """An award as its readers see it; a freed one has no word of its own and shows its case's."""
    award, facts = seen.thing, seen.thing.facts
    return AwardView(
        id=award.id,
        state=award.state,
        version=award.version,
        seq=seen.seq,
        status=status_of("awaiting_decision" if award.state is AwardState.FREED else award.state),
        claim=award.claim,
        unit_path=facts.unit_path,
        grantor_path=facts.grantor_path,
        decision_id=award.decision_id,
        decision_number=award.decision_number,
        case_id=award.case_id,
        case_number=facts.number,
        subject_ref=facts.subject_ref,
        subject_kind=facts.subject_kind,
        subject_label=award.subject_label,
        form_code=facts.form_code,
        grantor_unit_id=facts.grantor_unit_id,
        unit_id=facts.unit_id,
        citation_vi=award.citation_vi,
        reason=award.reason,
        pack_verified=packs.is_verified(facts.pack),
        flags=_flags(award),
        grant=GrantView(**asdict(award.grant)) if award.grant is not None else None,
        published_at=award.published_at,
        ceremony=CeremonyView(**asdict(award.ceremony)) if award.ceremony is not None else None,
        presented_on=award.presented_on,
        paid_on=award.paid_on,
        revocation=_revocation_view(award.revocation),
        corrections=tuple(CorrectionView(**asdict(correction)) for correction in award.corrections),
    )


def _revocation_view(revocation: Revocation | None) -> RevocationView | None:
    if revocation is None:
        return None
    figures = asdict(revocation)
    return RevocationView(**figures.pop("because"), **figures)


def _flags(award: Award) -> tuple[str, ...]:
    marks = ("under_examination",) if award.is_under_examination else ()
    grant = award.grant
    if grant is None:
        return marks
    return (*(flag for flag in ("small_collective", "late") if getattr(grant, flag)), *marks)


def _row_view(row: Row, packs: RulePacks) -> RowView:
    return RowView(
        case_id=row.case_id,
        case_number=row.case_number,
        award_id=row.award_id,
        subject_ref=row.subject_ref,
        form_code=row.form_code,
        subject_label=row.label,
        citation_vi=row.citation_vi,
        pack=row.pack.citation if row.pack is not None else None,
        pack_verified=row.pack is not None and packs.is_verified(row.pack),
        outcome=row.outcome,
        reason=row.reason,
    )
