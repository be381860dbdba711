"""A service small enough for tests of what all services share: it takes remarks and hears of published awards."""

from dataclasses import dataclass, replace
from uuid import UUID

from fastapi import APIRouter

from shared.contracts.event import Event
from shared.kernel.cause import Cause
from shared.kernel.policy import PUBLIC
from shared.runtime.bus.subscription import Group, on
from shared.runtime.command import run
from shared.runtime.service import Service
from shared.runtime.settings import ServiceSettings, prefixed
from shared.runtime.store.client import MongoStore
from shared.runtime.web.bodies import Body
from shared.runtime.web.doors import WithCause, attempt, door, doors


class Settings(ServiceSettings):
    model_config = prefixed("SAMPLE_")
    port: int = 0
    operations_port: int = 0


@dataclass(frozen=True, slots=True)
class Remark:
    id: UUID
    text: str
    version: int = 0


class Words(Body):
    text: str


def build_api(store: MongoStore) -> APIRouter:
    remarks = store.aggregates("remarks", Remark, path_of=lambda _: ("STP-HP",))
    api = doors()

    @api.post("/remarks", **door("deed.register"))
    async def add(body: Words, cause: WithCause) -> dict[str, str]:
        await attempt(lambda: remarks.save(Remark(cause.id, body.text), emits=[], because_of=cause))
        return {"id": str(cause.id)}

    @api.post("/remarks/{remark_id}/change", **door("deed.amend"))
    async def change(remark_id: UUID, body: Words, cause: WithCause) -> dict[str, str]:
        async def act() -> None:
            found = await remarks.get(remark_id, cause)
            await remarks.save(replace(found, text=body.text), emits=[], because_of=cause)

        await attempt(act)
        stored = await remarks.find(remark_id)
        assert stored is not None
        return {"text": stored.thing.text}

    @api.get("/hello", **door(PUBLIC))
    async def hello() -> str:
        return "xin chào"

    return api


def build(settings: Settings) -> Service:
    store = MongoStore(settings.mongodb_url, settings.database("sample"))
    return Service(
        name="sample", settings=settings, store=store, api=build_api(store), groups=build_subscribers(), jobs=()
    )


def build_subscribers() -> tuple[Group, ...]:
    from shared.contracts.registry import EVENTS  # noqa: PLC0415 - only this function names an event, any event

    async def hear(event: Event, cause: Cause) -> None:
        del event, cause

    return (Group("sample.awards", (on(EVENTS["award.granted"], hear),)),)


if __name__ == "__main__":
    raise SystemExit(run(Settings, build))
