from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from services.console.domain.acts import ACTS, offered
from services.console.domain.case import Case, DueStep, Part
from services.console.domain.decision import Decision
from services.console.domain.meeting import Council, Meeting, RecusedMember
from services.console.domain.task import Known, Task, tasks_of
from shared.kernel.actor import Actor, Grant, Role
from shared.kernel.policy import POLICY

AT = datetime(2026, 10, 6, tzinfo=UTC)
SOON = AT + timedelta(minutes=1)
COUNCIL = Council(UUID(int=50), "HD-BTP", "BTP", "HD-01", ("HD-01", "HD-02", "HD-03"))


def person(*grants: tuple[Role, str], ref: str = "X") -> Actor:
    return Actor(ref, tuple(Grant(role, at) for role, at in grants))


def file(n: int = 1, **facts: object) -> Case:
    given: dict[str, object] = {
        "number": f"KT-2026-{n:04d}",
        "unit_id": "THADS-HP",
        "unit_path": ("BTP", "THADS-HP"),
        "grantor_unit_id": "BTP",
        "grantor_path": ("BTP",),
        "nomination_state": "in_review",
        **facts,
    }
    return Case(UUID(int=n), **given)  # type: ignore[arg-type]


def tasks(
    actor: Actor, *cases: Case, meetings: tuple[Meeting, ...] = (), decisions: tuple[Decision, ...] = ()
) -> list[Task]:
    return tasks_of(actor, Known(cases, meetings, decisions, (COUNCIL,)), AT)


def voting(case: Case, *, closes_at: datetime, recused: tuple[RecusedMember, ...] = ()) -> tuple[Meeting]:
    members = ("HD-01", "HD-02", "HD-03")
    facts = ("1", "HD-BTP", "BTP", ("BTP",), "voting_open", (case.id,), members, recused)
    return (Meeting(UUID(int=3), *facts, closes_at=closes_at),)


@pytest.mark.parametrize(
    ("case", "grant", "verb"),
    [
        (file(nomination_state="draft"), (Role.UNIT_HEAD, "THADS-HP"), "Xem và gửi"),
        (file(nomination_state="submitted", review_state="opened"), (Role.EMULATION_OFFICER, "BTP"), "Tiếp nhận"),
        (file(nomination_state="screening", review_state="opened"), (Role.EMULATION_OFFICER, "THADS-HP"), "Kiểm tra"),
        (file(nomination_state="returned"), (Role.UNIT_HEAD, "THADS-HP"), "Bổ sung"),
        (file(review_state="appraising"), (Role.EMULATION_OFFICER, "BTP"), "Thẩm định"),
        (file(review_state="ready"), (Role.COUNCIL_SECRETARY, "HD-BTP"), "Xếp phiên"),
        (file(review_state="recommended"), (Role.COUNCIL_SECRETARY, "BTP"), "Lập quyết định"),
        (file(review_state="awaiting_decision"), (Role.EMULATION_OFFICER, "BTP"), "Lập quyết định"),
    ],
)
def test_each_state_waits_for_one_role_at_the_right_place(case: Case, grant: tuple[Role, str], verb: str) -> None:
    assert [task.verb_vi for task in tasks(person(grant), case)] == [verb]
    assert tasks(person((grant[0], "STP-HP")), case) == []
    assert tasks(person((Role.SUPERVISOR, "BTP")), case) == []


def test_a_file_in_a_drafted_decision_waits_for_its_signature_only() -> None:
    held = file(review_state="awaiting_decision", decisions={"d": Part("drafted", AT)})
    drafted = Decision(UUID(int=9), "88", "BTP", ("BTP",), "BTP", "drafted", (held.id,), (held.number,))
    assert tasks(person((Role.EMULATION_OFFICER, "BTP")), held, decisions=(drafted,)) == []
    (task,) = tasks(person((Role.GRANTOR, "BTP")), held, decisions=(drafted,))
    assert (task.verb_vi, task.link) == ("Xem và ký", f"/cho-ky/{drafted.id}")
    signed = Decision(UUID(int=9), "88", "BTP", ("BTP",), "BTP", "signed", (held.id,), (held.number,))
    assert tasks(person((Role.GRANTOR, "BTP")), decisions=(signed,)) == []


