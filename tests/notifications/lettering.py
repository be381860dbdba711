"""People whose addresses are proven, what happens, and the letters that follow."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from services.notifications.domain.channel import Channel
from services.notifications.domain.delivery import Delivery
from services.notifications.domain.fan_out import fan_outs
from services.notifications.domain.language import Language
from services.notifications.domain.mailbox import Mailbox
from services.notifications.domain.preference import ANY_KIND, Rhythm, Setting, Topic
from services.notifications.domain.record import Recorded
from services.notifications.usecases import Ports, build_use_cases
from shared.kernel.actor import Actor, Grant, Role
from shared.kernel.cause import Cause
from shared.kernel.ids import id_from
from tests.notifications.conftest import VAULT
from tests.notifications.facts import cause_of, event_of, record_of
from tests.notifications.kept import of_event


async def proven(ports: Ports, who: Actor, n: int = 0) -> None:
    sealed = VAULT.seal(f"{who.ref.lower()}@haiphong.example")
    await ports.mailboxes.save(Mailbox(who.ref, 0, sealed, f"mark {n}", Language.VI, verified_at=ports.clock()))
    await build_use_cases(ports).recipient.visit(who)


async def happened(ports: Ports, kind: str, n: int = 0, **facts: Any) -> UUID:
    event = event_of(kind, **facts)
    for _ in range(2):
        await build_use_cases(ports).event.route(event, cause_of(event, n))
    return cause_of(event, n).id


async def choose(ports: Ports, who: Actor, setting: Setting, rhythm: Rhythm = Rhythm.DAILY) -> None:
    cause_id = id_from("command", who.ref, setting, rhythm)
    cause = Cause(cause_id, who, "preference.choose", cause_id, cause_id)
    await build_use_cases(ports).preference.choose({Topic(ANY_KIND, Channel.EMAIL): setting}, rhythm, cause)


async def letters(ports: Ports, event_id: UUID) -> list[Delivery]:
    return sorted(await of_event(ports.deliveries, event_id), key=lambda each: each.target)


async def peers(ports: Ports, count: int) -> None:
    """So many of one unit are proven and want every message alone."""
    for n in range(count):
        await proven(ports, Actor(f"CB-{n:04}", (Grant(Role.PEER, "P-THADS-5"),)), n)
        await choose(ports, Actor(f"CB-{n:04}"), Setting.ON)


async def for_five(ports: Ports, kind: str) -> Recorded:
    """An event of a kind that is for many, with all of them proven."""
    await peers(ports, 5)
    (said,) = record_of(event_of("movement.launched")).messages
    record = replace(record_of(event_of(kind)), messages=(said,), is_for_many=True)
    await ports.events.keep(record)
    await ports.fan_outs.keep(fan_outs(record, ports.clock()))
    return record
