import json
from datetime import date
from hashlib import sha256

import pytest

from services.reviews.domain.minutes import MinutesMadeError, NotClosedError
from services.reviews.domain.session import Session, SessionState
from tests.reviews.domain.test_session import CLOSES, READY, convened, voted
from tests.reviews.facts import NOW

DAY = date(2026, 10, 9)


def counted() -> Session:
    return voted(convened(READY).open_voting(NOW, {}), 7, 1).close_voting(NOW)


def test_minutes_say_who_was_there_who_was_not_and_how_it_ended() -> None:
    session = counted()
    minuted = session.minute("TK-01", DAY)
    assert minuted.state is SessionState.MINUTED
    assert minuted.minutes is not None
    told = json.loads(minuted.minutes.document)
    (case,) = told["cases"]
    outcome = session.votes[0].outcome
    assert outcome is not None
    assert (told["number"], told["secretary"], told["chair"]) == ("HD-BTP-2026-01", "TK-01", "HD-01")
    assert (told["minuted_on"], len(told["members"])) == ("2026-10-09", 9)
    assert case["recused"] == [{"member": "HD-03", "ground": "heads_unit"}]
    assert case["participation"] == [f"HD-0{n}" for n in (1, 2, 4, 5, 6, 7, 8, 9)]
    written = {"secret": True, "absentee": "none", "electronic": True}
    assert case["rule"] == {"denominator": "all", "quorum": "2/3", "threshold": "80", **written}
    assert (case["totals"]["yes"], case["totals"]["base"], case["totals"]["passed"]) == (7, 9, False)
    assert case["tally_hash"] == outcome.tally_hash


def test_anybody_hashes_the_minutes_again_and_finds_no_ballot_in_them() -> None:
    minuted = counted().minute("TK-01", DAY)
    assert minuted.minutes is not None
    assert minuted.minutes.sha256 == sha256(minuted.minutes.document.encode()).hexdigest()
    assert not any(ballot.id in minuted.minutes.document for ballot in minuted.votes[0].ballots)


def test_minutes_are_made_once_and_only_of_a_counted_vote() -> None:
    opened = convened(READY).open_voting(NOW, {})
    for early in (convened(READY), opened, convened(READY).adjourn(NOW), opened.adjourn(CLOSES)):
        with pytest.raises(NotClosedError):
            early.minute("TK-01", DAY)
    with pytest.raises(MinutesMadeError):
        counted().minute("TK-01", DAY).minute("TK-01", DAY)
