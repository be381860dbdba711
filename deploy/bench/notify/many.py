"""The trial of one message for a hundred thousand: how soon it is in the inbox, and what it costs personal letters."""

import asyncio
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from statistics import quantiles
from typing import Any, Final

from deploy.bench.notify.house import House, Plan, house
from deploy.bench.notify.postbox import Postbox, postbox
from deploy.bench.notify.trials import Delay
from deploy.bench.race import Track
from deploy.standalone.addresses import LOOPBACK
from deploy.standalone.errors import StandaloneError
from services.notifications.adapters.mongo.mailboxes import MongoMailboxes
from services.notifications.adapters.mongo.recipients import RECIPIENTS, MongoRecipients, recipient_id
from services.notifications.domain.audience import person, role_at
from services.notifications.domain.language import Language
from services.notifications.domain.mailbox import Mailbox
from shared.contracts.councils import CouncilConvened
from shared.kernel.actor import Role
from shared.kernel.cause import job_cause
from shared.kernel.clock import now_utc
from shared.kernel.ids import id_from
from shared.runtime.bus.envelope import OutboxEntry, seal
from shared.runtime.store.client import MongoStore
from shared.runtime.vault import Vault

_A_SECOND: Final = 10
_MANY: Final = "HD-DONG"
_SAME_ADDRESS: Final = "dong@bench.invalid"
_PAGE: Final = 5_000
_WITHIN: Final = 60.0
_LOOK_SECONDS: Final = 0.02
_CLOSES: Final = datetime(2026, 12, 24, 10, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class FanOut:
    """What one message for so many `people` showed: seconds to the inbox, personal letters without and beside it.

    `letters` went out to many while the personal ones were looked at.
    """

    people: int
    inbox_s: float
    alone: Delay
    beside: Delay
    letters: int

    @property
    def ratio(self) -> float:
        """Of the personal letters' p99 beside it and alone; without end when some did not come."""
        keeps_up = self.alone.keeps_up and self.beside.keeps_up
        return self.beside.p99_ms / self.alone.p99_ms if keeps_up else float("inf")


@dataclass(frozen=True, slots=True)
class Invitations:
    """So many sessions, each of one member of its own, or one for all who preside over one council.

    They press, so they go out by night too.
    """

    name: str
    events: int
    council: str = ""

    def entries(self) -> Iterator[OutboxEntry]:
        """The events, each sealed when it is asked for."""
        for number in range(self.events):
            yield self._sealed(number)

    def member(self, number: int) -> str:
        """Who is invited to a session."""
        return f"RIENG-{self.name}-{number}"

    def address(self, number: int) -> str:
        """Where that one is written to."""
        return f"{self.name}-{number}@bench.invalid"

    def _sealed(self, number: int) -> OutboxEntry:
        session = id_from("session", self.name, number)
        event = CouncilConvened(
            unit_id="BTP",
            unit_path=("BTP",),
            session_id=session,
            council_code=self.council or f"HD-{self.name}-{number}",
            number=f"{self.name}-{number}",
            case_ids=(id_from("case", self.name, number),),
            case_numbers=("KT-2026-0147",),
            member_refs=() if self.council else (self.member(number),),
            recused=(),
            closes_at=_CLOSES,
        )
        cause = job_cause("bench", self.name, number)
        return seal(event, aggregate_id=session, seq=1, n=1, cause=cause, source="reviews", at=now_utc())


async def fan_out(track: Track, people: int, seconds: int) -> FanOut:
    """Personal letters alone, then beside those to many. Raises: StandaloneError."""
    alone, beside = (Invitations(name, seconds * _A_SECOND) for name in ("alone", "beside"))
    async with postbox() as box:
        own = {"MAIL_HOST": LOOPBACK, "MAIL_PORT": str(box.port), "MAIL_TLS": "none"}
        async with house(track, Plan("fanout", endpoints=0, own=own)) as home:
            await _settle(home, people, (alone, beside))
            found = await _letters(home, box, alone)
            to_all = Invitations("all", 1, _MANY)
            inbox_s = await _in_inbox(home, to_all)
            if not await box.has_all((_SAME_ADDRESS,), _WITHIN):
                raise StandaloneError("no letter to many went out")
            before = box.letters
            disturbed = await _letters(home, box, beside)
            letters = box.letters - before - disturbed.calls
    return FanOut(people, inbox_s, found, disturbed, letters)


async def _settle(home: House, people: int, invited: tuple[Invitations, ...]) -> None:
    """Everybody has a proven address; the service's own adapters write the first, the others are copies of it."""
    store = MongoStore(home.site.mongodb_url, f"{home.site.namespace}_notifications")
    vault, rows = Vault(home.units[0].environment["NOTIFICATIONS_CONTACT_KEY"]), store.rows(RECIPIENTS)
    first = "DONG-0"
    sealed = vault.seal(_SAME_ADDRESS)
    mailbox = Mailbox(first, 0, sealed, vault.mark(_SAME_ADDRESS), Language.VI, verified_at=now_utc())
    await MongoMailboxes(store).save(mailbox)
    await MongoRecipients(store).seen(first, (person(first), role_at(Role.COUNCIL_CHAIR, _MANY)), now_utc())
    pattern: dict[str, Any] = await rows.find_one({"ref": first}) or {}
    copies = [_copy(pattern, f"DONG-{number}", pattern["keys"]) for number in range(1, people)]
    for begin in range(0, len(copies), _PAGE):
        await rows.insert_many(copies[begin : begin + _PAGE], ordered=False)
    own = [
        _copy(pattern, each.member(number), [person(each.member(number))], vault.seal(each.address(number)))
        for each in invited
        for number in range(each.events)
    ]
    await rows.insert_many(own, ordered=False)
    await store.close()


def _copy(pattern: dict[str, Any], ref: str, keys: list[str], sealed: str = "") -> dict[str, Any]:
    mailbox = pattern["mailbox"] | ({"address_sealed": sealed} if sealed else {})
    return pattern | {"_id": recipient_id(ref), "ref": ref, "keys": keys, "mailbox": mailbox}


async def _letters(home: House, box: Postbox, invited: Invitations) -> Delay:
    sent = list((await home.drip(invited, _A_SECOND)).values())
    wanted = [invited.address(number) for number in range(invited.events)]
    await box.has_all(wanted, _WITHIN)
    pairs = zip(wanted, sent, strict=True)
    took = [(box.came[to] - at) / 1e6 for to, at in pairs if to in box.came]
    if len(took) < invited.events:
        return Delay(keeps_up=False, p50_ms=0.0, p99_ms=0.0, calls=len(took))
    cuts = quantiles(took, n=100)
    return Delay(keeps_up=True, p50_ms=cuts[49], p99_ms=cuts[98], calls=len(took))


async def _in_inbox(home: House, said: Invitations) -> float:
    """Seconds until it stands in the feed, from which everybody's inbox is read. Raises: StandaloneError."""
    (entry,), began = said.entries(), time.monotonic()
    await home.pour(said)
    async with home.store() as store:
        while await store.rows("feed_0").find_one({"event": entry.id}) is None:
            if time.monotonic() - began > _WITHIN:
                raise StandaloneError("what is for many is in nobody's inbox")
            await asyncio.sleep(_LOOK_SECONDS)
    return time.monotonic() - began
