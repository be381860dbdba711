"""How what was found becomes what is seen."""

from dataclasses import asdict
from datetime import date
from typing import Any

from services.reviews.api.views import (
    CaseView,
    ComplaintView,
    CouncilView,
    FigureView,
    FindingView,
    GivenBackView,
    OneComplaintView,
    PassedView,
    StepView,
    TermView,
    WithdrawalView,
)
from services.reviews.domain.case import Case
from services.reviews.domain.complaint import Complaint
from services.reviews.domain.council import Council
from services.reviews.domain.favourable import offered
from services.reviews.domain.finding import Finding
from services.reviews.usecases.ports import Seen
from shared.kernel.actor import Actor
from shared.kernel.holds import HoldShown
from shared.kernel.rulepack import RulePacks
from shared.kernel.vocabulary import status_of


def case_view(seen: Seen[Case], packs: RulePacks, reader: Actor, today: date) -> CaseView:
    """A case as this reader sees it today."""
    case, facts = seen.thing, seen.thing.facts
    pack = packs.version(facts.pack_id, facts.pack_version)
    return CaseView(
        id=case.id,
        state=case.state,
        version=case.version,
        seq=seen.seq,
        number=facts.number,
        status=status_of(case.state, case.held),
        procedure=case.procedure,
        nomination_type=facts.nomination_type,
        form_code=facts.form_code,
        form_name_vi=pack.form(facts.form_code).name_vi,
        grantor_unit_id=facts.grantor_unit_id,
        unit_id=facts.unit_id,
        subject_ref=facts.subject_ref,
        subject_kind=facts.subject_kind,
        work_role=facts.work_role,
        size=facts.size,
        deed_id=facts.deed_id,
        year=facts.year,
        received_on=facts.received_on,
        decide_by=case.decide_by,
        steps=tuple(StepView(**asdict(step)) for step in case.steps),
        appraiser_ref=case.appraiser_ref,
        verdict=case.verdict,
        findings=case.findings,
        refused_because=case.refused_because,
        session_id=case.session_id,
        decision_id=case.decision_id,
        awaits=case.awaits,
        hold=HoldShown.of(case.held, reader, case.office, case.standings),
        held_days=case.held_days,
        pack=facts.pack.citation,
        pack_verified=packs.is_verified(facts.pack),
        **_went_back(case),
        **_favourable(case, packs, today),
    )


def _went_back(case: Case) -> dict[str, Any]:
    given, asked = case.given_back, case.withdrawal
    return {
        "given_back": GivenBackView(**asdict(given)) if given is not None else None,
        "office_unit_id": case.office[-1],
        "passed": tuple(PassedView(**asdict(one)) for one in case.passed),
        "withdrawal": WithdrawalView(**asdict(asked)) if asked is not None else None,
    }


def _favourable(case: Case, packs: RulePacks, today: date) -> dict[str, str | None]:
    if case.pack_choice is not None:
        said = {"favourable_review": "chosen", "favourable_version": case.facts.pack_version}
        return {**said, "favourable_reason_vi": case.pack_choice.reason_vi}
    pack = offered(case, packs, today)
    return {"favourable_review": "offered", "favourable_version": pack.version} if pack is not None else {}


def council_view(seen: Seen[Council]) -> CouncilView:
    """A council as everybody sees it."""
    council = seen.thing
    return CouncilView(
        id=council.id,
        state="recorded",
        version=council.version,
        seq=seen.seq,
        code=council.code,
        unit_id=council.unit_id,
        chair_ref=council.chair_ref,
        member_refs=council.member_refs,
        related=dict(council.related),
        terms={ref: TermView(since=term.since, until=term.until) for ref, term in council.terms.items()},
    )


def finding_view(seen: Seen[Finding]) -> FindingView:
    """A finding as its readers see it."""
    finding, subject = seen.thing, seen.thing.subject
    return FindingView(
        id=finding.id,
        state=finding.state,
        version=finding.version,
        seq=seen.seq,
        number=finding.number,
        kind=finding.kind,
        about=subject.about,
        about_id=subject.about_id,
        file_number=subject.file_number,
        unit_id=subject.unit_id,
        raised_on=finding.raised_on,
        figure=FigureView(**asdict(finding.figure)) if finding.figure is not None else None,
        period=finding.period,
        ground_vi=finding.ground_vi,
        owner_ref=finding.owner_ref,
        due_on=finding.due_on,
        remedy_vi=finding.remedy_vi,
        reopened_because=finding.reopened_because,
    )


def complaint_view(seen: Seen[Complaint]) -> ComplaintView:
    """A complaint without its sender."""
    complaint, target = seen.thing, seen.thing.target
    return ComplaintView(
        id=complaint.id,
        state=complaint.state,
        version=complaint.version,
        seq=seen.seq,
        number=complaint.number,
        kind=complaint.kind,
        about=target.about,
        about_id=target.about_id,
        file_number=target.file_number,
        unit_id=target.unit_id,
        ground_vi=complaint.ground_vi,
        lodged_on=complaint.lodged_on,
        due_on=complaint.due_on,
        asks=complaint.asks,
        ruling_vi=complaint.ruling_vi,
        resolved_on=complaint.resolved_on,
    )


def one_complaint_view(seen: Seen[Complaint], *, has_award: bool) -> OneComplaintView:
    """A complaint without its sender, and whether there is an award to revoke."""
    return OneComplaintView(**complaint_view(seen).model_dump(), has_award=has_award)
