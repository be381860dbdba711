from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.notifications.domain.message import Message
from services.notifications.domain.plan import NAMED, NEEDS_FILE, PLAN, plan
from services.notifications.domain.texts import TEMPLATES
from shared.contracts.parts import LeadTimes
from shared.contracts.registry import EVENTS
from tests.notifications.facts import SECRET_CITATION, SECRET_NAME, event_of

SILENT = {
    "nomination.drafted": "nothing is asked of anybody yet",
    "nomination.received": "the officer who screens knows; accepted or returned follows",
    "nomination.forwarded": "review.admitted tells the appraisers",
    "submission.sent": "each of its files tells as it is submitted; the sheet shows what was refused",
    "deed.registered": "its nomination tells",
    "deed.amended": "its nomination tells",
    "results.reported": "a figure; what it shows is detected and told",
    "exemplar.dismissed": "its unit decided so itself",
    "exemplar.recognised": "award.granted tells",
    "exemplar.expired": "nobody waits for it any more",
    "deed.linked": "its files' own events tell",
    "deed.kept_apart": "its files' own events tell",
    "deed.share_confirmed": "who confirmed knows; the deed shows it",
    "consultation.answered": "review.consulted tells",
    "org.unit_changed": "master data",
    "org.unit_closed": "master data",
    "org.cluster_changed": "master data",
    "org.merged": "master data; each of the units tells",
    "org.split": "master data; each of the units tells",
    "org.subject_changed": "master data",
    "council.changed": "master data",
    "council.case_struck": "what ended the case tells; the session shows it",
    "award.reserved": "decision.drafted tells the grantor",
    "decision.row_released": "review.withdrawal_requested told the grantor",
    "award.freed": "decision.returned or review.closed tells",
    "notification.posted": "our own",
    "notification.delivered": "our own",
    "notification.failed": "our own; the file shows it",
}
SUBMITTED = "nomination.submitted"
WITHDRAWN = "nomination.withdrawn"
FILE_FACTS = {"subject_ref": "CB-0412", "proposer_ref": "PCT-HP-THA", "endorser_ref": "TP-05"}


def planned(kind: str, file: dict[str, Any] | None = None, **changes: Any) -> dict[str, Message]:
    event = event_of(kind, **changes)
    found = plan(kind, uuid4(), event.aggregate_id, event.model_dump(), file or {})
    return {message.template: message for message in found}


def test_every_event_is_told_or_is_silent_for_a_reason() -> None:
    assert set(PLAN) | set(SILENT) == set(EVENTS)
    assert not set(PLAN) & set(SILENT)


@pytest.mark.parametrize("verb", ["held", "released"])
def test_a_file_that_is_held_with_its_case_is_told_of_once(verb: str) -> None:
    assert planned(f"nomination.{verb}").keys() == {verb}
    assert not planned(f"nomination.{verb}", with_case=True)
    told = planned(f"review.{verb}", FILE_FACTS)[verb].audience
    assert set(planned(f"nomination.{verb}", FILE_FACTS)[verb].audience) <= set(told)


def test_every_template_is_used() -> None:
    assert {line.template for lines in PLAN.values() for line in lines} == set(TEMPLATES)


@pytest.mark.parametrize("kind", sorted(set(PLAN) - NAMED))
def test_before_the_grant_no_message_holds_a_name_a_citation_or_free_text(kind: str) -> None:
    for state in ("ready", "awaiting_decision"):
        facts = {**event_of(kind).model_dump(), "subject_label": SECRET_NAME, "citation_vi": SECRET_CITATION}
        facts["next_state"] = state
        messages = plan(kind, uuid4(), uuid4(), facts, FILE_FACTS)
        assert messages
        for message in messages:
            assert "Hạnh" not in message.text_vi
            assert "37" not in message.text_vi
            assert "CB-0412" not in message.text_vi


@given(
    name=st.text(st.characters(categories=["Lu", "Ll"]), min_size=5), kind=st.sampled_from(sorted(set(PLAN) - NAMED))
)
def test_no_word_of_free_text_reaches_a_message_before_the_grant(name: str, kind: str) -> None:
    name = f"«{name}»"
    texts = {"reason": name, "subject_label": name, "citation_vi": name, "form_name_vi": name, "findings": (name,)}
    facts = {**event_of(kind).model_dump(), **texts, "reasons": ({"code": name, "missing": (name,)},)}
    for message in plan(kind, uuid4(), uuid4(), facts, FILE_FACTS):
        assert name not in message.text_vi
        assert name not in message.about


