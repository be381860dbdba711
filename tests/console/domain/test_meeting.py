from fractions import Fraction
from uuid import UUID

import pytest

from services.console.domain.meeting import GROUND_VI, STATE_VI, Meeting, RecusedMember, Result, percent, result_vi
from services.console.usecases.follow_session import STATE_AFTER

CASE = UUID(int=7)
MEETING = Meeting(
    UUID(int=1),
    member_refs=("HD-01", "HD-02", "HD-03"),
    recused=(RecusedMember(str(CASE), "HD-03", "heads_unit"),),
)


def test_every_state_of_a_session_has_words() -> None:
    assert set(STATE_AFTER.values()) == set(STATE_VI)


def test_a_recused_member_reads_why_and_may_not_vote() -> None:
    assert MEETING.ground(CASE, "HD-03") == "phụ trách đơn vị của người được đề nghị"
    assert [MEETING.may_vote(CASE, ref) for ref in ("HD-01", "HD-03", "HD-99")] == [True, False, False]
    assert MEETING.may_vote(UUID(int=8), "HD-03")
    assert len(MEETING.voters(CASE)) == 2
    assert len(GROUND_VI) == 7


@pytest.mark.parametrize(
    ("result", "words"),
    [
        (
            Result(str(CASE), 8, 0, 9, 8, 8, "90", passed=False),
            "8/9 = 88,9 % tổng số thành viên – ngưỡng 90 % – không đạt",
        ),
        (Result(str(CASE), 6, 2, 8, 8, 8, "50", passed=True), "6/8 = 75 % thành viên bỏ phiếu – ngưỡng 50 % – đạt"),
        (
            Result(str(CASE), 0, 0, 0, 0, 8, "66.7", passed=False),
            "0/0 = 0 % thành viên bỏ phiếu – ngưỡng 66,7 % – không đạt",
        ),
    ],
)
def test_a_result_names_its_denominator(result: Result, words: str) -> None:
    assert result_vi(result) == words


def test_percent_has_at_most_one_decimal() -> None:
    assert [percent(Fraction(*parts)) for parts in ((8, 9), (1, 2), (1, 1))] == ["88,9 %", "50 %", "100 %"]
