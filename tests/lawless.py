"""Law as data with a part left out, as when nobody has added the file of a year."""

import shutil
from pathlib import Path

from shared.runtime.law.loading import SHIPPED


def without_calendar(of_year: int, folder: Path) -> Path:
    """The shipped data but for the calendar of one year."""
    data = Path(shutil.copytree(SHIPPED, folder / "data"))
    (data / "calendars" / f"VN-{of_year}.yaml").unlink()
    return data