@pytest.mark.parametrize(
    "kind", sorted(kind for kind in set(PLAN) - NAMED if EVENTS[kind].key in {"nomination_id", "case_id"})
)
def test_the_nominee_is_not_told_before_the_decision_even_as_proposer(kind: str) -> None:
    own = {"subject_ref": "CB-0412", "proposer_ref": "CB-0412", "endorser_ref": "TP-05"}
    for message in planned(kind, own).values():
        assert message.hidden_from == ("person:CB-0412",)


def test_a_submitted_file_reaches_proposer_and_every_officer_above_the_unit() -> None:
    messages = planned("nomination.submitted")
    assert messages["submitted"].audience == ("person:PCT-HP-THA", "person:TP-05")
    assert messages["to_screen"].audience == (
        "role:emulation_officer@BTP",
        "role:emulation_officer@THADS-HP",
        "role:emulation_officer@P-THADS-5",
    )
    assert messages["to_screen"].text_vi == "Hồ sơ KT-2026-0147 mới gửi, chờ kiểm tra."
    assert messages["to_screen"].about == "KT-2026-0147"


def test_a_returned_file_says_what_is_missing_and_until_when() -> None:
    text = planned("nomination.returned")["returned"].text_vi
    assert text == "Hồ sơ KT-2026-0147 cần bổ sung trước 13/10/2026: thiếu minh chứng; thiếu dữ liệu."


def test_members_chair_and_secretary_are_invited_with_the_hour_of_vietnam() -> None:
    message = planned("council.convened", number="2026-31")["convened"]
    assert message.audience == (
        "person:HD-01",
        "person:HD-02",
        "role:council_chair@HD-BTP",
        "role:council_secretary@HD-BTP",
    )
    assert message.text_vi == "Mời bỏ phiếu phiên 2026-31, 1 hồ sơ, đóng 16:30 ngày 13/10/2026."


def test_a_counted_vote_is_told_to_chair_and_secretary() -> None:
    audience = planned("council.vote_closed")["vote_closed"].audience
    assert audience == ("role:council_chair@HD-BTP", "role:council_secretary@HD-BTP")


def test_minutes_are_told_to_everybody_in_the_council() -> None:
    message = planned("council.minuted", number="2026-31")["minuted"]
    roles = ("council_member", "council_chair", "council_secretary")
    assert message.audience == tuple(f"role:{role}@HD-BTP" for role in roles)
    assert message.text_vi == "Phiên 2026-31 đã có biên bản."


def test_the_grantor_is_told_what_waits_for_a_signature() -> None:
    message = planned("decision.drafted", number="12/QĐ-STP")["to_sign"]
    assert message.audience == ("role:grantor@THADS-HP",)
    assert message.text_vi == "Chờ ký quyết định 12/QĐ-STP, 1 hồ sơ."


def test_an_award_congratulates_the_recipient_and_tells_the_unit_side() -> None:
    messages = planned("award.granted", number="12/QĐ-STP")
    assert messages["congratulation"].audience == ("person:CB-0412",)
    assert messages["congratulation"].text_vi == (
        "Chúc mừng Nguyễn Thị Hạnh: Giấy khen của Trưởng Thi hành án dân sự tỉnh, quyết định 12/QĐ-STP, "
        "6 ngày sau việc làm."
    )
    assert messages["granted"].audience[:2] == ("person:PCT-HP-THA", "person:TP-05")
    assert "role:unit_head@P-THADS-5" in messages["granted"].audience
    assert all(not message.hidden_from for message in messages.values())


def test_an_award_for_a_years_work_is_not_counted_from_a_deed() -> None:
    times = LeadTimes(deed_known=None, known_submitted=None, submitted_decided=3, total=None, calendar_days=None)
    message = planned("award.granted", number="12/QĐ-STP", deed_id=None, year=2026, lead_times=times)["congratulation"]
    assert message.text_vi.endswith("quyết định 12/QĐ-STP.")


def test_a_published_award_is_told_to_the_unit() -> None:
    message = planned("award.published")["published"]
    assert message.text_vi == f"Gương sáng mới: {SECRET_NAME}, {SECRET_CITATION}."
    assert {key.partition("@")[2] for key in message.audience} == {"P-THADS-5"}


@pytest.mark.parametrize("kind", ["award.corrected", "award.revoked"])
def test_who_was_told_of_an_award_is_told_what_becomes_of_it(kind: str) -> None:
    before = [message for event in ("award.granted", "award.published") for message in planned(event).values()]
    before += planned("decision.signed").values()
    (later,) = planned(kind).values()
    assert {key for message in before for key in message.audience} <= set(later.audience)
    assert later.hidden_from == ()


