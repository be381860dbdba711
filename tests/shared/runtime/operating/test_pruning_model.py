"""In whatever order events arrive, are set aside, and are forgotten: a repeat never has an effect."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import settings as rules
from hypothesis import strategies as st

from shared.kernel.ids import id_from
from shared.runtime.operating.broker import Place
from shared.runtime.operating.pruning import KEPT_FOR, LATE, forgettable, watermark
from shared.runtime.store.inboxes import Entry


@dataclass
class Model:
    """One partition, one group, one aggregate, and days that pass."""

    day: float = 0.0
    closed_on: float | None = None
    written: list[tuple[int, float]] = field(default_factory=list)
    position: int = 0
    committed: int = 0
    parked: list[int] = field(default_factory=list)
    inbox: dict[int, Entry] = field(default_factory=dict)
    effects: list[int] = field(default_factory=list)

    def at(self, day: float) -> datetime:
        return datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=day)

    def write(self) -> None:
        self.written.append((len(self.written), self.day))

    def write_again(self) -> None:
        """A relay that died before it cleared its outbox publishes once more when it is back."""
        young = [(event, day) for event, day in self.written if self.day - day < 14]
        if young:
            self.written.append((young[-1][0], self.day))

    def write_twice(self) -> None:
        self.write()
        self.write_again()

    def work(self) -> None:
        self.handle()
        self.commit()

    def handle(self, *, fails: bool = False) -> None:
        if self.position == len(self.written):
            return
        if fails or any(offset < self.position for offset in self.parked):
            self.parked = sorted({*self.parked, self.position})
        else:
            self.apply(self.position)
        self.position += 1

    def apply(self, offset: int) -> None:
        event, _ = self.written[offset]
        if event not in self.inbox:
            self.effects.append(event)
            cause = id_from("event", event)
            self.inbox[event] = Entry(cause, f"t/0/{offset}")
            self.closed_on = self.day

    def redrive(self, *, dies: bool = False) -> None:
        if self.parked:
            self.apply(self.parked[0])
            if not dies:
                self.parked.pop(0)

    def commit(self) -> None:
        self.committed = self.position

    def die(self) -> None:
        self.position = self.committed

    def prune(self) -> None:
        before = self.at(self.day) - KEPT_FOR
        if self.closed_on is None or self.at(self.closed_on) >= before:
            return
        since = self.at(self.day) - LATE
        recent = next((n for n, (_, day) in enumerate(self.written) if self.at(day) >= since), len(self.written))
        place = Place(("t", 0), 0, len(self.written), self.committed)
        marks = {("t", 0): watermark(place, recent, is_held=bool(self.parked))}
        gone = set(forgettable(list(self.inbox.values()), marks))
        self.inbox = {event: entry for event, entry in self.inbox.items() if entry.cause_id not in gone}


ACTS: dict[str, Callable[[Model], None]] = {
    "write": Model.write,
    "write again": Model.write_again,
    "write twice": Model.write_twice,
    "work": Model.work,
    "handle": Model.handle,
    "set aside": lambda model: model.handle(fails=True),
    "redrive": Model.redrive,
    "die after a redrive": lambda model: model.redrive(dies=True),
    "commit": Model.commit,
    "die": Model.die,
    "prune": Model.prune,
    "ten days": lambda model: setattr(model, "day", model.day + 10),
    "forty days": lambda model: setattr(model, "day", model.day + 40),
}


@rules(max_examples=2_000, deadline=None)
@given(st.lists(st.sampled_from(sorted(ACTS)), max_size=60))
def test_in_whatever_order_things_happen_each_event_has_its_effect_once(acts: list[str]) -> None:
    model = Model()
    for act in acts:
        ACTS[act](model)
        assert len(model.effects) == len(set(model.effects)), acts


def test_the_model_finds_the_repeat_that_a_prune_by_age_alone_lets_through() -> None:
    model = Model()
    for act in ("write", "write again", "handle", "commit", "forty days"):
        ACTS[act](model)
    model.inbox.clear()
    model.handle()
    assert model.effects == [0, 0]
