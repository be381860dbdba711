"""A submission: files of one unit go to one receiving unit in one sheet; from then on each row lives its own life."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from services.nominations.domain.deed import Deed
from services.nominations.domain.eligibility import Reason
from services.nominations.domain.nomination import Nomination
from services.nominations.domain.states import DRAFT, RETURNED
from shared.kernel.errors import ConflictError, RefusedError
from shared.kernel.ids import id_from
from shared.kernel.lineage import Lineage

SENT = "sent"
_SENT_FROM = (DRAFT, RETURNED)


class SubmissionChannel(StrEnum):
    """How the signed sheet reaches the receiving unit."""

    ELECTRONIC = "electronic"
    PAPER = "paper"


class RowOutcome(StrEnum):
    """What became of a row: its file was submitted, or that was refused with reasons."""

    SUBMITTED = "submitted"
    REFUSED = "refused"


class SubmissionEmptyError(RefusedError):
    """A submission without a file says nothing."""

    code = "SUBMISSION_EMPTY"


class RowNotDraftError(ConflictError):
    """Only a draft, or a file that was returned to its unit, is sent, and only as its head saw it."""

    code = "ROW_NOT_DRAFT"


class RowDeedChangedError(ConflictError):
    """A head endorses the deed that was read, not what was made of it since."""

    code = "ROW_DEED_CHANGED"


class RowDoesNotBelongError(RefusedError):
    """The file is of another unit, or another unit decides on it."""

    code = "ROW_DOES_NOT_BELONG"


class RowInOtherSubmissionError(ConflictError):
    """The file waits for its answer in another submission."""

    code = "ROW_IN_OTHER_SUBMISSION"


@dataclass(frozen=True, slots=True)
class Row:
    """One file of a submission, as its head saw it; without an outcome it waits.

    A returned file only changes by being submitted, so `submitted_at` tells which of its texts was seen; `words_hash`
    tells that of a draft, `deed_hash` that of the deed.
    """

    nomination_id: UUID
    number: str
    submitted_at: datetime | None = None
    deed_hash: str | None = None
    words_hash: str | None = None
    outcome: RowOutcome | None = None
    reasons: tuple[Reason, ...] = ()

    def require_unchanged(self, file: Nomination, deed: Deed | None) -> None:
        """The file stands as it was sent, and its deed is told as then. Raises: RowNotDraftError, RowDeedChangedError.

        A note that its day comes near changes nothing of it.
        """
        is_reworded = self.words_hash is not None and self.words_hash != file.words_hash
        if file.state not in _SENT_FROM or file.submitted_at != self.submitted_at or is_reworded:
            raise RowNotDraftError(number=self.number)
        if _hash_of(deed) != self.deed_hash:
            raise RowDeedChangedError(number=self.number)


@dataclass(frozen=True, slots=True)
class Submission:
    """A sheet that was sent. `reach` are the units on the lines of both sides, whose people may read it.

    Its rows are answered together; while it `waits` for that, none of its files is in another submission.
    """

    id: UUID
    number: str
    unit_code: str
    unit_path: tuple[str, ...]
    to_unit_code: str
    reach: tuple[str, ...]
    endorser_ref: str
    channel: SubmissionChannel
    rows: tuple[Row, ...]
    sent_at: datetime
    year: int
    waits: bool = True
    state: str = SENT
    version: int = 0

    def answer(self, rows: Sequence[Row]) -> "Submission":
        """Each row has its outcome."""
        return replace(self, rows=tuple(rows), waits=False)


def row_of(file: Nomination, deed: Deed | None, *, unit: str, to_unit: str, lineage: Lineage, on: date) -> Row:
    """A file as a row: of the unit, of one below it or of one that it succeeded, for the unit that decides on it.

    Raises: RowNotDraftError, RowDoesNotBelongError.
    """
    if file.state not in _SENT_FROM:
        raise RowNotDraftError(number=file.number)
    is_of_unit = any(lineage.leads_to(code, unit, on) for code in file.unit_path)
    if not is_of_unit or file.grantor_unit_id != to_unit:
        raise RowDoesNotBelongError(number=file.number, unit=file.unit_code, to_unit=file.grantor_unit_id)
    return Row(file.id, file.number, file.submitted_at, _hash_of(deed), file.words_hash)


def _hash_of(deed: Deed | None) -> str | None:
    return None if deed is None else deed.told_hash


def submission_id_of(cause_id: UUID) -> UUID:
    """The id of the submission that this command sends."""
    return id_from("submission", cause_id)
