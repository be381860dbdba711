"""Reference receivers on a real socket, whole or with one fault, and the kit against them."""

import socket
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import ClientSession, web

from services.notifications.adapters.webhook.signing import HmacKey
from services.notifications.kit.books import Books
from services.notifications.kit.caller import KEYS_PATH, HouseCaller, Keys, calling
from services.notifications.kit.letters import ORIGIN
from services.notifications.kit.receiver import PATH, Receiver
from services.notifications.kit.report import Held
from services.notifications.kit.stage import Stage
from services.notifications.kit.verifying import KeySet, NotProvenError, Signatures


class Publisher:
    """Where a receiver reads the keys. `most` is how many of them it cares to keep."""

    def __init__(self, port: int, most: int = 9) -> None:
        self.port, self.most = port, most

    async def __call__(self) -> Sequence[Mapping[str, Any]]:
        async with ClientSession() as session, session.get(f"http://127.0.0.1:{self.port}{KEYS_PATH}") as response:
            return list((await response.json())["keys"])[: self.most]


Make = Callable[[Publisher, HmacKey], Receiver]
"""Makes a receiver that reads its keys there and knows this secret."""


def whole(publisher: Publisher, secret: HmacKey) -> Receiver:
    return Receiver(Signatures(KeySet(publisher), [secret.secret]), Books(), origin=ORIGIN)


def with_signatures(kind: type[Signatures]) -> Make:
    return lambda publisher, secret: Receiver(kind(KeySet(publisher), [secret.secret]), Books(), origin=ORIGIN)


def with_books(kind: type[Books]) -> Make:
    return lambda publisher, secret: Receiver(Signatures(KeySet(publisher), [secret.secret]), kind(), origin=ORIGIN)


def of_kind(kind: type[Receiver]) -> Make:
    return lambda publisher, secret: kind(Signatures(KeySet(publisher), [secret.secret]), Books(), origin=ORIGIN)


def knows_no_secret(publisher: Publisher, _: HmacKey) -> Receiver:
    return Receiver(Signatures(KeySet(publisher), []), Books(), origin=ORIGIN)


def knows_one_key(publisher: Publisher, secret: HmacKey) -> Receiver:
    publisher.most = 1
    return whole(publisher, secret)


class NoSignature(Signatures):
    async def check(self, headers: Mapping[str, str], body: bytes, seconds: float) -> str:
        del body
        self.check_time(int(headers["webhook-timestamp"]), seconds)
        return headers["webhook-id"]


class NoTime(Signatures):
    def check_time(self, timestamp: int, seconds: float) -> None:
        pass


class OneSignature(Signatures):
    async def check(self, headers: Mapping[str, str], body: bytes, seconds: float) -> str:
        if not headers.get("webhook-signature", "v1").startswith("v1"):
            raise NotProvenError("version")
        return await super().check(headers, body, seconds)


class CountsRepeats(Books):
    def __init__(self) -> None:
        super().__init__()
        self.calls = 0

    def enter(self, message_id: str, kind: str, subject: str, sequence: int) -> None:
        super().enter(message_id, kind, subject, sequence)
        self.calls += 1

    def report(self) -> Any:
        return super().report().model_copy(update={"events": self.calls})


class OldOverwritesNew(Books):
    def is_newer(self, subject: str, sequence: int) -> bool:
        return sequence > 0 and bool(subject)


class HearsNoCorrection(Books):
    def enter(self, message_id: str, kind: str, subject: str, sequence: int) -> None:
        if kind != "award.corrected":
            super().enter(message_id, kind, subject, sequence)


class HearsNoRevocation(Books):
    def enter(self, message_id: str, kind: str, subject: str, sequence: int) -> None:
        if kind != "award.revoked":
            super().enter(message_id, kind, subject, sequence)


class TakesAJobForAnAward(Books):
    def enter(self, message_id: str, kind: str, subject: str, sequence: int) -> None:
        super().enter(message_id, kind, subject, sequence)
        if kind == "job.finished":
            self._subjects[subject] = Held(sequence=sequence, last=kind)


class RefusesWhatItDoesNotKnow(Receiver):
    def answer(self, message_id: str, event: dict[str, Any]) -> web.Response:
        if event["type"].endswith("later_year"):
            raise KeyError(event["type"])
        return super().answer(message_id, event)


class TakesShortOnes(Receiver):
    def answer(self, message_id: str, event: dict[str, Any]) -> web.Response:
        if "padding" in event.get("data", {}):
            return web.Response(status=413)
        return super().answer(message_id, event)


class ShowsNothing(Receiver):
    async def agree(self, _: web.Request) -> web.Response:
        return web.Response(status=405)

    def answer(self, message_id: str, event: dict[str, Any]) -> web.Response:
        if event["type"] == "endpoint.verification":
            return web.Response(status=200)
        return super().answer(message_id, event)


class TakesEverywhere(Receiver):
    def app(self) -> web.Application:
        app = super().app()
        app.router.add_post("/{anywhere}", self.take)
        return app


FAULTY: Mapping[str, Make] = {
    "proof": of_kind(ShowsNothing),
    "v1": knows_no_secret,
    "versions": with_signatures(OneSignature),
    "signature": with_signatures(NoSignature),
    "timestamp": with_signatures(NoTime),
    "duplicate": with_books(CountsRepeats),
    "order": with_books(OldOverwritesNew),
    "unknown": of_kind(RefusesWhatItDoesNotKnow),
    "job": with_books(TakesAJobForAnAward),
    "large": of_kind(TakesShortOnes),
    "rotation": knows_one_key,
    "correction": with_books(HearsNoCorrection),
    "revocation": with_books(HearsNoRevocation),
    "gone": of_kind(TakesEverywhere),
}
"""For each line of the kit a receiver that fails this one and no other."""


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


@asynccontextmanager
async def kit_against(make: Make, stage: Stage | None = None) -> AsyncIterator[tuple[HouseCaller, Receiver]]:
    """The kit's side, and the receiver that it calls."""
    keys, port = Keys(HmacKey.fresh()), free_port()
    receiver = make(Publisher(port), keys.secret)
    runner = web.AppRunner(receiver.app())
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    url = f"http://127.0.0.1:{runner.addresses[0][1]}{PATH}"
    try:
        async with calling(url, keys, ("127.0.0.1", port), stage) as house:
            yield house, receiver
    finally:
        await runner.cleanup()
