"""What came of a run, for people and for programs."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

from deploy.chaos.killing import Kill
from deploy.standalone.playing.day_table import percentile
from deploy.standalone.reconcile.history import History, Outcome
from deploy.standalone.reconcile.reading.stores import Stores
from deploy.standalone.reconcile.report import as_json, told
from deploy.standalone.reconcile.verdict import Verdict

_ORDER = "I6"
_LAPS = {"start": "start", "load": "load", "later": "later", "rest": "rest", "all": "total"}
_TARGET_S = 2.0
"""A file is visible to its reviewers within this, 99 times in 100."""


@dataclass(frozen=True, slots=True)
class Result:
    """Everything measured. `events` says how often each type was told, `deaths_later` is not among `kills`.

    `visible_s` are the seconds from submission to case, of ad-hoc files only, sorted.
    """

    seed: int
    nominations: int
    kills: Sequence[Kill]
    pauses: int
    deaths_later: int
    poison: int
    doubled: int
    requests: int
    history: History
    unanswered: Sequence[str]
    verdicts: Sequence[Verdict]
    events: Mapping[str, int]
    came_to_rest: bool
    visible_s: Sequence[float]
    start_s: float
    load_s: float
    later_s: float
    rest_s: float
    total_s: float

    @property
    def holds(self) -> bool:
        """Whether nothing is wrong: no violation, nothing unanswered, every part back at work, the world at rest."""
        back = all(kill.effect_s is not None for kill in self.kills)
        return back and self.came_to_rest and not self.unanswered and all(one.holds for one in self.verdicts)

    @property
    def recoveries(self) -> list[float]:
        """Seconds from each kill to the first effect of the part that was killed, sorted."""
        return sorted(kill.effect_s for kill in self.kills if kill.effect_s is not None)

    @property
    def lost(self) -> int:
        """What should be there and is not, or is otherwise than it should be."""
        return sum(not each.is_repeat for one in self.verdicts if one.number != _ORDER for each in one.violations)

    @property
    def duplicates(self) -> int:
        """What is there more often than once."""
        return sum(each.is_repeat for one in self.verdicts for each in one.violations)

    @property
    def order_violations(self) -> int:
        """Where order was broken."""
        return sum(len(one.violations) for one in self.verdicts if one.number == _ORDER)

    def as_json(self) -> dict[str, Any]:
        """For programs: seconds end in `_s`; what was not measured is null."""
        recoveries = self.recoveries
        return {
            "holds": self.holds,
            "seed": self.seed,
            "nominations": self.nominations,
            "kills": len(self.kills),
            "lost": self.lost,
            "duplicates": self.duplicates,
            "order_violations": self.order_violations,
            "recovery_median_s": median(recoveries) if recoveries else None,
            "recovery_p95_s": percentile(recoveries, 0.95),
            "recovery_max_s": recoveries[-1] if recoveries else None,
            "never_back": len(self.kills) - len(recoveries),
            "recoveries": [{"part": one.part, "ready_s": one.ready_s, "effect_s": one.effect_s} for one in self.kills],
            "pauses": self.pauses,
            "deaths_later": self.deaths_later,
            "poison": self.poison,
            "doubled": self.doubled,
            "requests": self.requests,
            **{one.value: sum(1 for _ in self.history.outcomes(one)) for one in Outcome},
            "unanswered": list(self.unanswered),
            "came_to_rest": self.came_to_rest,
            "ad_hoc_visible_p50_s": percentile(self.visible_s, 0.5),
            "ad_hoc_visible_p99_s": percentile(self.visible_s, 0.99),
            "start_s": self.start_s,
            "load_s": self.load_s,
            "later_s": self.later_s,
            "rest_s": self.rest_s,
            "total_s": self.total_s,
            "events": dict(sorted(self.events.items())),
            "reconcile": as_json(self.verdicts),
        }

    def told(self) -> Iterator[str]:
        """For a person at the terminal."""
        known = self.as_json()
        yield ""
        yield from told(self.verdicts)
        yield ""
        yield (
            f"seed {self.seed}: {self.nominations} nominations, {self.requests} requests: {known['acknowledged']} "
            f"acknowledged, {known['refused']} refused, {known['unknown']} unknown"
        )
        yield (
            f"{len(self.kills)} kills, {self.pauses} pauses, {self.poison} poison records, "
            f"{self.doubled} doubled records, {self.deaths_later} deaths days later"
        )
        yield f"lost {self.lost}, duplicates {self.duplicates}, order violations {self.order_violations}"
        if self.recoveries:
            figures = (f"{name} {_seconds(known[f'recovery_{name}_s'])}" for name in ("median", "p95", "max"))
            yield f"recovery {', '.join(figures)}"
        yield from self._parts()
        if self.visible_s:
            p50, p99 = (known[f"ad_hoc_visible_{name}_s"] for name in ("p50", "p99"))
            yield f"ad-hoc files visible to reviewers: p50 {p50:.2f} s, p99 {p99:.2f} s (target {_TARGET_S:.0f} s)"
        took = {
            "start": self.start_s,
            "load": self.load_s,
            "later": self.later_s,
            "rest": self.rest_s,
            "all": self.total_s,
        }
        yield ", ".join(f"{name} {seconds:.0f} s" for name, seconds in took.items())
        for sentence in self.unanswered[:10]:
            yield f"✗ unanswered: {sentence}"
        if not self.came_to_rest:
            yield "✗ the services did not come to rest"

    def _parts(self) -> Iterator[str]:
        for part in sorted({kill.part for kill in self.kills}):
            times = ", ".join(_seconds(kill.effect_s) for kill in self.kills if kill.part == part)
            yield f"  {part:<14}{times}"


async def visible_after(stores: Stores) -> list[float]:
    """Seconds from the submission of each ad-hoc file to its case, sorted. Raises: UnavailableError."""
    submitted = await stores.instants(
        "nominations", "nominations", "state.submitted_at", {"state.nomination_type": "ad_hoc"}
    )
    opened = await stores.instants("reviews", "cases", "created_at", {})
    return sorted((opened[one] - at).total_seconds() for one, at in submitted.items() if one in opened)


def _seconds(seconds: float | None) -> str:
    return "never" if seconds is None else f"{seconds:.1f} s"
