"""A finding: something that supervision wants set right, from its discovery to the proof that it was."""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Self
from uuid import UUID

from services.reviews.domain.facts import Facts
from services.reviews.domain.formalism import Movement
from shared.kernel.errors import ConflictError, RefusedError
from shared.kernel.ids import id_from
from shared.kernel.separations import RoleSeparationError, Standing, Standings
from shared.kernel.steps import AlarmKind


class FindingKind(StrEnum):
    """What is wrong."""

    LATE = "late"
    YEAR_END_BUNCHING = "year_end_bunching"
    UNFAIR_SHARE = "unfair_share"
    FORMALISM = "formalism"
    RULE_BREACH = "rule_breach"


class FindingState(StrEnum):
    """Where a finding stands."""

    RAISED = "raised"
    ASSIGNED = "assigned"
    REMEDIED = "remedied"
    VERIFIED = "verified"


class About(StrEnum):
    """What a finding is about."""

    AWARD = "award"
    CASE = "case"
    UNIT = "unit"
    MOVEMENT = "movement"


class NotOwnerError(RefusedError):
    """Only the one to whom it was assigned reports what was done."""

    code = "NOT_OWNER"


class DueInPastError(RefusedError):
    """Nothing falls due before today."""

    code = "DUE_IN_PAST"


@dataclass(frozen=True, slots=True)
class Subject:
    """What a finding is about, and the units in whose scope it lies: the subject's and the grantor's.

    `gain_refs` are the people whose award it is. A unit and a movement have no file, and nobody gains.
    """

    about: About
    about_id: UUID
    file_number: str
    unit_id: str
    unit_path: tuple[str, ...]
    path: tuple[str, ...]
    gain_refs: tuple[str, ...]

    @classmethod
    def of(cls, about: About, about_id: UUID, facts: Facts) -> Self:
        """An award or case of this file."""
        path = tuple(dict.fromkeys((*facts.unit_path, *facts.grantor_path)))
        gains = tuple(dict.fromkeys((facts.subject_ref, *facts.contributor_refs)))
        return cls(about, about_id, facts.number, facts.unit_id, facts.unit_path, path, gains)

    @classmethod
    def of_unit(cls, path: tuple[str, ...]) -> Self:
        """A unit with all below it; its id is derived as its owner derives it, from the code."""
        return cls(About.UNIT, id_from("unit", path[-1]), "", path[-1], path, path, ())

    @classmethod
    def of_movement(cls, movement: Movement) -> Self:
        """A movement, in the scope of the unit that leads it."""
        path = movement.unit_path
        return cls(About.MOVEMENT, movement.id, "", path[-1], path, path, ())


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure that went beyond its limit, such as the days from the deed's discovery to its nomination, or a share.

    Shares are whole percent.
    """

    metric: str
    value: int
    limit: int


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding. `figure` is there when the system found it, `ground_vi` when a supervisor did.

    `period` is the time of which the figure tells, such as 2026-Q3; one of a single award has none.
    `told` is the last alarm about `due_on`.
    """

    id: UUID
    version: int
    state: FindingState
    number: str
    kind: FindingKind
    subject: Subject
    raised_on: date
    figure: Figure | None = None
    period: str | None = None
    ground_vi: str = ""
    owner_ref: str | None = None
    due_on: date | None = None
    remedy_vi: str = ""
    reopened_because: str = ""
    assigned_on: date | None = None
    told: AlarmKind | None = None

    @property
    def standings(self) -> Standings:
        """Who is what in it."""
        return {
            Standing.SUBJECT: self.subject.gain_refs,
            Standing.OWNER: () if self.owner_ref is None else (self.owner_ref,),
        }

    def assign(self, owner_ref: str, due_on: date, today: date) -> Self:
        """Somebody sets it right until a day; it can be assigned anew. Whoever gains by the file does not.

        Raises: ConflictError, DueInPastError, RoleSeparationError.
        """
        self._expect(FindingState.RAISED, FindingState.ASSIGNED)
        if owner_ref in self.subject.gain_refs:
            raise RoleSeparationError(field="owner_ref")
        return self._owed_by(owner_ref, due_on, today)

    def remedy(self, by_ref: str, remedy_vi: str) -> Self:
        """Its owner says what was done. Raises: ConflictError, NotOwnerError."""
        self._expect(FindingState.ASSIGNED)
        if by_ref != self.owner_ref:
            raise NotOwnerError
        return replace(self, state=FindingState.REMEDIED, remedy_vi=remedy_vi)

    def verify(self) -> Self:
        """Supervision has checked the proof. Raises: ConflictError."""
        self._expect(FindingState.REMEDIED)
        return replace(self, state=FindingState.VERIFIED)

    def reopen(self, because: str, due_on: date, today: date) -> Self:
        """What was done is not enough: the owner goes on. Raises: ConflictError, DueInPastError."""
        self._expect(FindingState.REMEDIED)
        return replace(self._owed_by(str(self.owner_ref), due_on, today), reopened_because=because)

    def _owed_by(self, owner_ref: str, due_on: date, today: date) -> Self:
        if due_on < today:
            raise DueInPastError(field="due_on")
        return replace(
            self, state=FindingState.ASSIGNED, owner_ref=owner_ref, due_on=due_on, assigned_on=today, told=None
        )

    def _expect(self, *states: FindingState) -> None:
        if self.state not in states:
            raise ConflictError("STATE_CHANGED", state=self.state.value)


def figure_finding_id(kind: str, scope: str, period: str, metric: str) -> UUID:
    """The id of what a figure of a unit or movement, by its code, shows in a time: it is found once."""
    return id_from("finding", kind, scope, period, metric)


def double_finding_id(award_id: UUID, other_id: UUID) -> UUID:
    """The id of the finding that two awards stand for one deed: there is one at most, whichever came first."""
    return id_from("finding", "double", *sorted((award_id, other_id)))


def late_finding_id(award_id: UUID) -> UUID:
    """The id of the finding that an award came late: there is one at most."""
    return id_from("finding", "late", award_id)
