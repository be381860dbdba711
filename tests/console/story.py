"""The events of one file, from its draft to the wall, each with the number and time of its aggregate."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from shared.contracts import awards, councils, nominations, reviews
from shared.contracts.event import Event
from shared.contracts.organisation import UnitChanged
from shared.contracts.parts import LeadTimes, ReasonGiven, Recusal, Step, VoteResult, Wording
from shared.kernel.actor import system
from shared.kernel.cause import Cause
from shared.kernel.ids import id_from

FILE = UUID("6f1c1a1e-0000-5000-8000-000000000001")
AWARD = UUID("6f1c1a1e-0000-5000-8000-000000000002")
DECISION = UUID("6f1c1a1e-0000-5000-8000-000000000003")
SESSION = UUID("6f1c1a1e-0000-5000-8000-000000000004")
DEED = UUID("6f1c1a1e-0000-5000-8000-000000000005")
NUMBER = "KT-2026-0147"
BEGAN = datetime(2026, 10, 6, 1, 0, tzinfo=UTC)
NAME = 'Tổ <script>alert("x")</script> số 3'
PATH = ("BTP", "THADS-HP")

_ON = {"unit_id": "THADS-HP", "unit_path": PATH}
_FILE = {**_ON, "nomination_id": FILE, "number": NUMBER}
_GRANTOR = {"grantor_unit_id": "BTP", "grantor_path": ("BTP",)}
_FACTS = {
    **_FILE,
    **_GRANTOR,
    "nomination_type": "ad_hoc",
    "form_code": "BANG_KHEN_BO",
    "subject_ref": "TT-21",
    "subject_kind": "collective",
    "deed_id": DEED,
    "occurred_from": date(2026, 10, 1),
    "occurred_to": date(2026, 10, 3),
    "known_on": date(2026, 10, 4),
    "proposer_ref": "PCT-HP-THA",
}
_SENT = {
    **_FACTS,
    "endorser_ref": "PCT-HP-THA",
    "received_on": date(2026, 10, 6),
    "pack_id": "FIX-2026",
    "pack_version": "2026-10-01",
}
_CASE = {**_ON, **_GRANTOR, "case_id": FILE, "number": NUMBER}
_STEPS = (
    Step(name="screen", due_on=date(2026, 10, 9)),
    Step(name="appraise", due_on=date(2026, 10, 20)),
    Step(name="vote", due_on=date(2026, 10, 27)),
    Step(name="decide", due_on=date(2026, 11, 3)),
)
_SESSION = {
    "unit_id": "BTP",
    "unit_path": ("BTP",),
    "session_id": SESSION,
    "council_code": "HD-BTP",
    "number": "HD-BTP-2026-01",
    "case_ids": (FILE,),
}
_RECUSED = (Recusal(case_id=str(FILE), member_ref="HD-03", ground="heads_unit"),)
_CLOSES = datetime(2026, 10, 24, 10, 0, tzinfo=UTC)
_DECISION = {
    "unit_id": "BTP",
    "unit_path": ("BTP",),
    "decision_id": DECISION,
    "number": "88/QĐ-BTP",
    "grantor_unit_id": "BTP",
    "case_ids": (FILE,),
}
_AWARD = {**_ON, "award_id": AWARD, "decision_id": DECISION, "case_id": FILE}
_AWARDED = {
    **_AWARD,
    "subject_ref": "TT-21",
    "subject_kind": "collective",
    "subject_label": NAME,
    "nomination_type": "ad_hoc",
    "counted_as": "ad_hoc",
    "form_code": "BANG_KHEN_BO",
    "form_name_vi": "Bằng khen của Bộ trưởng Bộ Tư pháp",
    "grantor_unit_id": "BTP",
    "citation_vi": "Thi hành xong 310 việc",
    "number": "88/QĐ-BTP",
    "case_number": NUMBER,
    "decided_on": date(2026, 10, 30),
    "decided_at": datetime(2026, 10, 30, 3, 0, tzinfo=UTC),
    "deed_id": DEED,
    "claim": f"{DEED}:TT-21",
    "bonus_vnd": 7_590_000,
    "document_sha256": "a" * 64,
    "pack": "FIX-2026/2026-10-01#0",
    "proposer_ref": "PCT-HP-THA",
    "endorser_ref": "PCT-HP-THA",
    "lead_times": LeadTimes(deed_known=1, known_submitted=2, submitted_decided=18, total=21, calendar_days=27),
}
_VOTES = (
    VoteResult(
        case_id=str(FILE), yes=8, no=0, base=9, present=8, entitled=8, threshold="80", passed=True, tally_hash="b" * 64
    ),
)
_DECIDED = {"decided_on": date(2026, 10, 30), "signed_at": datetime(2026, 10, 30, 3, 0, tzinfo=UTC)}

NEEDS_REVIEW = nominations.NominationNeedsReview(**_FILE, reasons=(), proposer_ref="PCT-HP-THA")
INELIGIBLE = nominations.NominationIneligible(
    **_FILE, reasons=(), alternatives=("GIAY_KHEN_THADS",), proposer_ref="PCT-HP-THA"
)
ENDED_WITH_IT = reviews.ReviewClosed(
    **_CASE, outcome="withdrawn", reasons=(ReasonGiven(code="EVIDENCE_MISSING", rule_id="R-EVIDENCE"),)
)
OF_A_YEAR = nominations.NominationDrafted(
    **{**_FACTS, **dict.fromkeys(("deed_id", "occurred_from", "occurred_to", "known_on")), "year": 2026}
)
GIVEN_BACK = reviews.ReviewReturned(**_CASE, reasons=(), returned_on=date(2026, 10, 6), due_on=date(2026, 10, 20))
HELD = nominations.NominationHeld(**_FILE, ground="press_verification", proposer_ref="PCT-HP-THA")
RELEASED = nominations.NominationReleased(
    **_FILE,
    next_state="screening",
    held_days=1,
    steps=(Step(name="screen", due_on=date(2026, 10, 12)),),
    proposer_ref="PCT-HP-THA",
)
NOMINATION: Sequence[Event] = (
    nominations.NominationDrafted(**_FACTS),
    nominations.NominationSubmitted(**_SENT),
    nominations.NominationReceived(**_FILE),
    nominations.NominationReturned(**_FILE, reasons=(), due_on=date(2026, 10, 20), proposer_ref="PCT-HP-THA"),
    nominations.NominationResubmitted(
        **_FILE,
        evidence=(),
        occurred_from=date(2026, 10, 1),
        occurred_to=date(2026, 10, 3),
        known_on=date(2026, 10, 4),
    ),
    nominations.NominationReceived(**_FILE),
    nominations.NominationAccepted(**_FILE, eligibility=()),
    nominations.NominationForwarded(**_SENT),
)
CASE: Sequence[Event] = (
    reviews.ReviewCaseOpened(**_CASE, procedure="full", steps=_STEPS, decide_by=date(2026, 11, 3)),
    reviews.ReviewAdmitted(**_CASE, procedure="full", steps=_STEPS),
    reviews.ReviewAppraised(**_CASE, verdict="meets", next_state="ready"),
    reviews.ReviewRecommended(**_CASE, session_id=SESSION),
    reviews.ReviewClosed(**_CASE, outcome="granted"),
)
MEETING: Sequence[Event] = (
    councils.CouncilConvened(
        **_SESSION,
        case_numbers=(NUMBER,),
        member_refs=tuple(f"HD-0{n}" for n in range(1, 10)),
        recused=_RECUSED,
        closes_at=_CLOSES,
    ),
    councils.CouncilVoteOpened(**_SESSION, recused=_RECUSED, closes_at=_CLOSES),
    councils.CouncilVoteClosed(**_SESSION, results=_VOTES),
)
DECIDED: Sequence[Event] = (
    awards.DecisionDrafted(**_DECISION, case_numbers=(NUMBER,)),
    awards.DecisionSigned(**_DECISION, **_DECIDED, signer_ref="BT-01"),
)
"""What the grantor writes to those who prepare a decision, and to nobody else."""

SENT_BACK: Sequence[Event] = (
    awards.DecisionDrafted(**_DECISION, case_numbers=(NUMBER,)),
    awards.DecisionReturned(**_DECISION),
)
LET_GO: Sequence[Event] = (
    awards.DecisionDrafted(**_DECISION, case_numbers=(NUMBER,)),
    awards.DecisionRowReleased(**{**_DECISION, "case_ids": ()}, case_id=FILE, case_numbers=(), reason="CASE_WITHDRAWN"),
)
STRUCK = councils.CouncilCaseStruck(**{**_SESSION, "case_ids": ()}, struck_ids=(FILE,))
TAKEN_BACK: Sequence[Event] = (
    reviews.ReviewWithdrawalRequested(**_CASE, proposer_ref="PCT-HP-THA"),
    reviews.ReviewClosed(**_CASE, outcome="withdrawn", proposer_ref="PCT-HP-THA"),
)
FREED: Sequence[Event] = (awards.AwardReserved(**_AWARD), awards.AwardFreed(**_AWARD, reason="DECISION_RETURNED"))
AWARDED: Sequence[Event] = (
    awards.AwardReserved(**_AWARD),
    awards.AwardGranted(**_AWARDED),
    awards.AwardPublished(**_AWARDED, published_at=datetime(2026, 10, 30, 3, 1, tzinfo=UTC)),
)
_LATER = {
    name: _AWARDED[name]
    for name in (
        *_AWARD,
        *("number", "case_number", "decided_on", "grantor_unit_id", "form_code", "form_name_vi"),
        *("subject_ref", "subject_kind", "proposer_ref", "endorser_ref"),
    )
}
CORRECTED_NAME = "Tổ hộ tịch số 3"
LATER: Sequence[Event] = (
    awards.AwardCeremonySet(**_LATER, subject_label=NAME, held_on=date(2026, 11, 2), place_id="THADS-HP"),
    awards.AwardCeremonyCalledOff(**_LATER, subject_label=NAME, held_on=date(2026, 11, 2), place_id="THADS-HP"),
    awards.AwardPresented(**_LATER, subject_label=NAME, presented_on=date(2026, 11, 2)),
    awards.AwardCorrected(
        **_LATER,
        subject_label=CORRECTED_NAME,
        corrected_on=date(2026, 11, 4),
        correction_number="90/QĐ-BTP",
        before=Wording(subject_label=NAME, citation_vi="Thi hành xong 310 việc"),
        after=Wording(subject_label=CORRECTED_NAME, citation_vi="Thi hành xong 311 việc"),
    ),
)
"""What follows upon the award's publication."""

