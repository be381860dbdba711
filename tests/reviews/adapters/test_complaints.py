"""One suite over complaints in memory and on MongoDB."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from services.reviews.usecases.homes import Homes
from services.reviews.usecases.ports import ComplaintReader
from tests.reviews.domain.test_complaint import lodged
from tests.reviews.facts import TODAY, news

MINE, OTHERS = (
    lodged(),
    replace(lodged(), id=UUID(int=7), number="DT-2026-0002", sender_mark="n", due_on=TODAY - timedelta(1)),
)


async def test_a_reader_finds_the_own_ones_and_those_of_the_units_but_none_by_which_he_gains(homes: Homes) -> None:
    for one in (MINE, OTHERS):
        await homes.complaints.save(one, emits=(), because_of=news())
    units = frozenset({"STP-HP"})
    for reader, found in (
        (ComplaintReader(frozenset(), "CD-01", "m"), [MINE.id]),
        (ComplaintReader(units, "GS-01", "x"), [OTHERS.id, MINE.id]),
        (ComplaintReader(units, "CB-0412", "x"), []),
        (ComplaintReader(units, "CB-0412", "m"), [MINE.id]),
        (ComplaintReader(frozenset({"BTP"}), "GS-01", "x"), []),
    ):
        assert [seen.thing.id for seen in await homes.complaints.listed((), 10, reader)] == found
        for one in (MINE, OTHERS):
            assert (await homes.complaints.shown(one.id, reader) is not None) is (one.id in found)
    everything = ComplaintReader(units, "GS-01", "x")
    assert [seen.thing.id for seen in await homes.complaints.listed(("lodged",), 1, everything)] == [OTHERS.id]
    assert await homes.complaints.listed(("verifying",), 10, everything) == []
