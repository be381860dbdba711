import asyncio

import pytest

from deploy.standalone.order import in_order, turned


async def test_everything_is_done_after_what_it_needs() -> None:
    done: list[str] = []

    async def act(name: str) -> None:
        await asyncio.sleep(0)
        done.append(name)

    needs = {"services": ("topics", "store"), "topics": ("bus",), "bus": (), "store": ()}
    await in_order(needs, act)
    assert all(done.index(need) < done.index(name) for name, wants in needs.items() for need in wants)
    assert len(done) == 4


async def test_the_first_failure_cancels_what_is_under_way() -> None:
    cancelled: list[str] = []

    async def act(name: str) -> None:
        if name == "bad":
            raise ValueError(name)
        try:
            await asyncio.sleep(60)
        except asyncio.CancelledError:
            cancelled.append(name)
            raise

    with pytest.raises(ValueError, match="bad"):
        await in_order({"slow": (), "bad": ()}, act)
    assert cancelled == ["slow"]


def test_turned_round_a_name_waits_for_those_that_needed_it() -> None:
    assert turned({"a": ("b", "c"), "b": ("c",), "c": ()}) == {"a": [], "b": ["a"], "c": ["a", "b"]}