def test_a_revocation_names_whose_award_it_was_and_the_day() -> None:
    (message,) = planned("award.revoked", number="12/QĐ-STP", revoked_on="2026-11-20").values()
    assert message.text_vi == f"Khen thưởng của {SECRET_NAME} theo quyết định 12/QĐ-STP đã thu hồi ngày 20/11/2026."


def test_money_that_comes_back_is_told_in_dong() -> None:
    (message,) = planned("award.recovered", number="12/QĐ-STP", recovered_vnd=5_000_000, due_vnd=7_590_000).values()
    assert message.text_vi == "Đã thu lại 5.000.000/7.590.000 đồng tiền thưởng theo quyết định 12/QĐ-STP."
    assert message.audience == ("role:grantor@THADS-HP", "role:emulation_officer@THADS-HP")


def test_when_no_money_was_due_only_the_certificate_came_back() -> None:
    (message,) = planned("award.recovered", number="12/QĐ-STP", recovered_vnd=0, due_vnd=0).values()
    assert message.text_vi == "Đã nhận lại Giấy khen của Trưởng Thi hành án dân sự tỉnh theo quyết định 12/QĐ-STP."


def test_a_correction_says_what_stood_there_and_what_stands_there_now() -> None:
    words = {"subject_label": SECRET_NAME, "citation_vi": SECRET_CITATION}
    after = {**words, "citation_vi": "Trực ngoài giờ giúp 38 hộ."}
    (message,) = planned("award.corrected", number="12/QĐ-STP", before=words, after=after).values()
    assert message.text_vi == (f"Đính chính quyết định 12/QĐ-STP: {SECRET_CITATION} → Trực ngoài giờ giúp 38 hộ.")


def test_a_closed_case_is_told_when_it_was_refused_or_could_not_be_taken_back() -> None:
    assert set(planned("review.closed", outcome="refused")) == {"refused"}
    assert not planned("review.closed", outcome="granted", reasons=[])
    assert set(planned("review.closed", outcome="granted")) == {"not_withdrawn"}
    assert not planned("review.closed", outcome="withdrawn")


def test_an_appraised_case_is_told_by_where_it_goes() -> None:
    assert set(planned("review.appraised", next_state="ready")) == {"to_convene"}
    assert set(planned("review.appraised", next_state="awaiting_decision")) == {"to_decide"}


def test_what_is_known_of_the_file_names_proposer_and_endorser() -> None:
    audience = planned("review.case_opened", FILE_FACTS)["deadline"].audience
    assert audience[:2] == ("person:PCT-HP-THA", "person:TP-05")
    assert all(key.startswith("role:unit_head@") for key in planned("review.case_opened")["deadline"].audience)


def test_the_same_event_makes_the_same_message_ids() -> None:
    event = event_of("award.granted")
    one = UUID(int=7)
    first = plan("award.granted", one, event.aggregate_id, event.model_dump(), {})
    again = plan("award.granted", one, event.aggregate_id, event.model_dump(), FILE_FACTS)
    other = plan("award.granted", UUID(int=8), event.aggregate_id, event.model_dump(), {})
    assert [m.id for m in first] == [m.id for m in again]
    assert len({m.id for m in (*first, *other)}) == 4


def test_only_what_is_about_a_file_can_wait_for_one() -> None:
    assert {EVENTS[kind].key for kind in NEEDS_FILE} == {"nomination_id", "case_id"}
    others = set(PLAN) - NEEDS_FILE - {SUBMITTED, WITHDRAWN}
    assert all(EVENTS[kind].key not in {"nomination_id", "case_id"} for kind in others)


def test_a_withdrawn_draft_is_told_to_nobody() -> None:
    assert not planned(WITHDRAWN)
    assert set(planned(WITHDRAWN, FILE_FACTS)) == {"withdrawn"}


def test_nobody_who_gains_by_a_file_is_told_of_a_complaint_about_it() -> None:
    facts = {**event_of("complaint.accepted").model_dump(), "gain_refs": ["TT-07", "GD-HP-01"], "subject_ref": "TT-07"}
    messages = plan("complaint.accepted", UUID(int=1), UUID(int=2), facts, {})
    assert {message.hidden_from for message in messages} == {("person:TT-07", "person:GD-HP-01")}


def test_who_may_refuse_is_told_where_the_file_is_reviewed() -> None:
    below: dict[str, Any] = {"grantor_unit_id": "BTP", "grantor_path": ("BTP",), "office_path": ("THADS-HP",)}
    above = below | {"office_path": ()}
    assert "role:grantor@THADS-HP" in planned("review.not_recommended", **below)["not_recommended"].audience
    assert "role:grantor@BTP" in planned("review.not_recommended", **above)["not_recommended"].audience
