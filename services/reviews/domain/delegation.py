"""A delegation of signature: for some days, another signs the decisions of a grantor."""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Self
from uuid import UUID

from shared.kernel.errors import ConflictError, ForbiddenError, RefusedError


class DelegationState(StrEnum):
    """Where a delegation stands."""

    RECORDED = "recorded"
    ENDED = "ended"


class DelegationDatesError(RefusedError):
    """It begins on a day, ends on that day or later, and not before today."""

    code = "DELEGATION_DATES"


class DelegationNotInForceError(ForbiddenError):
    """The day of the signature lies outside of it, or it was ended."""

    code = "DELEGATION_NOT_IN_FORCE"


@dataclass(frozen=True, slots=True)
class Delegation:
    """From the first to the last day, the delegate may sign for the grantor; `number` is that of its document."""

    id: UUID
    version: int
    state: DelegationState
    grantor_unit_id: str
    grantor_ref: str
    delegate_ref: str
    first: date
    last: date
    number: str

    @classmethod
    def record(
        cls,
        delegation_id: UUID,
        *,
        grantor_unit_id: str,
        grantor_ref: str,
        delegate_ref: str,
        days: tuple[date, date],
        number: str,
        today: date,
    ) -> Self:
        """The grantor delegates the signature. Raises: DelegationDatesError."""
        first, last = days
        if last < first or last < today:
            raise DelegationDatesError(field="last")
        return cls(
            id=delegation_id,
            version=0,
            state=DelegationState.RECORDED,
            grantor_unit_id=grantor_unit_id,
            grantor_ref=grantor_ref,
            delegate_ref=delegate_ref,
            first=first,
            last=last,
            number=number,
        )

    @property
    def path(self) -> tuple[str, ...]:
        """The one unit whose decisions it is about."""
        return (self.grantor_unit_id,)

    def is_in_force(self, on: date) -> bool:
        """Whether the delegate may sign on this day."""
        return self.state is DelegationState.RECORDED and self.first <= on <= self.last

    def end(self) -> Self:
        """The grantor takes it back before its last day. Raises: ConflictError."""
        if self.state is not DelegationState.RECORDED:
            raise ConflictError("STATE_CHANGED", state=self.state.value)
        return replace(self, state=DelegationState.ENDED)
