"""What an engineer outside types, and what the exit code says of it."""

import json
import stat
from pathlib import Path

import pytest

from services.notifications.kit.client import Identity
from services.notifications.kit.command import run
from services.notifications.kit.receiver import PATH
from tests.notifications.kit.receivers import free_port

NOBODY = f"http://127.0.0.1:9{PATH}"


def test_a_key_is_the_clients_own_and_is_never_written_over(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "client.jwk"
    assert run(["key", "--to", str(path), "--kid", "k7"]) == 0
    public = json.loads(capsys.readouterr().out)
    assert (public["kid"], public["crv"], "d" in public) == ("k7", "Ed25519", False)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert Identity.read("HT-HP", path).key.as_dict(private=False)["x"] == public["x"]
    assert run(["key", "--to", str(path)]) == 2


def test_what_cannot_be_played_is_said_and_is_no_pass(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    at = ["--publish-at", f"127.0.0.1:{free_port()}"]
    bad = tmp_path / "bad.jwk"
    bad.write_text('{"kty": "oct"}', encoding="utf-8")
    access = ["--gateway", "http://127.0.0.1:9", "--client", "HT-HP", "--key", str(bad)]
    for more, says in (
        (["--only", "client", *at], "needs --gateway"),
        (["--only", "client", *at, *access], "a private key is"),
        (["--publish-at", "nowhere"], "HOST:PORT"),
    ):
        assert run(["check", "--receiver", NOBODY, *more]) == 2
        assert says in capsys.readouterr().err
    assert run(["check", "--receiver", NOBODY, "--only", "webhooks", "--json", *at]) == 1
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert {row["result"] for row in rows} == {"FAIL"}
    assert next(row["found"] for row in rows if row["line"] == "gone") == "no answer: connect, wanted 404 or 410"
