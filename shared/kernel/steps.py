"""The steps of a file: the days on which they fall due, and when who has to act is reminded.

Source: the domain's law as data, two clocks per step, in working days.
"""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from shared.kernel.workdays import Calendar


class Alarmed(Protocol):
    """What has a day of which something is said."""

    @property
    def id(self) -> UUID:
        """Its id."""

    @property
    def version(self) -> int:
        """The version it was read at."""


class AlarmKind(StrEnum):
    """What is said of a due day, from the mildest on; each is said once of one day."""

    APPROACHING = "approaching"
    BREACHED = "breached"
    LEGAL_BREACHED = "legal_breached"


@dataclass(frozen=True, slots=True)
class Alarm:
    """A step's day is near, or over without the step being done. `due_on` is that day."""

    step: str
    due_on: date
    kind: AlarmKind

    @property
    def is_breach(self) -> bool:
        """Whether the day is over."""
        return self.kind is not AlarmKind.APPROACHING

    @property
    def is_legal(self) -> bool:
        """Whether it is the law's limit that is over, and not only our target."""
        return self.kind is AlarmKind.LEGAL_BREACHED


@dataclass(frozen=True, slots=True)
class Step:
    """One step: when our target and the law's limit fall due, and when it was done.

    `paused_days` are the working days by which it was put off, `told` is the last alarm about its days.
    """

    name: str
    due_on: date
    legal_due_on: date | None = None
    done_on: date | None = None
    paused_days: int = 0
    told: AlarmKind | None = None

    def later(self, working_days: int, calendar: Calendar) -> "Step":
        """The same step, so many working days later; of its new days nothing was told. Raises: NoCalendarError."""
        if not working_days:
            return self
        legal = None if self.legal_due_on is None else calendar.add(self.legal_due_on, working_days)
        return replace(
            self,
            due_on=calendar.add(self.due_on, working_days),
            legal_due_on=legal,
            paused_days=self.paused_days + working_days,
            told=None,
        )

    def alarm(self, begun_on: date, today: date, calendar: Calendar) -> Alarm | None:
        """What is to be said today of a step that its holder has had since a day, and was not said before.

        On the working day before, unless the step came to its holder only then; the day after, unless it came then.
        Raises: NoCalendarError.
        """
        if self.legal_due_on is not None and max(self.legal_due_on, begun_on) < today:
            alarm = Alarm(self.name, self.legal_due_on, AlarmKind.LEGAL_BREACHED)
            return None if self.told is AlarmKind.LEGAL_BREACHED else alarm
        if max(self.due_on, begun_on) < today:
            alarm = Alarm(self.name, self.due_on, AlarmKind.BREACHED)
            return alarm if self.told in (None, AlarmKind.APPROACHING) else None
        if self.told is not None or self.due_on < today:
            return None
        is_near = begun_on < calendar.before(self.due_on) <= today
        return Alarm(self.name, self.due_on, AlarmKind.APPROACHING) if is_near else None


def with_told(steps: tuple[Step, ...], alarm: Alarm) -> tuple[Step, ...]:
    """The steps, this alarm told."""
    return tuple(replace(step, told=alarm.kind) if step.name == alarm.step else step for step in steps)
