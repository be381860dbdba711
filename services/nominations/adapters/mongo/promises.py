"""Who is about to come after whom, noted before it is kept: mergers that begin at once see each other.

Each merger is kept in a document of its own, so two of them could each be right alone and make a circle together. One
small document orders them: who finds it changed looks again. A promise is forgotten after a minute; by then its merger
is kept, or never came.
"""

from collections.abc import Collection as Several
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Final

from pymongo.errors import DuplicateKeyError

from services.nominations.domain.unit import require_no_merger_cycle
from shared.kernel.errors import StaleError
from shared.kernel.lineage import Lineage, Succession
from shared.runtime.store.driver import Collection, Document, unavailable_when_unanswered

PROMISES: Final = "lineage_promises"
_ONE: Final = "all"
_LASTS: Final = timedelta(minutes=1)


async def promise(
    rows: Collection, known: Iterable[Succession], predecessors: Several[str], successors: Several[str], now: datetime
) -> None:
    """As `Organisation.promise` says; `known` is what was kept before. Raises: MergerCycleError, StaleError."""
    with unavailable_when_unanswered():
        found: Document = await rows.find_one({"_id": _ONE}) or {"seen": 0, "pairs": []}
    lasting = [pair for pair in found["pairs"] if abs(now - pair["at"]) < _LASTS]
    promised = (Succession(pair["former"], pair["later"], date.min) for pair in lasting)
    lineage = Lineage(frozenset((*known, *promised)))
    for later in successors:
        require_no_merger_cycle(predecessors, later, lineage)
    new = [{"former": former, "later": later, "at": now} for former in predecessors for later in successors]
    change = {"$set": {"pairs": [*lasting, *new]}, "$inc": {"seen": 1}}
    with unavailable_when_unanswered():
        try:
            kept = await rows.update_one({"_id": _ONE, "seen": found["seen"]}, change, upsert=found["seen"] == 0)
        except DuplicateKeyError as error:
            raise StaleError from error
    if not kept.modified_count and kept.upserted_id is None:
        raise StaleError
