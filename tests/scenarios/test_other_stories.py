"""The stories beside the sample cases: four services, real Kafka and mongod, a clock that each sets."""

from pathlib import Path

import pytest

from deploy.standalone.site import Site
from tests.scenarios.told import HERE, comes_true

pytestmark = [pytest.mark.slow, pytest.mark.timeout(150)]
OTHERS = sorted(set(HERE.glob("[a-z]*.yaml")) - {HERE / "vectors.yaml"})


@pytest.mark.parametrize("file", OTHERS, ids=lambda file: file.stem)
async def test_a_story_comes_true(file: Path, site: Site) -> None:
    await comes_true(site, file)
