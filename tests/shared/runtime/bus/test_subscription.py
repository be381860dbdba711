"""Groups and names."""

import pytest

from shared.kernel.cause import Cause
from shared.runtime.bus.subscription import Group, on, placed
from tests.shared.runtime.bus.world import Noted, Told


async def hear(_: Told | Noted, __: Cause) -> None:
    """Take note of nothing."""


def test_a_group_knows_its_service_and_its_topics() -> None:
    group = Group("reviews.cases", (on(Told, hear), on(Noted, hear)))
    assert (group.service, group.topics) == ("reviews", ("results.v1",))
    assert set(group.handlers) == {"thing.told", "ledger.noted"}


def test_one_event_has_one_handler_in_a_group() -> None:
    with pytest.raises(ValueError, match="two handlers"):
        Group("reviews.cases", (on(Told, hear), on(Told, hear)))


def test_the_default_namespace_uses_names_as_they_are() -> None:
    assert placed("awards.v1", "kipthoi") == "awards.v1"
    assert placed("awards.v1", "world") == "world.awards.v1"