_RECOVERY = {"ground": "false_papers", "due_vnd": 7_590_000}
REVOKED: Sequence[Event] = (
    awards.AwardRevoked(
        **_LATER,
        **_RECOVERY,
        subject_label=CORRECTED_NAME,
        revoked_on=date(2026, 11, 20),
        revocation_number="99/QĐ-BTP",
        object_due=False,
    ),
    *(
        awards.AwardRecovered(
            **_LATER,
            **_RECOVERY,
            subject_label=CORRECTED_NAME,
            next_state=state,
            recovered_vnd=recovered,
            object_returned=False,
        )
        for state, recovered in (("revoked", 590_000), ("recovered", 7_590_000))
    ),
)

UNIT = UnitChanged(
    unit_id="THADS-HP",
    unit_path=PATH,
    org_id=id_from("unit", "THADS-HP"),
    code="THADS-HP",
    kind="THADS",
    name_vi="Thi hành án dân sự tỉnh Hòa Phước",
)
COUNCIL = councils.CouncilChanged(
    unit_id="BTP",
    unit_path=("BTP",),
    council_id=id_from("council", "HD-BTP"),
    code="HD-BTP",
    chair_ref="HD-01",
    member_refs=tuple(f"HD-0{n}" for n in range(1, 10)),
)
SOURCES: Sequence[Sequence[Event]] = (NOMINATION, CASE, MEETING, DECIDED, AWARDED)


@dataclass(frozen=True)
class Told:
    """An event with its cause."""

    event: Event
    cause: Cause


def told(event: Event, sequence: int, at: datetime) -> Told:
    event_id = id_from("event", event.aggregate_id, event.type, sequence)
    return Told(event, Cause(event_id, system("console"), "system", event_id, event_id, sequence=sequence, at=at))


def source(events: Sequence[Event], begins: datetime = BEGAN) -> list[Told]:
    """The events of one aggregate, numbered, an hour between each two."""
    return [told(event, n, begins + timedelta(hours=n)) for n, event in enumerate(events, start=1)]


def in_time() -> Iterator[Told]:
    """Everything as it happened: source after source, each a day after the last."""
    for n, events in enumerate(SOURCES):
        yield from source(events, BEGAN + timedelta(days=n))
