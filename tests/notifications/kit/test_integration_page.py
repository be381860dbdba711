"""What docs/integration.md prints is what the code makes, and what it lists is what there is."""

import json
import re
from pathlib import Path

from joserfc import jwt

from services.notifications.adapters.webhook.signing import signed
from services.notifications.api.gateway.items import NominationItem
from services.notifications.domain.register import canonical, fold
from services.notifications.kit import register_lines, webhook_lines, write_lines
from services.notifications.kit.client import signature_base
from services.notifications.kit.command import SECRET as KIT_SECRET
from services.notifications.kit.pulling import hash_of, personal_hash_of
from services.notifications.kit.report import Report
from shared.kernel.reasons import REASONS
from shared.runtime.web.outside import ITEMS, OUTSIDE
from shared.runtime.web.sentences import TECHNICAL
from tests.notifications.kit import examples

PAGE = (Path(__file__).parents[3] / "docs" / "integration.md").read_text(encoding="utf-8")
BLOCKS = [block.strip("\n") for block in re.findall(r"^```\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)]


def block(beginning: str) -> str:
    (found,) = (str(each) for each in BLOCKS if each.startswith(beginning))
    return found


def test_the_webhook_is_the_one_that_the_house_sends() -> None:
    body = block('{"specversion"')
    assert body.encode() == examples.body()
    headers = signed(str(examples.EVENT), examples.AT, examples.body(), [examples.WEBHOOK_KEY])
    assert block("webhook-id") == "\n".join(f"{name}: {text}" for name, text in headers.items())
    assert json.loads(block('{"keys"')) == {"keys": [examples.jwk()]}
    with_secret = signed(str(examples.EVENT), examples.AT, examples.body(), [examples.SECRET])
    assert block("v1,") == with_secret["webhook-signature"]
    assert examples.SECRET.text() == KIT_SECRET
    assert f"`{KIT_SECRET}`" in PAGE


def test_the_assertion_is_the_one_that_a_client_signs() -> None:
    claims = json.loads(block('{"iss"'))
    made = jwt.encode({"alg": "Ed25519", "kid": "k1"}, claims, examples.CLIENT.key, algorithms=["Ed25519"])
    assert block("eyJ") == made
    assert (claims["iss"], claims["aud"]) == (examples.CLIENT.ref, examples.AUDIENCE)


def test_the_signed_write_is_the_one_that_a_client_signs() -> None:
    request = block("POST /integration/v1/nominations:batch")
    target, created = request.splitlines()[0].removeprefix("POST "), int(examples.AT.timestamp())
    headers = examples.CLIENT.signed(
        "POST", target, b'{"items":[]}', key="hp-2026-10-13-0001", created=created, nonce="c2f5a0"
    )
    for name, text in headers.items():
        assert f"\n{name}: {text}" in request
    base = block('"@method"')
    lines = dict(re.findall(r'"(@?[a-z-]+)": (.*)', base))
    params = lines.pop("@signature-params")
    assert base == signature_base(lines, params)
    assert f"Signature-Input: sig={params}" in request


def test_the_hashes_are_those_of_the_register() -> None:
    first, second = examples.entries()
    told = dict(line.split(maxsplit=1) for line in block("salt").splitlines())
    item = first.shown() | {"seq": first.seq}
    assert (told["salt"], told["personal"]) == (first.salt, canonical(first.personal or {}).decode())
    assert told["personal_sha256"] == first.personal_sha256 == personal_hash_of(item)
    assert (told["prev"], told["hash"]) == (first.prev, first.hash)
    assert json.loads(told["content"]) == {name: item[name] for name in json.loads(told["content"])}
    assert canonical(json.loads(told["content"])).decode() == told["content"]
    assert hash_of(item) == first.hash
    assert f"`{second.hash}`" in PAGE
    after = (fold([first.hash]), fold([first.hash, second.hash]))
    assert block("after the first") == f"after the first   {after[0]}\nafter the second  {after[1]}"
    report = Report.model_validate_json(block('{"events"'))
    assert report.pulled is not None
    assert report.pulled.fold == after[1]


def test_every_line_of_the_kit_is_explained() -> None:
    explained = re.findall(
        r"`(\w+)`", " ".join(re.findall(r"^\| (`[^|]+) \|", PAGE.partition("## 7.")[2], re.MULTILINE))
    )
    assert explained == [
        *(line.name for line in webhook_lines.LINES),
        *(line.name for line in register_lines.LINES),
        *(line.name for line in write_lines.LINES),
    ]


def test_wrong_requests_are_answered_as_the_table_says() -> None:
    rows = re.findall(r"^\| (\d{3}) \| `(\w+)` \|", PAGE, re.MULTILINE)
    told = {code: int(status) for status, code in rows}
    statuses = {code: words.status for code, words in TECHNICAL.items()}
    assert {code: status for code, status in told.items() if status != statuses.get(code, status)} == {}
    assert [code for code in told if code not in statuses and code not in REASONS] == []
    assert OUTSIDE.keys() <= told.keys()
    assert [code for code in ITEMS if f"\n| `{code}` | " not in PAGE] == []


def test_the_item_is_one_that_can_be_sent() -> None:
    assert NominationItem.model_validate_json(block('{"external_id"')).external_id == "HP-2026-0147"
