"""The deed of a file, as a fact about the file: whoever may see that may rely on it."""

from services.nominations.domain.deed import Deed
from services.nominations.domain.nomination import Nomination
from services.nominations.usecases.ports import Deeds


async def deed_of(deeds: Deeds, file: Nomination) -> Deed | None:
    """The deed as it stands now; None for a file for a year's work."""
    return None if file.deed is None else (await deeds.known({file.deed.deed_id})).get(file.deed.deed_id)
