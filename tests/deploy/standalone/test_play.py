from pathlib import Path

import pytest

from deploy.standalone.play import main


def test_a_file_that_cannot_be_read_is_told_before_anything_is_started(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    faulty = tmp_path / "faulty.yaml"
    faulty.write_text("scenario: X\ntitle_vi: Thử\nday: 2026-10-06\nsteps:\n  - {as: NOBODY, do: see_inbox}\n")
    assert main([str(faulty), str(tmp_path / "missing.yaml")]) == 2
    told = capsys.readouterr().out.splitlines()
    assert told == [
        f"{faulty}:5: steps.1.as: không có người NOBODY / there is no person NOBODY",
        f"{tmp_path / 'missing.yaml'}:1: không có tệp này / there is no such file",
    ]
