import json
from pathlib import Path

import pytest

from deploy.standalone.once import main

GRANTED = {"N01", "N02", "N04", "N07", "N08", "N12", "N15", "N16"}


@pytest.mark.slow
@pytest.mark.timeout(180)
def test_the_sample_day_comes_true_today_and_is_seen_live(
    tmp_path: Path, kafka_bootstrap: str, mongodb_url: str, namespace: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KAFKA_BOOTSTRAP", kafka_bootstrap)
    monkeypatch.setenv("MONGODB_URL", mongodb_url)
    assert main(["--namespace", namespace, "--report", str(tmp_path / "report.json")]) == 0
    report = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))
    published = {row["scenario"] for row in report["nominations"] if row["outcome"] == "published"}
    assert (report["held"], published) == (True, GRANTED)
    for stream in ("wall", "public"):
        assert report["decided_to_seen_ms"][stream]["samples"] == len(GRANTED)
        assert 0 < report["decided_to_seen_ms"][stream]["p99"] < 5_000
