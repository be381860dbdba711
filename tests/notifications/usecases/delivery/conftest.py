from collections.abc import Callable

import pytest

from services.notifications.domain.outcome import Outcome
from services.notifications.usecases import Ports
from tests.notifications.conftest import SetClock
from tests.notifications.usecases.delivery.texted import House


@pytest.fixture
def house(ports: Ports, clock: SetClock) -> Callable[[Outcome], House]:
    return lambda outcome: House(ports, clock, outcome)
