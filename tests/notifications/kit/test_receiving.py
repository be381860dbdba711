"""The kit tells a receiver that stands everything from one with a fault, and which fault."""

import pytest

from services.notifications.kit.webhook_lines import LINES, check_receiver
from tests.notifications.kit.receivers import FAULTY, kit_against, whole


async def test_the_reference_receiver_passes_every_line() -> None:
    async with kit_against(whole) as (house, _):
        assert [(each.name, each.found) for each in await check_receiver(house)] == [(one.name, "") for one in LINES]


@pytest.mark.parametrize("line", FAULTY)
async def test_a_receiver_with_one_fault_fails_the_line_of_that_fault_alone(line: str) -> None:
    async with kit_against(FAULTY[line]) as (house, _):
        assert [each.name for each in await check_receiver(house) if not each.is_passed] == [line]


def test_each_line_but_the_first_signature_has_a_receiver_that_fails_it() -> None:
    assert {line.name for line in LINES} - FAULTY.keys() == {"v1a"}
