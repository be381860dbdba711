"""Two buildings of the same rows, compared row by row in a form that does not depend on the order of arrival."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from bson.binary import UuidRepresentation
from bson.json_util import JSONMode, JSONOptions, dumps

from shared.runtime.operating.read_model import Settled
from shared.runtime.store.driver import Collection, unavailable_when_unanswered

_EXACTLY = JSONOptions(json_mode=JSONMode.CANONICAL, uuid_representation=UuidRepresentation.STANDARD, tz_aware=True)
_SHOWN = 10


@dataclass(frozen=True, slots=True)
class Compared:
    """One collection of a read model, as it lives and as it was rebuilt; `differing` names some rows, if there are."""

    collection: str
    live: int
    rebuilt: int
    live_hash: str
    rebuilt_hash: str
    differing: tuple[str, ...]

    @property
    def is_equal(self) -> bool:
        """Whether the same rows stand in both."""
        return self.live_hash == self.rebuilt_hash


async def compare(name: str, live: Collection, rebuilt: Collection, settled: Settled) -> Compared:
    """Read both and compare. Raises: UnavailableError."""
    one, other = await _digests(live, settled), await _digests(rebuilt, settled)
    differing = sorted(row for row in one.keys() | other.keys() if one.get(row) != other.get(row))
    return Compared(name, len(one), len(other), _whole(one), _whole(other), tuple(differing[:_SHOWN]))


async def _digests(rows: Collection, settled: Settled) -> Mapping[str, str]:
    digests: dict[str, str] = {}
    with unavailable_when_unanswered():
        async for document in rows.find({}, batch_size=1_000):
            row = settled(document)
            text = dumps(row, json_options=_EXACTLY, sort_keys=True, ensure_ascii=False)
            digests[str(row["_id"])] = hashlib.sha256(text.encode()).hexdigest()
    return digests


def _whole(digests: Mapping[str, str]) -> str:
    return hashlib.sha256("".join(digests[row] for row in sorted(digests)).encode()).hexdigest()
