from datetime import UTC, datetime
from pathlib import Path

from deploy.standalone.issuing import Issuing, challenge_of, kept_key
from deploy.standalone.people import Person

NOBODY = Person("X-1", "X", ())


def test_the_challenge_is_that_of_the_standard() -> None:
    # RFC 7636, appendix B
    verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
    assert challenge_of(verifier) == "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"


def test_the_key_outlives_the_issuer_and_nobody_else_reads_it(tmp_path: Path) -> None:
    assert kept_key(tmp_path).as_dict() == kept_key(tmp_path).as_dict()
    (key,) = tmp_path.iterdir()
    assert key.stat().st_mode & 0o077 == 0


def test_a_flood_of_codes_forgets_the_oldest(tmp_path: Path) -> None:
    noon = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)
    issuing = Issuing("http://127.0.0.1:8709", ["reviews"], kept_key(tmp_path), lambda: noon)
    asked = {"client_id": "console", "redirect_uri": "http://127.0.0.1/x", "challenge": challenge_of("v")}
    codes = [issuing.code_for(NOBODY, **asked, nonce=None) for _ in range(1001)]
    back = {"client_id": "console", "redirect_uri": "http://127.0.0.1/x", "verifier": "v"}
    assert issuing.redeem(codes[0], **back) is None
    assert issuing.redeem(codes[1], **back) is not None
