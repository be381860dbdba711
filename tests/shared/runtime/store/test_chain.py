"""The audit chain, as a stranger would compute it, and as the store keeps it."""

import asyncio
import hashlib
from dataclasses import replace
from uuid import uuid4

from hypothesis import given
from hypothesis import strategies as st

from shared.runtime.bus.envelope import OutboxEntry
from shared.runtime.store.chain import GENESIS, digest_of, link
from shared.runtime.store.client import MongoStore
from tests.shared.runtime.store.things import Thing, a_cause, document_of, grown, kept, reread, things_of

HEADERS = st.lists(st.tuples(st.text("abc_-", min_size=1), st.binary()), max_size=3)


def test_a_link_is_what_the_page_of_the_promises_says() -> None:
    data = hashlib.sha256(b"{}" + b"\0ce_id\0" + b"7").digest()
    assert digest_of([("ce_id", b"7")], b"{}") == data
    assert link(GENESIS, 1, data) == hashlib.sha256(bytes(32) + b"\0\0\0\0\0\0\0\1" + data).digest()


@given(first=st.binary(min_size=1), second=st.binary(min_size=1))
def test_another_event_or_another_order_gives_another_chain(first: bytes, second: bytes) -> None:
    one, two = digest_of([], first), digest_of([], second)
    straight = link(link(GENESIS, 1, one), 2, two)
    assert (link(link(GENESIS, 1, two), 2, one) == straight) is (first == second)
    assert link(GENESIS, 2, two) != straight


async def test_the_chain_goes_on_from_what_is_kept_whoever_saves_next(
    store: MongoStore, mongodb_url: str, namespace: str
) -> None:
    """Two stores take turns, so that each has read some versions and saved others; one save tells nothing."""
    other = MongoStore(mongodb_url, f"{namespace}_things")
    told: list[OutboxEntry] = []
    store.on_kept = other.on_kept = told.extend
    thing = Thing(uuid4())
    for turn, events in enumerate([2, 1, 0, 3, 1, 1]):
        things = things_of(other if turn in {2, 3, 5} else store)
        if turn:
            thing = await reread(things, thing)
        assert await things.save(thing, emits=[grown(thing.id, "x")] * events, because_of=a_cause())
        thing = replace(thing, version=thing.version + 1)
    await asyncio.sleep(0)
    await other.close()
    digests = {entry.seq: digest_of(entry.raw_headers, entry.data) for entry in told}
    chain = GENESIS
    for seq in range(1, 9):
        chain = link(chain, seq, digests[seq])
    document = await document_of(store, thing)
    assert (document["seq"], document["chain"]) == (8, chain)


async def test_a_thing_that_told_nothing_has_no_chain(store: MongoStore) -> None:
    thing = await kept(things_of(store))
    assert "chain" not in await document_of(store, thing)
