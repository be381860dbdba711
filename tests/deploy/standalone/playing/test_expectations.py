from datetime import UTC, date, datetime
from typing import Any

import pytest

from deploy.standalone.playing.asking import Answer
from deploy.standalone.playing.expectations import Judge
from shared.runtime.law.loading import load_calendar

JUDGE = Judge(load_calendar())
PROBLEM = {
    "code": "SELF_ENDORSEMENT",
    "title": "Không được tự xác nhận.",
    "way_out_vi": "Đề nghị cấp phó.",
    "detail_en": "Nobody endorses oneself. Ask a deputy.",
    "way_out_en": "Ask a deputy.",
    "errors": [{"path": "x", "code": "OTHER"}],
}


def _differences(expected: dict[str, Any], body: Any, status: int = 200) -> list[str]:
    return JUDGE.differences(expected, Answer(status, body, 1.0))


@pytest.mark.parametrize(
    ("expected", "body"),
    [
        ({"state": "granted"}, {"state": "granted", "more": 1}),
        ({"on": date(2026, 10, 6)}, {"on": "2026-10-06"}),
        ({"at": datetime(2026, 10, 6, 1, tzinfo=UTC)}, {"at": "2026-10-06T08:00:00+07:00"}),
        ({"grant.bonus_vnd": 760000}, {"grant": {"bonus_vnd": 760000}}),
        ({"grant": {"bonus_vnd": 760000}}, {"grant": {"bonus_vnd": 760000, "x": 1}}),
        ({"reasons.*.code": ["A", "B"]}, {"reasons": [{"code": "A"}, {"code": "B"}]}),
        ({"rows.0.id": 1}, {"rows": [{"id": 1}]}),
        ({"public.number": "1"}, {"public.number": "1"}),
        ({"x": {"absent": True}}, {"x": None}),
        ({"x": {"absent": True}}, {}),
        ({"x": {"one_of": ["a", "b"]}}, {"x": "b"}),
        ({"x": {"contains": "BỎ PHIẾU"}}, {"x": "không được bỏ phiếu"}),
        ({"x": {"has_one": {"a": 1}}}, {"x": [{"a": 1, "b": 2}, {"a": 2}]}),
        ({"x": {"in_order": ["a", "c"]}}, {"x": ["a", "b", "c"]}),
        ({"x": {"same_members": ["b", "a"]}}, {"x": ["a", "b"]}),
        ({"x": {"count": 2, "includes": ["a"]}}, {"x": ["a", "b"]}),
        ({"x": {"working_days": 5, "after": date(2026, 10, 6), "is": date(2026, 10, 13)}}, {"x": "2026-10-13"}),
    ],
)
def test_what_is_as_expected_is_no_difference(expected: dict[str, Any], body: Any) -> None:
    assert _differences(expected, body) == []


@pytest.mark.parametrize(
    ("expected", "body", "told"),
    [
        ({"state": "granted"}, {"state": "draft"}, "state: granted expected, draft came"),
        ({"state": "granted"}, {}, "state: granted expected, nothing came"),
        ({"passed": True}, {"passed": 1}, "passed: True expected, 1 came"),
        ({"x": ["a"]}, {"x": ["a", "b"]}, "x: ['a'] expected, ['a', 'b'] came"),
        ({"x": {"has_one": "a"}}, {"x": ["a", "a"]}, "x: has_one a expected, ['a', 'a'] came"),
        ({"x": {"has_no": "a"}}, {}, "x: has_no a expected, nothing came"),
        ({"x": {"in_order": ["c", "a"]}}, {"x": ["a", "c"]}, "x: in_order ['c', 'a'] expected, ['a', 'c'] came"),
        ({"x": {"absent": True}}, {"x": 0}, "x: absent True expected, 0 came"),
        ({"x.y": 1}, {"x": {"y": 2}}, "x.y: 1 expected, 2 came"),
        (
            {"x": {"working_days": 5, "after": date(2026, 10, 6), "is": date(2026, 10, 12)}},
            {"x": "2026-10-13"},
            "x: the scenario says 2026-10-12, but the calendar says 2026-10-13",
        ),
    ],
)
def test_what_is_otherwise_is_told(expected: dict[str, Any], body: Any, told: str) -> None:
    assert _differences(expected, body) == [told]


def test_a_refusal_is_known_by_its_codes_and_its_words() -> None:
    expected = {"refused": ["SELF_ENDORSEMENT"], "status": 422, "way_out_vi": {"contains": "cấp phó"}}
    assert _differences(expected, PROBLEM, 422) == []
    assert _differences({"refused": ["OTHER"]}, PROBLEM, 422) == []
    assert "NO_AUTHORITY" in _differences({"refused": ["NO_AUTHORITY"]}, PROBLEM, 422)[0]
    assert "without ['way_out_en']" in _differences(expected, {**PROBLEM, "way_out_en": ""}, 422)[0]
    assert "it was done" in _differences({"refused": ["SELF_ENDORSEMENT"]}, {"state": "submitted"})[0]


def test_a_step_without_expectation_must_succeed() -> None:
    assert _differences({}, {}, 201) == []
    assert _differences({"state": "x"}, PROBLEM, 422)[0].startswith("must succeed, but 422 came")


def test_a_moved_story_counts_its_days_by_the_calendar_alone() -> None:
    sum_of_days = {"working_days": 1, "after": date(2026, 10, 9), "is": date(2026, 10, 10)}
    moved = Judge(load_calendar(), is_moved=True)
    assert moved.differences({"x": sum_of_days}, Answer(200, {"x": "2026-10-12"}, 1.0)) == []
