"""What review knows of a deed, and how a case follows it."""

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from services.reviews.domain.case import FINAL, IN_REVIEW, Case
from services.reviews.domain.case_parts import CaseState
from shared.kernel.holds import Hold, HoldGround
from shared.kernel.workdays import Calendar


@dataclass(frozen=True, slots=True)
class KnownDeed:
    """A deed about which something was said that its cases and awards must follow.

    Who did it, whether that is disputed, and the deed that it was found to be the same as. Its days are those with
    which the file was accepted.
    """

    id: UUID
    version: int
    contributor_refs: tuple[str, ...]
    is_disputed: bool = False
    linked_to: UUID | None = None

    def move(
        self, case: Case, on: date, calendar: Calendar, *, is_disputed: bool, kin_refs: tuple[str, ...] = ()
    ) -> Case:
        """While it, or what it is the same as, is disputed a case is held; then it goes on. It knows it as it stands.

        `kin_refs` are who did what it is the same as. What somebody else holds, or a complaint that is being verified,
        stays held and knows it too. It is given back when there is nothing to do. Raises: NoCalendarError.
        """
        if case.state in FINAL:
            return case
        refs = case.facts.contributor_refs if is_disputed else self.contributor_refs
        facts = replace(case.facts, contributor_refs=refs, kin_refs=kin_refs)
        known = case if facts == case.facts else replace(case, facts=facts)
        if is_disputed and case.state in IN_REVIEW:
            hold = Hold(HoldGround.ATTRIBUTION_DISPUTE, on, case.state.value, by_itself=True)
            return replace(known, state=CaseState.ON_HOLD, held=hold)
        if is_disputed or case.held is None or not case.held.by_itself:
            return known
        if known.complaints:
            hold = Hold(HoldGround.COMPLAINT_VERIFICATION, case.held.since, case.held.before)
            return replace(known, held=hold, held_for_complaints=True)
        return known.go_on(case.held, on, calendar)
