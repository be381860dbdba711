"""Find out to whom an event goes outside, and how."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from services.notifications.domain.addressed import Addressed
from services.notifications.domain.audience import person, places_of, unit
from services.notifications.domain.channel import Channel
from services.notifications.domain.mailbox import ROLES_LAST, Reached
from services.notifications.domain.message import Message
from services.notifications.domain.outgoing import Reader, addressed
from services.notifications.domain.preference import Preferences
from services.notifications.domain.record import Recorded
from services.notifications.domain.urgency import weight_of
from services.notifications.usecases.recipient.ports import Chosen, Paths, Readers
from shared.kernel.clock import Clock

MOST_PEOPLE: Final = 200
"""So many stand in an event's plan; more are found page by page."""


@dataclass(frozen=True, slots=True)
class Page:
    """What goes to the readers of one page, and the ref of the last of them: empty when there were none.

    `found` counts also those to whom nothing may be sent, which `people` leaves out.
    """

    people: tuple[Addressed, ...]
    last: str = ""
    found: int = 0


@dataclass(frozen=True, slots=True)
class FindReaders:
    """Those who hold a key of a message's audience, by the last token with which they came, and what each is sent.

    A role reaches those who came while they held it, within a month. `ways` are those that are open in this house, in
    the order in which they follow one another.
    """

    readers: Readers
    ways: Sequence[Channel]
    chosen: Chosen
    paths: Paths
    clock: Clock

    async def __call__(self, record: Recorded, message: Message, *, after: str, limit: int) -> Page:
        """A page of them, in the order of their refs from behind `after`. Raises: UnavailableError."""
        since = self.clock() - ROLES_LAST
        found = await self.readers.reached_by(
            message.audience, message.hidden_from, since=since, after=after, limit=limit
        )
        if not found:
            return Page(())
        mandated = weight_of(message.template).is_mandated
        ways = {each.ref: self._ways(each, is_mandated=mandated) for each in found}
        readers = await self._readers(message, [each for each in found if ways[each.ref]], ways)
        people = [self._addressed(record, message, reader) for reader in readers]
        return Page(tuple(people), found[-1].ref, len(found))

    def _ways(self, reached: Reached, *, is_mandated: bool) -> tuple[Channel, ...]:
        leads = {way: reached.mailbox if way is Channel.EMAIL else reached.telephone for way in self.ways}
        return tuple(way for way, to in leads.items() if to and not to.obstacle(is_mandated=is_mandated))

    async def _readers(
        self, message: Message, reached: Sequence[Reached], ways: Mapping[str, tuple[Channel, ...]]
    ) -> Sequence[Reader]:
        units = {each.ref: await self._units(each) for each in reached}
        wanted = {key for keys in units.values() for key in keys} | {person(ref) for ref in units}
        chosen = await self.chosen.of(wanted)
        return [_reader(message, each, ways[each.ref], units[each.ref], chosen) for each in reached]

    async def _units(self, reached: Reached) -> Sequence[str]:
        paths = [await self.paths(place) for place in places_of(sorted(reached.keys))]
        return list(dict.fromkeys(unit(code) for path in paths for code in reversed(path)))

    def _addressed(self, record: Recorded, message: Message, reader: Reader) -> Addressed:
        is_own_award = record.kind.startswith("award.") and record.facts.get("subject_ref") == reader.ref
        return addressed(message, record.id, reader, self.clock(), is_own_award=is_own_award)


def _reader(
    message: Message,
    reached: Reached,
    ways: tuple[Channel, ...],
    units: Sequence[str],
    chosen: Mapping[str, Preferences],
) -> Reader:
    mine = person(reached.ref)
    return Reader(
        ref=reached.ref,
        ways=ways,
        reached_by=next(key for key in message.audience if key in reached.keys),
        own=chosen.get(mine, Preferences(mine)),
        units=tuple(chosen[key] for key in units if key in chosen),
    )


@dataclass(frozen=True, slots=True)
class AddressPeople:
    """People become part of an event's plan. While no way is open, nobody does."""

    find: FindReaders

    async def __call__(self, record: Recorded) -> Recorded:
        """The event with them, or as one for many. Raises: UnavailableError."""
        if not self.find.ways or record.waits_for_file:
            return record
        pages = [await self.find(record, message, after="", limit=MOST_PEOPLE + 1) for message in record.messages]
        if sum(page.found for page in pages) > MOST_PEOPLE:
            return replace(record, is_for_many=True)
        return replace(record, people=tuple(one for page in pages for one in page.people))
