"""A decision: one grantor commends several subjects with one signature."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Self
from uuid import UUID

from services.reviews.domain.canonical import canonical, sha256_of
from services.reviews.domain.case import Case
from services.reviews.domain.delegation import Delegation, DelegationNotInForceError
from services.reviews.domain.row import Row, RowOutcome
from services.reviews.domain.series import serial_of
from services.reviews.domain.session import CasesNotReadyError
from shared.kernel.actor import Actor, Role
from shared.kernel.errors import ConflictError, ForbiddenError, RefusedError
from shared.kernel.separations import Standing, Standings

NOTHING_LEFT = "Các hồ sơ trong dự thảo đã được rút, không còn xét khen, đã có trong quyết định khác hoặc đã được khen."
"""Why a draft ended by itself, as people read it."""


class DecisionState(StrEnum):
    """Where a decision stands."""

    DRAFTED = "drafted"
    SIGNED = "signed"
    CANCELLED = "cancelled"


class SignMode(StrEnum):
    """How it was signed: with the own token, by the agency's signing service, or on paper."""

    TOKEN = "token"  # noqa: S105 - a way of signing
    SERVICE = "service"
    PAPER = "paper"


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
class Decision:
    """One decision. While `numbered`, nobody else has its number in its year at its grantor.

    `document` is the canonical JSON that was signed, `sha256` its hash. `council_codes` are councils of the grantor's
    units, whose secretaries may prepare and read. `serial` is its place in the grantor's series, when its number is of
    it. One who signed for the grantor did so under the document `signed_under`.
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
    serial: int | None = None
    sign_mode: SignMode | None = None
    delegation_id: UUID | None = None
    signed_under: str | None = None

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
            serial=serial_of(number, grantor_unit_id),
        )

    @property
    def path(self) -> tuple[str, ...]:
        """Where roles for this decision may be held."""
        return (*self.grantor_path, *self.council_codes)

    @property
    def forms(self) -> str:
        """The codes of the forms that it grants, for people."""
        return ", ".join(sorted({row.form_code for row in self.rows}))

    @property
    def standings(self) -> Standings:
        """Who is what in the files that it can still commend; an appraiser only where the form says: another signs."""
        rows = [row for row in self.rows if row.outcome is not RowOutcome.FREED]
        return {
            Standing.SUBJECT: {row.subject_ref for row in rows},
            Standing.CONTRIBUTOR: {ref for row in rows for ref in row.contributor_refs},
            Standing.APPRAISER: {
                ref
                for row in rows
                for ref in (row.appraiser_ref, *row.appraised_below_by)
                if ref and not row.appraiser_may_grant
            },
        }

    def row(self, case_id: UUID) -> Row | None:
        """The row of one case, if there is one."""
        return next((row for row in self.rows if row.case_id == case_id), None)

    def mark_row(self, marked_id: UUID, outcome: RowOutcome, reason: str | None = None) -> Self:
        """The claim of one row is held or free; the decision itself is given back when that changes nothing.

        A draft of which nothing is left ends: there is nothing to sign, and a row that was freed is never held again.
        """
        if self.state is not DecisionState.DRAFTED:
            return self
        rows = tuple(row.marked(outcome, reason) if row.award_id == marked_id else row for row in self.rows)
        if rows == self.rows:
            return self
        marked = replace(self, rows=rows)
        return marked.send_back(NOTHING_LEFT) if all(row.outcome is RowOutcome.FREED for row in rows) else marked

    def sign(
        self, signer: Actor, on: date, mode: SignMode = SignMode.PAPER, delegations: Sequence[Delegation] = ()
    ) -> Self:
        """The grantor, or one to whom the signature is delegated on this day, commends all whose claim is held.

        Raises: ConflictError, NotTheGrantorError, DelegationNotInForceError, RowsNotReservedError.
        """
        self._expect_draft()
        delegation = self._delegation_of(signer, on, delegations)
        outcomes = {row.outcome for row in self.rows}
        if RowOutcome.PENDING in outcomes or RowOutcome.RESERVED not in outcomes:
            raise RowsNotReservedError
        rows = tuple(
            replace(row, outcome=RowOutcome.GRANTED) if row.outcome is RowOutcome.RESERVED else row for row in self.rows
        )
        signed = replace(
            self,
            state=DecisionState.SIGNED,
            year=on.year,
            rows=rows,
            signer_ref=signer.ref,
            decided_on=on,
            sign_mode=mode,
            delegation_id=delegation.id if delegation is not None else None,
            signed_under=delegation.number if delegation is not None else None,
        )
        document = _document(signed)
        return replace(signed, document=document, sha256=sha256_of(document))

    def send_back(self, reason: str) -> Self:
        """The grantor does not sign; its number may be used again. Raises: ConflictError, ReasonMissingError."""
        self._expect_draft()
        if not reason:
            raise ReasonMissingError(field="reason")
        return replace(self, state=DecisionState.CANCELLED, numbered=False, reason=reason)

    def _delegation_of(self, signer: Actor, on: date, delegations: Sequence[Delegation]) -> Delegation | None:
        """What lets the signer sign for the grantor; None for the grantor."""
        if signer.holds(Role.GRANTOR, (self.grantor_unit_id,)):
            return None
        given = [one for one in delegations if one.grantor_unit_id == self.grantor_unit_id]
        in_force = next((one for one in given if one.is_in_force(on)), None)
        if in_force is None and given:
            raise DelegationNotInForceError(number=given[-1].number)
        if in_force is None:
            raise NotTheGrantorError(form=self.forms, suggested_grantor=self.grantor_unit_id)
        return in_force

    def _expect_draft(self) -> None:
        if self.state is not DecisionState.DRAFTED:
            raise ConflictError("STATE_CHANGED", state=self.state.value)


def _document(signed: Decision) -> str:
    return canonical(
        {
            "decision": str(signed.id),
            "number": signed.number,
            "grantor_unit": signed.grantor_unit_id,
            "signer": signed.signer_ref,
            "signed_under": signed.signed_under,
            "sign_mode": signed.sign_mode,
            "decided_on": None if signed.decided_on is None else signed.decided_on.isoformat(),
            "rows": [
                {
                    "case": row.case_number,
                    "award": str(row.award_id),
                    "subject": row.label,
                    "form": row.form_code,
                    "citation": row.citation_vi,
                }
                for row in signed.rows
                if row.outcome is RowOutcome.GRANTED
            ],
        }
    )
