"""The owner of nominations in memory: one effect for a key, as the real one promises; it can be cut off anywhere."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from services.notifications.domain.client import Client
from services.notifications.domain.item import Remark
from services.notifications.usecases.intake.ports import OwnerFailedError, OwnerRefusedError
from shared.kernel.errors import UnavailableError
from shared.kernel.ids import id_from


@dataclass
class MemoryOwner:
    """`cuts`: before or after which calls the line is cut, by their number; `refuses`: paths to which it says no.

    `fails_at`: what it cannot answer, by a word in it; `breaks_at`: what nobody foresaw, likewise.
    """

    people: set[str] = field(default_factory=lambda: {"CB-0412"})
    things: dict[str, dict[str, Any]] = field(default_factory=dict)
    kinds: list[str] = field(default_factory=lambda: ["GIAY_KHEN_SO"])
    is_down: bool = False
    cuts: frozenset[tuple[int, str]] = frozenset()
    refuses: frozenset[str] = frozenset()
    fails_at: str = ""
    breaks_at: str = ""
    _answers: dict[UUID, Mapping[str, Any]] = field(default_factory=dict)
    _count: int = 0

    async def act(self, client: Client, path: str, body: Mapping[str, Any], key: UUID) -> Mapping[str, Any]:
        assert client.is_active
        number, self._count = self._count, self._count + 1
        if self.is_down or (number, "before") in self.cuts:
            raise UnavailableError("cut")
        if self.fails_at and self.fails_at in str(body):
            raise OwnerFailedError("500")
        if self.breaks_at and self.breaks_at in str(body):
            return {}
        if path in self.refuses:
            raise OwnerRefusedError(Remark("NO"))
        if key not in self._answers:
            self._answers[key] = self._done(path, dict(body), key)
        if (number, "after") in self.cuts:
            raise UnavailableError("cut")
        return self._answers[key]

    async def ask(self, client: Client, path: str) -> Any:
        assert client.is_active
        if self.is_down:
            raise UnavailableError("down")
        if path == "/forms":
            return [{"code": kind} for kind in self.kinds]
        return self.things[path.rpartition("/")[2]]

    def of(self, kind: str) -> list[dict[str, Any]]:
        return [thing for thing in self.things.values() if thing["kind"] == kind]

    def _done(self, path: str, body: dict[str, Any], key: UUID) -> Mapping[str, Any]:
        _, kind, *rest = path.split("/")
        if kind == "subjects":
            self.people.add(body["ref"])
            return body
        for one in body.get("contributors", ()):
            if one["subject_ref"] not in self.people:
                raise OwnerRefusedError(Remark("UNKNOWN_SUBJECT"))
        if rest:
            self.things[rest[0]] |= body
            return self.things[rest[0]]
        made = str(id_from(kind, key))
        self.things[made] = {**body, "id": made, "kind": kind, "state": "draft", "number": f"{len(self.things)}/2026"}
        return self.things[made]
