"""Signatures as others make and check them."""

import base64
from datetime import UTC, datetime

import pytest

from services.notifications.adapters.webhook.signing import Ed25519Key, HmacKey, signed
from shared.kernel.clock import now_utc

BODY = '{"test": 2432232314}'
MESSAGE, AT = "msg_p5jXN8AQM9LWM0D4loKWxJek", datetime.fromtimestamp(1614265330, UTC)
PAIR = "whsk_6Xb/dCcHpPea21PS1N9VY/NZW723CEc77N4rJCubMbfVKIDij2HKpMKkioLlX0dRqSKJp4AJ6p9lMicMFs6Kvg=="
V1A = "v1a,hnO3f9T8Ytu9HwrXslvumlUpqtNVqkhqw/enGzPCXe5BdqzCInXqYXFymVJaA7AZdpXwVLPo3mNl8EM+m7TBAg=="
"""The signature that stands in the text of Standard Webhooks, section "Webhook headers"."""


def test_an_ed25519_signature_is_the_one_in_the_text_of_standard_webhooks() -> None:
    key = Ed25519Key.read(PAIR)
    assert signed(MESSAGE, AT, BODY.encode(), [key])["webhook-signature"] == V1A
    assert key.text() == PAIR
    assert key.public_text() == "whpk_1SiA4o9hyqTCpIqC5V9HUakiiaeACeqfZTInDBbOir4="


def test_a_shared_secret_signs_what_the_library_of_standard_webhooks_takes() -> None:
    foreign = pytest.importorskip("standardwebhooks")
    key, now = HmacKey.fresh(), now_utc()
    headers = signed(MESSAGE, now, BODY.encode(), [HmacKey.fresh(), key])
    library = foreign.Webhook(key.text())
    assert library.verify(BODY, dict(headers)) == {"test": 2432232314}
    assert library.sign(MESSAGE, now, BODY) in headers["webhook-signature"].split()
    with pytest.raises(foreign.WebhookVerificationError):
        library.verify(BODY.replace("4", "5"), dict(headers))


def test_what_is_kept_reads_back_and_nothing_else_does() -> None:
    for key in (Ed25519Key.fresh(), HmacKey.fresh()):
        assert type(key).read(key.text()).signature(b"x") == key.signature(b"x")
    seed = base64.b64decode(PAIR.removeprefix("whsk_"))[:32]
    others_half = Ed25519Key.fresh().public_text().removeprefix("whpk_")
    mixed = "whsk_" + base64.b64encode(seed + base64.b64decode(others_half)).decode()
    for text in ("whsk_" + base64.b64encode(seed).decode(), mixed, PAIR.replace("whsk_", "whpk_"), "whsk_?"):
        with pytest.raises(ValueError, match=r"key|base64|Only"):
            Ed25519Key.read(text)
    with pytest.raises(ValueError, match="32 bytes"):
        HmacKey.read("whsec_" + base64.b64encode(bytes(24)).decode())
