"""A decision: one grantor commends several subjects with one signature."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Self
from uuid import UUID

from services.reviews.domain.canonical import canonical, sha256_of
from services.reviews.domain.case import Case
from services.reviews.domain.session import CasesNotReadyError
from shared.kernel.actor import Actor, Role
from shared.kernel.errors import ConflictError, ForbiddenError, RefusedError
from shared.kernel.ids import id_from
from shared.kernel.rulepack import PackQuote
from shared.kernel.separations import Standing, Standings


class DecisionState(StrEnum):
    """Where a decision stands."""

    DRAFTED = "drafted"
    SIGNED = "signed"
    CANCELLED = "cancelled"


class RowOutcome(StrEnum):
    """What became of one row."""

    PENDING = "pending"
    RESERVED = "reserved"
    FREED = "freed"
    GRANTED = "granted"


class NotTheGrantorError(ForbiddenError):
    """Only the grantor of this very unit signs."""

    code = "NO_AUTHORITY"


class RowsNotReservedError(ConflictError):
    """Some rows wait for their reservation, or none could be reserved."""

    code = "ROWS_NOT_RESERVED"


class NumberTakenError(ConflictError):
    """Another decision of this grantor has this number in this year."""

    code = "NUMBER_TAKEN"


class ReasonMissingError(RefusedError):
    """Sending back needs a reason."""

    code = "REASON_MISSING"


@dataclass(frozen=True, slots=True)
class Row:
    """One award of a decision. `label` names the subject on paper; `reason` says why the row was freed."""

    case_id: UUID
    case_number: str
    award_id: UUID
    subject_ref: str
    form_code: str
    label: str
    citation_vi: str
    appraiser_ref: str | None
    appraiser_may_grant: bool
    contributor_refs: tuple[str, ...] = ()
    outcome: RowOutcome = RowOutcome.PENDING
    reason: str | None = None
    pack: PackQuote | None = None

    @classmethod
    def of(cls, decision_id: UUID, case: Case, label: str, citation_vi: str, *, appraiser_may_grant: bool) -> Self:
        """The row that commends the subject of a case."""
        return cls(
            case_id=case.id,
            case_number=case.facts.number,
            award_id=award_id(decision_id, case.id),
            subject_ref=case.facts.subject_ref,
            form_code=case.facts.form_code,
            label=label,
            citation_vi=citation_vi,
            appraiser_ref=case.appraiser_ref,
            appraiser_may_grant=appraiser_may_grant,
            contributor_refs=case.facts.contributor_refs,
            pack=case.facts.pack,
        )


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision. While `numbered`, nobody else has its number in its year at its grantor.

    `document` is the canonical JSON that was signed, `sha256` its hash. `council_codes` are councils of the grantor's
    units, whose secretaries may prepare and read.
    """

    id: UUID
    version: int
    state: DecisionState
    number: str
    year: int
    numbered: bool
    grantor_unit_id: str
    grantor_path: tuple[str, ...]
    council_codes: tuple[str, ...]
    rows: tuple[Row, ...]
    signer_ref: str | None = None
    decided_on: date | None = None
    document: str | None = None
    sha256: str | None = None
    reason: str | None = None

    @classmethod
    def prepare(
        cls,
        decision_id: UUID,
        *,
        number: str,
        grantor_unit_id: str,
        council_codes: tuple[str, ...],
        cases: Sequence[Case],
        rows: tuple[Row, ...],
        on: date,
    ) -> Self:
        """A draft that names decidable cases of one grantor, each once. Raises: CasesNotReadyError."""
        unready = [
            # A case of others shows no more than the id that was sent.
            case.facts.number if case.facts.grantor_unit_id == grantor_unit_id else str(case.id)
            for case in cases
            if not case.is_decidable or case.facts.grantor_unit_id != grantor_unit_id
        ]
        if unready or not cases or len({row.case_id for row in rows}) != len(rows):
            raise CasesNotReadyError(cases=", ".join(unready))
        return cls(
            id=decision_id,
            version=0,
            state=DecisionState.DRAFTED,
            number=number,
            year=on.year,
            numbered=True,
            grantor_unit_id=grantor_unit_id,
            grantor_path=cases[0].facts.grantor_path,
            council_codes=council_codes,
            rows=rows,
        )

    @property
    def path(self) -> tuple[str, ...]:
        """Where roles for this decision may be held."""
        return (*self.grantor_path, *self.council_codes)

    @property
    def standings(self) -> Standings:
        """Who is what in the files that it can still commend; an appraiser only where the form says: another signs."""
        rows = [row for row in self.rows if row.outcome is not RowOutcome.FREED]
        return {
            Standing.SUBJECT: {row.subject_ref for row in rows},
            Standing.CONTRIBUTOR: {ref for row in rows for ref in row.contributor_refs},
            Standing.APPRAISER: {
                row.appraiser_ref for row in rows if row.appraiser_ref and not row.appraiser_may_grant
            },
        }

    def row(self, case_id: UUID) -> Row | None:
        """The row of one case, if there is one."""
        return next((row for row in self.rows if row.case_id == case_id), None)

    def mark_row(self, marked_id: UUID, outcome: RowOutcome, reason: str | None = None) -> Self:
        """The claim of one row is held or free; the decision itself is given back when that changes nothing."""
        if self.state is not DecisionState.DRAFTED:
            return self
        rows = tuple(_marked(row, outcome, reason) if row.award_id == marked_id else row for row in self.rows)
        return self if rows == self.rows else replace(self, rows=rows)

    def sign(self, signer: Actor, on: date) -> Self:
        """The grantor commends every subject whose claim is held.

        Raises: ConflictError, NotTheGrantorError, RowsNotReservedError.
        """
        self._expect_draft()
        if not signer.holds(Role.GRANTOR, (self.grantor_unit_id,)):
            raise NotTheGrantorError(
                form=", ".join(sorted({row.form_code for row in self.rows})), suggested_grantor=self.grantor_unit_id
            )
        outcomes = {row.outcome for row in self.rows}
        if RowOutcome.PENDING in outcomes or RowOutcome.RESERVED not in outcomes:
            raise RowsNotReservedError
        rows = tuple(
            replace(row, outcome=RowOutcome.GRANTED) if row.outcome is RowOutcome.RESERVED else row for row in self.rows
        )
        document = _document(self, rows, signer.ref, on)
        return replace(
            self,
            state=DecisionState.SIGNED,
            year=on.year,
            rows=rows,
            signer_ref=signer.ref,
            decided_on=on,
            document=document,
            sha256=sha256_of(document),
        )

    def send_back(self, reason: str) -> Self:
        """The grantor does not sign; its number may be used again. Raises: ConflictError, ReasonMissingError."""
        self._expect_draft()
        if not reason:
            raise ReasonMissingError(field="reason")
        return replace(self, state=DecisionState.CANCELLED, numbered=False, reason=reason)

    def _expect_draft(self) -> None:
        if self.state is not DecisionState.DRAFTED:
            raise ConflictError("STATE_CHANGED", state=self.state.value)


def award_id(decision_id: UUID, case_id: UUID) -> UUID:
    """The id of the award that a decision would give in a case."""
    return id_from("award", decision_id, case_id)


def _marked(row: Row, outcome: RowOutcome, reason: str | None) -> Row:
    # A freed claim is never held again for this row: news of the reservation may come late.
    return row if row.outcome is RowOutcome.FREED else replace(row, outcome=outcome, reason=reason)


def _document(decision: Decision, rows: Sequence[Row], signer_ref: str, on: date) -> str:
    return canonical(
        {
            "decision": str(decision.id),
            "number": decision.number,
            "grantor_unit": decision.grantor_unit_id,
            "signer": signer_ref,
            "decided_on": on.isoformat(),
            "rows": [
                {
                    "case": row.case_number,
                    "award": str(row.award_id),
                    "subject": row.label,
                    "form": row.form_code,
                    "citation": row.citation_vi,
                }
                for row in rows
                if row.outcome is RowOutcome.GRANTED
            ],
        }
    )
