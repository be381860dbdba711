from typing import Any
from uuid import uuid4

import pytest

from shared.kernel.errors import AlreadyExistsError, StaleError, TakenError, TooLargeError, UnavailableError
from shared.runtime.store.outcomes import WriteRefusedError, judge, refusal
from shared.runtime.store.writes import Draft, Write, write_of
from tests.shared.runtime.store.things import EPOCH, a_cause

CAUSE = a_cause()


def a_write(expected: int) -> Write:
    draft = Draft(uuid4(), expected, 1, 0, {"size": 1}, (), None, EPOCH, None)
    return write_of(draft, CAUSE, lambda: None)


def document(write: Write, **fields: Any) -> dict[str, Any]:
    return {"_id": write.id, "version": 2, "inbox": [], "state": {}, **fields}


def test_a_creation_that_meets_itself_and_a_rule_is_judged_by_itself() -> None:
    # Its claim went to another thing since, so that the server may name either index.
    write = a_write(0)
    mine = document(write, inbox=[{"k": CAUSE.id, "w": write.token}])
    assert judge(write, mine, TakenError("claim")) is True
    mine["inbox"][0]["w"] = "another call's"
    assert judge(write, mine, TakenError("claim")) is False
    assert isinstance(judge(write, document(write), TakenError("claim")), AlreadyExistsError)
    assert isinstance(judge(write, None, TakenError("claim")), TakenError)


def test_what_no_majority_holds_yet_is_unknown_to_a_creation_and_stale_to_an_update() -> None:
    assert isinstance(judge(a_write(0), None), UnavailableError)
    assert isinstance(judge(a_write(3), None), StaleError)


def test_equal_content_counts_only_while_nobody_changed_it() -> None:
    write = a_write(0)
    assert judge(write, document(write, version=1, state={"size": 1})) is False
    assert isinstance(judge(write, document(write, version=2, state={"size": 1})), AlreadyExistsError)
    assert isinstance(judge(write._replace(change={"state": {}}), document(write, version=2)), AlreadyExistsError)


@pytest.mark.parametrize(
    ("code", "meaning"),
    [
        (121, WriteRefusedError),
        (17419, TooLargeError),
        (10107, UnavailableError),
        (91, UnavailableError),
        (14031, UnavailableError),
    ],
)
def test_a_write_error_means_now_or_never(code: int, meaning: type[Exception]) -> None:
    assert type(refusal({"code": code, "errmsg": "x"})) is meaning


def test_a_duplicate_is_left_to_the_document() -> None:
    assert refusal({"code": 11000}) is None
