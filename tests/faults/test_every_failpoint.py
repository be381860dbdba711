"""Every service dies at every line that has a name, at the first and at the third hit; nothing is lost or doubled."""

from dataclasses import replace
from pathlib import Path

import pytest

from deploy.chaos.plan import Mixture
from deploy.chaos.run import Options, at_rest, opened
from deploy.docs.services import all_groups
from deploy.standalone.errors import UnitFailedError
from deploy.standalone.playing.day import units_of_today
from deploy.standalone.reconcile.judge import reconciled
from deploy.standalone.reconcile.reading.world import World, read_world, waiting
from deploy.standalone.settings import SERVICES, Given
from deploy.standalone.site import Site
from deploy.standalone.supervisor import Supervisor
from deploy.standalone.unit import Unit
from shared.runtime.failpoints import Failpoint
from tests.faults.death import Deaths, Step, steps
from tests.faults.walk import Walk

SEED = 4
MANY = 5_000
"""More files than people get through."""
QUIET_SECONDS = 5.0

READING = (
    *(Failpoint.AFTER_EFFECT, Failpoint.BEFORE_PARK, Failpoint.AFTER_PARK, Failpoint.BEFORE_COMMIT),
    *(Failpoint.MID_BATCH, Failpoint.MID_FAN_OUT, Failpoint.ON_REVOKE, Failpoint.DURING_CLOSE),
)
SENDING = (Failpoint.AFTER_CLAIM, Failpoint.AFTER_POST_BEFORE_RECORD, Failpoint.BEFORE_LET_GO)
"""Those of senders stand where calls go out, and are walked with a receiver of their own."""

WRITING = tuple(point for point in Failpoint if point not in SENDING)
REACHED = {
    "nominations": WRITING,
    "reviews": WRITING,
    "notifications": WRITING,
    # It keeps rows only, one at a time: nothing is gathered.
    "console": (*READING, Failpoint.AFTER_ACK_SENT),
}


def test_every_service_belongs_to_the_matrix() -> None:
    assert set(REACHED) == set(SERVICES)


async def test_of_a_service_that_does_not_die_it_is_told_where_it_should_have_and_what_it_said_last(
    tmp_path: Path,
) -> None:
    deaf = Unit(name="console", command=("sh", "-c", "echo a last word; exec sleep 60"), ready=_at_once)
    async with Supervisor([deaf], tmp_path) as supervisor:
        deaths = Deaths(supervisor, {"console": {}}, within_seconds=1.0)
        step = Step("console", Failpoint.MID_BATCH, hit=3)
        await deaths.arm(step)
        with pytest.raises(UnitFailedError) as told:
            await deaths.come(step, "councils")
    for part in ("console was given councils", "hit 3 of mid_batch", "lived on for 1 s", "console | a last word"):
        assert part in str(told.value)


async def _at_once() -> bool:
    return True


@pytest.mark.slow
@pytest.mark.timeout(900)
async def test_nothing_is_lost_or_doubled_wherever_a_service_dies(tmp_path: Path) -> None:
    site = Site.temporary(tmp_path, given=Given())
    units = await units_of_today(site, print)
    environments = {unit.name: dict(unit.environment) for unit in units if isinstance(unit, Unit)}
    units = [replace(unit, environment=environments[unit.name]) if isinstance(unit, Unit) else unit for unit in units]
    options = Options(SEED, nominations=MANY, kills=0, clients=2, mixture=Mixture(council=0, ways=0))
    async with (
        Supervisor(units, site.folder) as supervisor,
        opened(site, options, supervisor, [unit for unit in units if isinstance(unit, Unit)], print) as scene,
    ):
        groups = {name: [group for group in all_groups() if group.service == name] for name in SERVICES}
        walk = Walk(site, scene, Deaths(supervisor, environments), groups)
        due = list(steps(REACHED, {name: len(each) for name, each in groups.items()}))
        await walk.through(due)
        world = World(site.mongodb_url, site.kafka_bootstrap, site.namespace)
        assert scene.load.unanswered == []
        assert await at_rest(world), f"{await waiting(world)} events are owed or not handled, and it stays so"
        verdicts = await reconciled(lambda: read_world(world, scene.requests.history()), QUIET_SECONDS)
    assert [violation for verdict in verdicts for violation in verdict.violations] == []
    assert set(walk.died) == set(due)