def test_members_vote_recused_ones_do_not_and_the_chair_closes() -> None:
    case = file(review_state="ready")
    recused = (RecusedMember(str(case.id), "HD-03", "heads_unit"), RecusedMember(str(case.id), "HD-01", "proposed"))
    meetings = voting(case, closes_at=SOON, recused=recused)
    member, chair = (Role.COUNCIL_MEMBER, "HD-BTP"), (Role.COUNCIL_CHAIR, "HD-BTP")
    verbs = {
        ref: [task.verb_vi for task in tasks(person(*grants, ref=ref), meetings=meetings)]
        for ref, grants in {"HD-02": (member,), "HD-03": (member,), "HD-01": (member, chair)}.items()
    }
    assert verbs == {"HD-02": ["Bỏ phiếu"], "HD-03": [], "HD-01": ["Đóng phiếu"]}


@pytest.mark.parametrize(
    ("closes_at", "members", "chairs"), [(SOON, ["Bỏ phiếu"], ["Bỏ phiếu"]), (AT, [], ["Đóng phiếu"])]
)
def test_a_vote_that_is_over_waits_for_the_chair_alone(
    closes_at: datetime, members: list[str], chairs: list[str]
) -> None:
    meetings = voting(file(), closes_at=closes_at)
    for ref, role, verbs in (("HD-02", Role.COUNCIL_MEMBER, members), ("HD-01", Role.COUNCIL_CHAIR, chairs)):
        assert [task.verb_vi for task in tasks(person((role, "HD-BTP"), ref=ref), meetings=meetings)] == verbs


@pytest.mark.parametrize(("closes_at", "verb"), [(SOON, "Mở bỏ phiếu"), (AT, "Hoãn phiên")])
def test_a_session_whose_time_passed_before_the_vote_was_opened_can_only_be_adjourned(
    closes_at: datetime, verb: str
) -> None:
    meetings = tuple(replace(meeting, state="convened") for meeting in voting(file(), closes_at=closes_at))
    chair = person((Role.COUNCIL_MEMBER, "HD-BTP"), (Role.COUNCIL_CHAIR, "HD-BTP"), ref="HD-01")
    assert [task.verb_vi for task in tasks(chair, meetings=meetings)] == [verb]
    assert tasks(person((Role.COUNCIL_MEMBER, "HD-BTP"), ref="HD-02"), meetings=meetings) == []


def test_the_earliest_day_stands_first_and_those_without_a_day_last() -> None:
    due = [date(2026, 10, 9), None, date(2026, 10, 7)]
    cases = [
        file(n, nomination_state="submitted", steps=(DueStep("screen", day),) if day else ())
        for n, day in enumerate(due, start=1)
    ]
    rows = tasks(person((Role.EMULATION_OFFICER, "BTP")), *cases)
    assert [row.number[-1] for row in rows] == ["3", "1", "2"]


def test_every_act_is_one_that_the_policy_knows() -> None:
    assert {act.action for act in ACTS} <= set(POLICY)
    assert len({act.slug for act in ACTS}) == len(ACTS)


def test_nobody_is_offered_what_the_policy_forbids() -> None:
    case = file(nomination_state="screening", review_state="opened")
    assert offered(case, person((Role.PROPOSER, "THADS-HP"))) == []
    officer = offered(case, person((Role.EMULATION_OFFICER, "THADS-HP")))
    assert [act.slug for act in officer] == ["dat", "tra-lai", "ghep", "khong-du", "tam-dung"]


def test_who_is_offered_to_take_over_is_who_stands_above() -> None:
    case = file(nomination_state="in_review", review_state="escalated", office_path=("BTP",))
    above, below = (offered(case, person((Role.EMULATION_OFFICER, unit))) for unit in ("BTP", "THADS-HP"))
    assert "nhan-len" in [act.slug for act in above]
    assert "nhan-len" not in [act.slug for act in below]
