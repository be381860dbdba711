"""The twenty sample cases on the dates as written: four services, real Kafka and mongod, a clock that each sets."""

from pathlib import Path

import pytest

from deploy.standalone.site import Site
from tests.scenarios.told import HERE, comes_true

pytestmark = [pytest.mark.slow, pytest.mark.timeout(150)]


@pytest.mark.parametrize("file", sorted(HERE.glob("N*.yaml")), ids=lambda file: file.stem)
async def test_a_sample_case_comes_true(file: Path, site: Site) -> None:
    await comes_true(site, file)
