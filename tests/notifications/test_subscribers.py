from services.notifications.domain.plan import PLAN
from services.notifications.subscribers import build_subscribers
from services.notifications.usecases import Ports, build_use_cases
from shared.runtime.bus.subscription import Replay


async def test_it_listens_to_exactly_what_its_plan_tells_of(memory: Ports) -> None:
    (group,) = build_subscribers(build_use_cases(memory))
    assert set(group.handlers) == set(PLAN)


async def test_nobody_is_told_twice_because_everything_is_read_again(memory: Ports) -> None:
    (group,) = build_subscribers(build_use_cases(memory))
    assert group.replay is Replay.REFUSED
