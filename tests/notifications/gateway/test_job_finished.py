"""Who asked to hear it is called when a job of its client has ended: once, as it is described."""

import json
from uuid import UUID

import pytest
from jsonschema import Draft202012Validator

from services.notifications.adapters.mongo.endpoints import MongoEndpoints
from services.notifications.adapters.mongo.events import MongoEvents
from services.notifications.adapters.webhook.body import body_of
from services.notifications.domain.endpoint import JOB_FINISHED, EndpointState
from shared.kernel.cause import job_cause
from shared.kernel.errors import UnavailableError
from shared.kernel.ids import id_from
from shared.runtime.store.client import MongoStore
from tests.deploy.docs.test_openapi import WEBHOOKS
from tests.notifications.conftest import SetClock, mongo_ports
from tests.notifications.endpoints import endpoint_at
from tests.notifications.gateway.outside import Gate, System
from tests.notifications.gateway.sending import BATCH, LINES, item, outcomes, send
from tests.notifications.kept import of_event

OWN, NOT_ASKED, LEFT, ANOTHERS = range(1, 5)
SCHEMA = WEBHOOKS[JOB_FINISHED]["post"]["requestBody"]["content"]["application/cloudevents+json"]["schema"]


async def listening(store: MongoStore, system: System) -> None:
    asked = {"client_ref": system.ref, "kinds": (JOB_FINISHED,)}
    changes = {
        OWN: asked,
        NOT_ASKED: asked | {"kinds": ("award.published",)},
        LEFT: asked | {"state": EndpointState.DISABLED},
        ANOTHERS: asked | {"client_ref": "HT-KHAC"},
    }
    for number, change in changes.items():
        endpoint = endpoint_at("https://nhan.example/kt", number, **change, slot=number)
        await MongoEndpoints(store).save(endpoint, because_of=job_cause("tests", "endpoint", number))


async def test_the_endpoints_that_asked_hear_once_of_a_job_that_outlasted_its_request(
    house: Gate, system: System, store: MongoStore, clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    await listening(store, system)
    assert outcomes(await send(house, system, item("HP-0"))) == ["created"]
    assert await store.rows("deliveries").count_documents({}) == 0, "whoever waited has the answer"
    lines = "\n".join(json.dumps(each) for each in (item("HP-1"), item("HP-2"), item("HP-3", award_kind="KHAC")))
    reply = await house.post(system, lines.encode(), BATCH, headers=LINES)
    job_id = UUID(reply.json()["id"])

    async def dies(*_: object) -> None:
        raise UnavailableError

    with monkeypatch.context() as patch:
        patch.setattr(type(house.use_cases.intake.show.batches), "finish", dies)
        await house.use_cases.intake.go_on()
    clock.move(60)
    for _ in range(2):
        await house.use_cases.intake.go_on()
    event_id = id_from("job_finished", job_id)
    (delivery,) = await of_event(mongo_ports(store, clock).deliveries, event_id)
    assert delivery.target == f"endpoint:{UUID(int=OWN)}"
    body = json.loads(body_of(await MongoEvents(store).get(event_id), "kipthoi.example"))
    assert list(Draft202012Validator(SCHEMA).iter_errors(body)) == []
    told = body["data"]
    assert (told["count"], told["created"], told["rejected"], told["dry_run"]) == (3, 2, 1, False)
    assert told["link"] == f"https://kipthoi.example/integration/v1/jobs/{job_id}/result"
