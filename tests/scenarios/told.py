"""Playing one story's file to its end."""

from pathlib import Path

from deploy.standalone.people import load_people
from deploy.standalone.play import play_one
from deploy.standalone.playing.reading import read_scenario
from deploy.standalone.site import Site

HERE = Path(__file__).parent


async def comes_true(site: Site, file: Path) -> None:
    """Every step of the story got the answer that it expects."""
    report = await play_one(site, read_scenario(file, load_people()))
    assert report.held, "\n".join(report.told())
