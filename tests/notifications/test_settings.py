from typing import Any

import pytest
from fastapi import FastAPI
from pydantic import ValidationError

from services.notifications.app import build
from services.notifications.domain.address import Opened, network
from services.notifications.settings import Settings

_OTHERS: dict[str, Any] = {
    "mongodb_url": "mongodb://127.0.0.1:27017/",
    "kafka_bootstrap": "127.0.0.1:9092",
    "issuer": "http://127.0.0.1:8709",
    "jwks_url": "http://127.0.0.1:8709/jwks",
}


def test_an_operator_opens_places_inside(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NOTIFICATIONS_WEBHOOK_OPENED", "HT-KCN nhan.kcn.lan 10.20.0.0/16 8443, * a.lan 10.0.0.0/8 443")
    settings = Settings(**_OTHERS)
    assert settings.opened == (
        Opened("HT-KCN", "nhan.kcn.lan", network("10.20.0.0/16"), 8443),
        Opened("*", "a.lan", network("10.0.0.0/8"), 443),
    )
    assert "webhook_opened: a place for every client" in settings.unsafe()
    kept = Settings(**_OTHERS, webhook_opened="HT-KCN nhan.kcn.lan 10.20.0.0/16 8443")
    assert "webhook_opened: a place for every client" not in kept.unsafe()


def test_production_calls_nobody_on_its_own_machine() -> None:
    opened = Settings(**_OTHERS, webhook_opened="HT-KCN 127.0.0.1 127.0.0.1/32 8790")
    assert "webhook_opened: a place on loopback" in opened.unsafe()
    assert "webhook_opened: a place on loopback" not in Settings(**_OTHERS).unsafe()


def test_production_takes_what_clients_send_over_https_alone() -> None:
    assert "gateway_url: not https" in Settings(**_OTHERS).unsafe()
    safe = Settings(**_OTHERS, gateway_url="https://kipthoi.example/integration/v1")
    assert "gateway_url: not https" not in safe.unsafe()


@pytest.mark.parametrize(
    "text",
    ["HT nhan.lan", "nhan.lan 10.20.0.0/16 8443", "HT nhan.lan 10.20.0.1/16 8443", "HT nhan.lan 10.20.0.0/16 web"],
)
def test_a_place_that_is_not_understood_stops_the_start(text: str) -> None:
    with pytest.raises(ValidationError):
        Settings(**_OTHERS, webhook_opened=text)


@pytest.mark.parametrize(
    ("only", "is_router", "paths"),
    [
        ("", True, {"/inbox", "/live", "/integration/v1/awards"}),
        ("router, sender", True, set()),
        ("live", False, {"/live"}),
        ("api", False, {"/inbox", "/live"}),
        ("gateway", False, {"/integration/v1/awards"}),
    ],
)
def test_a_process_runs_the_parts_that_are_named(only: str, is_router: bool, paths: set[str]) -> None:
    service = build(Settings(**_OTHERS, only=only))
    assert isinstance(service.app, FastAPI)
    assert ("notifications.router" in {each.group.name for each in service.pipelines}) is is_router
    assert set(service.app.openapi()["paths"]) & {"/inbox", "/live", "/integration/v1/awards"} == paths


def test_a_part_that_is_not_known_stops_the_start() -> None:
    with pytest.raises(ValidationError, match="not edoc"):
        Settings(**_OTHERS, only="router,edoc")


def test_short_messages_go_by_a_centre_that_is_named_whole_and_not_in_the_clear() -> None:
    assert Settings(**_OTHERS).centre is None
    named = Settings(**_OTHERS, sms_url="smpp://user:secret@sms.example/KIPTHOI")
    assert "sms_url: short messages in the clear" in named.unsafe()
    assert "secret" not in str(named.shown())
    kept = Settings(**_OTHERS, sms_url="smpps://user:secret@sms.example/KIPTHOI")
    assert "sms_url: short messages in the clear" not in kept.unsafe()
    with pytest.raises(ValidationError):
        Settings(**_OTHERS, sms_url="smpp://sms.example")
    assert Settings(**_OTHERS, zns_template="231677").zalo is None
    assert Settings(**_OTHERS, zns_template="231677", zns_token_file="/run/zalo").zalo is not None
    with pytest.raises(ValidationError):
        Settings(**_OTHERS, zns_url="http://zalo.example")
    near = Settings(**_OTHERS, zns_url="http://127.0.0.1:8000")
    assert "zns_url: not https" in near.unsafe()
