"""The gathered path: one find and one write per batch of calls."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from bson.raw_bson import RawBSONDocument

from shared.runtime.failpoints import Failpoint, reached
from shared.runtime.store.driver import CODEC, Collection, unavailable_when_unanswered
from shared.runtime.store.found import id_of
from shared.runtime.store.gatherer import READS, SAVES, Gatherer
from shared.runtime.store.outcomes import Outcome, RuleOf, keep_all
from shared.runtime.store.writes import Write


class GatheredPath:
    """Reads and saves of one collection, gathered."""

    def __init__(self, collection: Collection, rule_of: RuleOf, answer_within: float) -> None:
        self._collection = collection
        self._rule_of = rule_of
        # Raw, so that each of several callers of one id decodes an object of its own.
        raw: Any = collection.with_options(codec_options=CODEC.with_options(document_class=RawBSONDocument))
        self._raw = raw  # the stubs of with_options know no other document class
        self._reads: Gatherer[UUID, bytes | None] = Gatherer(self._find, replace(READS, answer_within=answer_within))
        self._saves: Gatherer[Write, bool] = Gatherer(self._keep, replace(SAVES, answer_within=answer_within))

    async def read(self, thing_id: UUID, *, urgent: bool) -> bytes | None:
        """The document's BSON, or None. Raises: UnavailableError."""
        return await self._reads.ask(thing_id, key=thing_id, urgent=urgent)

    async def save(self, write: Write, *, urgent: bool) -> bool:
        """Whether the save was kept; False when its cause was handled before. Raises: as `Aggregates.save`."""
        return await self._saves.ask(write, key=write.id, size=len(write.statement), urgent=urgent)

    async def close(self) -> None:
        """Answer what was accepted, then accept nothing."""
        await self._reads.close()
        await self._saves.close()

    async def _find(self, ids: Sequence[UUID]) -> Sequence[bytes | None]:
        distinct = list(dict.fromkeys(ids))
        with unavailable_when_unanswered():
            found = await self._raw.find({"_id": {"$in": distinct}}, batch_size=len(distinct) + 1).to_list(None)
        # The driver gives views of its network buffer, which would stay in memory as a whole.
        by_id = {id_of(raw): raw for raw in (bytes(document.raw) for document in found)}
        return [by_id.get(thing_id) for thing_id in ids]

    async def _keep(self, writes: Sequence[Write]) -> Sequence[Outcome]:
        reached(Failpoint.BEFORE_FLUSH)
        outcomes = await keep_all(self._collection, writes, self._rule_of)
        reached(Failpoint.AFTER_DB_WRITE)
        for write, outcome in zip(writes, outcomes, strict=True):
            if outcome is True:
                write.kept()
        return outcomes
