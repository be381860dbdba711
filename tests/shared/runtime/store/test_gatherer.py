import asyncio
from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID, uuid4

import pytest

from shared.kernel.errors import UnavailableError
from shared.runtime.store.gatherer import READS, SAVES, Gatherer

ONE, TWO = uuid4(), uuid4()


class Server:
    """Answers each word with its capitals, batch by batch, while it is open."""

    def __init__(self) -> None:
        self.batches: list[list[str]] = []
        self.open = asyncio.Event()
        self.open.set()

    async def serve(self, words: Sequence[str]) -> Sequence[str | Exception]:
        self.batches.append(list(words))
        await self.open.wait()
        if "crash" in words:
            raise OSError("crashed")
        return [ValueError(word) if word == "bad" else word.upper() for word in words]


async def ask(gatherer: Gatherer[str, str], word: str, key: UUID | None = None, *, urgent: bool = False) -> str:
    return await gatherer.ask(word, key=key or uuid4(), size=len(word), urgent=urgent)


async def settle() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


async def test_calls_of_one_tick_share_a_batch_and_get_their_own_answers() -> None:
    server = Server()
    gatherer = Gatherer(server.serve, SAVES)
    answers = await asyncio.gather(*(ask(gatherer, word) for word in ("a", "bad", "c")), return_exceptions=True)
    assert server.batches == [["a", "bad", "c"]]
    assert [repr(answer) for answer in answers] == ["'A'", "ValueError('bad')", "'C'"]


async def test_a_failed_batch_fails_its_callers_and_no_others() -> None:
    server = Server()
    gatherer = Gatherer(server.serve, SAVES)
    for answer in await asyncio.gather(ask(gatherer, "crash"), ask(gatherer, "a"), return_exceptions=True):
        assert isinstance(answer, OSError)
    assert await ask(gatherer, "b") == "B"


async def test_what_may_be_repeated_is_asked_alone_when_its_batch_fails() -> None:
    server = Server()
    gatherer = Gatherer(server.serve, replace(READS, may_repeat=True))
    asked = ("a", "crash", "bad", "d")
    answers = await asyncio.gather(*(ask(gatherer, word) for word in asked), return_exceptions=True)
    assert [repr(answer) for answer in answers] == ["'A'", "OSError('crashed')", "ValueError('bad')", "'D'"]
    assert server.batches == [["a", "crash", "bad", "d"], ["a"], ["crash"], ["bad"], ["d"]]


async def test_with_two_batches_out_the_rest_gathers() -> None:
    server = Server()
    server.open.clear()
    gatherer = Gatherer(server.serve, SAVES)
    calls = []
    for word in "abcd":
        calls.append(asyncio.create_task(ask(gatherer, word)))
        await settle()
    assert server.batches == [["a"], ["b"]]
    server.open.set()
    assert await asyncio.gather(*calls) == ["A", "B", "C", "D"]
    assert server.batches == [["a"], ["b"], ["c", "d"]]


async def test_a_second_save_of_a_thing_waits_for_the_next_batch_in_its_turn() -> None:
    server = Server()
    gatherer = Gatherer(server.serve, SAVES)
    await asyncio.gather(*(ask(gatherer, word, key) for word, key in (("a", ONE), ("b", ONE), ("c", TWO), ("d", ONE))))
    assert server.batches == [["a", "c"], ["b"], ["d"]]


async def test_reads_of_one_thing_share_a_batch() -> None:
    server = Server()
    gatherer = Gatherer(server.serve, replace(READS, keys=1))
    await asyncio.gather(ask(gatherer, "a", ONE), ask(gatherer, "b", ONE))
    assert server.batches == [["a"], ["b"]], "a full batch takes no more"
    server.batches.clear()
    gatherer = Gatherer(server.serve, READS)
    await asyncio.gather(ask(gatherer, "a", ONE), ask(gatherer, "b", ONE))
    assert server.batches == [["a", "b"]]


async def test_a_batch_is_bounded_in_calls_and_in_bytes() -> None:
    server = Server()
    gatherer = Gatherer(server.serve, replace(SAVES, keys=2, bytes=4))
    await asyncio.gather(*(ask(gatherer, word) for word in ("aaa", "bb", "c", "d", "eeeeee")))
    assert server.batches == [["aaa"], ["bb", "c"], ["d"], ["eeeeee"]]


async def test_a_full_batch_draws_from_both_queues_in_turn() -> None:
    server = Server()
    gatherer = Gatherer(server.serve, replace(SAVES, keys=4))
    calls = [ask(gatherer, word) for word in "abcdef"] + [ask(gatherer, word, urgent=True) for word in "UVX"]
    await asyncio.gather(*calls)
    assert server.batches == [["U", "a", "V", "b"], ["X", "c", "d", "e"], ["f"]]


async def test_a_call_cancelled_while_it_waits_is_taken_out() -> None:
    server = Server()
    gatherer = Gatherer(server.serve, SAVES)
    calls = [asyncio.create_task(ask(gatherer, word)) for word in "ab"]
    await asyncio.sleep(0)
    calls[0].cancel()
    assert await calls[1] == "B"
    assert server.batches == [["b"]]


async def test_a_call_cancelled_under_way_leaves_the_others_alone() -> None:
    server = Server()
    server.open.clear()
    gatherer = Gatherer(server.serve, SAVES)
    calls = [asyncio.create_task(ask(gatherer, word)) for word in "ab"]
    await settle()
    calls[0].cancel()
    await settle()
    server.open.set()
    assert await calls[1] == "B"
    assert calls[0].cancelled()


async def test_an_urgent_call_does_not_wait_beyond_its_deadline() -> None:
    server = Server()
    server.open.clear()
    gatherer = Gatherer(server.serve, replace(SAVES, answer_within=0.02))
    background = asyncio.create_task(ask(gatherer, "a"))
    with pytest.raises(UnavailableError):
        await ask(gatherer, "b", urgent=True)
    assert not background.done()
    server.open.set()
    assert await background == "A"


async def test_a_full_queue_refuses_at_once() -> None:
    server = Server()
    gatherer = Gatherer(server.serve, replace(SAVES, urgent_queue=3))
    calls = [asyncio.create_task(ask(gatherer, word, urgent=True)) for word in "abcd"]
    answers = await asyncio.gather(*calls, ask(gatherer, "e"), return_exceptions=True)
    assert [answer if isinstance(answer, str) else type(answer) for answer in answers] == [
        "A", "B", "C", UnavailableError, "E",
    ]  # fmt: skip


async def test_while_a_batch_is_out_too_long_urgent_calls_are_refused_at_once() -> None:
    server = Server()
    server.open.clear()
    gatherer = Gatherer(server.serve, replace(SAVES, stalled_after=0.0))
    out = asyncio.create_task(ask(gatherer, "a"))
    await settle()
    with pytest.raises(UnavailableError):
        await ask(gatherer, "b", urgent=True)
    later = asyncio.create_task(ask(gatherer, "c"))
    server.open.set()
    assert [await out, await later] == ["A", "C"]


async def test_closing_answers_what_was_accepted_and_accepts_nothing() -> None:
    server = Server()
    gatherer = Gatherer(server.serve, replace(SAVES, keys=1))
    calls = [asyncio.create_task(ask(gatherer, word)) for word in "abc"]
    await asyncio.sleep(0)
    await gatherer.close()
    assert await asyncio.gather(*calls) == ["A", "B", "C"]
    with pytest.raises(UnavailableError):
        await ask(gatherer, "d")
