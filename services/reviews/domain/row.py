"""A row of a decision: one award that it gives."""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Self
from uuid import UUID

from services.reviews.domain.case import Case
from shared.kernel.ids import id_from
from shared.kernel.rulepack import PackQuote


class RowOutcome(StrEnum):
    """What became of one row."""

    PENDING = "pending"
    RESERVED = "reserved"
    FREED = "freed"
    GRANTED = "granted"


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
    appraised_below_by: tuple[str, ...] = ()

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
            contributor_refs=case.facts.doer_refs,
            pack=case.facts.pack,
            appraised_below_by=tuple(one.appraiser_ref for one in case.passed if one.appraiser_ref),
        )

    def marked(self, outcome: RowOutcome, reason: str | None) -> Self:
        """What became of its claim; one that was freed is never held again: news of the reservation may come late."""
        return self if self.outcome is RowOutcome.FREED else replace(self, outcome=outcome, reason=reason)


def award_id(decision_id: UUID, case_id: UUID) -> UUID:
    """The id of the award that a decision would give in a case."""
    return id_from("award", decision_id, case_id)
