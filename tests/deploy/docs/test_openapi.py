"""What is described is what is sent: the webhooks of the API's description, and the bodies that the house makes."""

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from services.notifications.adapters.webhook.body import CONTENT_TYPE, body_of
from services.notifications.domain.endpoint import ANNOUNCED, OFFERED
from tests.notifications.facts import event_of, record_of

DESCRIPTION = json.loads(
    (Path(__file__).parents[3] / "docs" / "api" / "notifications.openapi.json").read_text(encoding="utf-8")
)
WEBHOOKS = DESCRIPTION["webhooks"]


@pytest.mark.parametrize("kind", sorted(ANNOUNCED))
def test_a_webhook_is_sent_as_it_is_described(kind: str) -> None:
    content = WEBHOOKS[kind]["post"]["requestBody"]["content"]
    schema = content[CONTENT_TYPE.partition(";")[0]]["schema"]
    described = schema["properties"]["data"]["properties"]
    record = record_of(event_of(kind))
    for is_full, members in ((False, described.keys() - {"award"}), (True, described.keys())):
        body = json.loads(body_of(record, "kipthoi.example", is_full=is_full))
        assert list(Draft202012Validator(schema).iter_errors(body)) == []
        assert body["data"].keys() == members
    assert body["data"]["award"].keys() == described["award"]["properties"].keys()
    assert list(Draft202012Validator(schema).iter_errors({**body, "type": "award.freed"}))


def test_every_kind_that_can_be_heard_is_described_and_whoever_writes_says_what_it_needs() -> None:
    assert WEBHOOKS.keys() == OFFERED | {"endpoint.verification", "endpoint.test"}
    headers = {each["name"] for each in DESCRIPTION["paths"]["/endpoints"]["post"]["parameters"]}
    assert headers == {"Idempotency-Key"}
    pull = DESCRIPTION["paths"]["/integration/v1/awards"]["get"]
    assert pull["security"] == [{"client": ["awards:read"]}]
    assert "parameters" not in DESCRIPTION["paths"]["/live/ticket"]["post"]
