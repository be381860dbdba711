"""A short run of `./dev chaos`: three kills, a zombie, poison and doubled records; nothing lost, nothing twice."""

import json
from pathlib import Path

import pytest

from deploy.chaos.__main__ import main
from deploy.chaos.plan import COUNCILS, DECEMBER, PARTS, WAYS, Lot, Mixture, files, victims

RARE = {
    *("submission.sent", "consultation.opened", "consultation.closed", "consultation.answered"),
    *("review.escalated", "review.taken_over"),
    *("review.withdrawal_requested", "council.vote_closed", "council.minuted", "opinion.received"),
    *("nomination.deadline_breached", "review.deadline_breached", "nomination.lapsed", "opinion.lapsed"),
}
"""What only the rarer ways and the later day bring about."""

SEED, NOMINATIONS, KILLS = 20_261_124, 60, 3


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_nothing_is_lost_and_nothing_comes_twice(tmp_path: Path) -> None:
    report = tmp_path / "chaos.json"
    code = main(["--seed", str(SEED), "--nominations", str(NOMINATIONS), "--kills", str(KILLS), "--json", str(report)])
    told = json.loads(report.read_text(encoding="utf-8"))
    assert (told["lost"], told["duplicates"], told["order_violations"]) == (0, 0, 0), told
    assert (told["kills"], told["pauses"], told["unanswered"]) == (KILLS, 1, []), told
    assert told["poison"] == KILLS * 6
    assert set(told["events"]) >= RARE
    assert told["recovery_median_s"] <= told["recovery_p95_s"] <= 30, told["recoveries"]
    assert code == 0, told


def test_a_seed_draws_the_same_files_in_the_wanted_shares() -> None:
    drawn = files(7, 400, DECEMBER)
    assert drawn == files(7, 400, DECEMBER)
    assert drawn != files(8, 400, DECEMBER)
    lots = [file.lot for file in drawn]
    assert (lots.count(Lot.INCOMPLETE), lots.count(Lot.DUPLICATE)) == (120, 20)
    assert {lots.count(lot) for lot in COUNCILS} == {3}
    assert not set(WAYS) & set(lots)
    assert {[file.lot for file in files(7, 400, Mixture())].count(lot) for lot in WAYS} == {3}
    assert {file.unit for file in drawn} == set(range(26))
    assert 10 < sum(file.is_ad_hoc for file in drawn) < 80


def test_every_part_is_killed_once_in_a_round() -> None:
    drawn = victims(7)
    assert sorted(next(drawn) for _ in PARTS) == sorted(PARTS)


def test_a_run_of_one_file_has_room_for_nothing_else() -> None:
    assert len(files(1, 1, Mixture())) == 1
