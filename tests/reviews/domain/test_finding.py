from datetime import date, timedelta

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from services.reviews.domain.finding import (
    About,
    DueInPastError,
    Finding,
    FindingKind,
    FindingState,
    NotOwnerError,
    Subject,
    late_finding_id,
)
from services.reviews.usecases.case.facts import facts_of
from shared.kernel.errors import ConflictError
from shared.kernel.ids import id_from
from shared.kernel.separations import RoleSeparationError
from tests.reviews.facts import TODAY, forwarded, full_facts

AWARD = id_from("award", 1)


def raised() -> Finding:
    subject = Subject.of(About.AWARD, AWARD, facts_of(forwarded(full_facts())))
    return Finding(late_finding_id(AWARD), 0, FindingState.RAISED, "GS-2026-0001", FindingKind.LATE, subject, TODAY)


def test_a_finding_lies_in_the_scope_of_the_subjects_unit_and_of_the_grantor() -> None:
    assert raised().subject.path == ("BTP", "THADS-HP")
    assert raised().subject.file_number == "KT-2026-0004"


def test_only_its_owner_reports_and_only_what_falls_due_today_or_later_is_assigned() -> None:
    with pytest.raises(DueInPastError):
        raised().assign("CT-HP-THA", TODAY - timedelta(days=1), TODAY)
    with pytest.raises(RoleSeparationError):
        raised().assign("TT-21", TODAY, TODAY)
    assigned = raised().assign("NOBODY", TODAY, TODAY).assign("CT-HP-THA", TODAY, TODAY)
    with pytest.raises(NotOwnerError):
        assigned.remedy("PCT-HP-THA", "Đã chấn chỉnh")
    reopened = assigned.remedy("CT-HP-THA", "Đã chấn chỉnh").reopen("Chưa rõ", TODAY + timedelta(days=3), TODAY)
    assert (reopened.owner_ref, reopened.due_on) == ("CT-HP-THA", TODAY + timedelta(days=3))
    assert reopened.remedy_vi == "Đã chấn chỉnh", "nothing that was said is lost"


class FindingMachine(RuleBasedStateMachine):
    """Whatever is tried in whatever order: a finding is verified only after its owner reported on it."""

    def __init__(self) -> None:
        super().__init__()
        self.finding = raised()
        self.told: list[str] = ["raised"]

    def _try(self, name: str, act: str, *arguments: object) -> None:
        before = self.finding
        try:
            self.finding = getattr(before, act)(*arguments)
        except (ConflictError, NotOwnerError, DueInPastError):
            assert self.finding is before
        else:
            self.told.append(name)

    @rule(owner=st.sampled_from("AB"), days=st.integers(-2, 2))
    def assign(self, owner: str, days: int) -> None:
        self._try("assigned", "assign", owner, TODAY + timedelta(days=days), TODAY)

    @rule(who=st.sampled_from("AB"))
    def remedy(self, who: str) -> None:
        self._try("remedied", "remedy", who, "Đã làm")

    @rule()
    def verify(self) -> None:
        self._try("verified", "verify")

    @rule(days=st.integers(-2, 2))
    def reopen(self, days: int) -> None:
        self._try("reopened", "reopen", "Chưa đủ", TODAY + timedelta(days=days), TODAY)

    @invariant()
    def it_goes_its_way(self) -> None:
        told = self.told
        assert told.count("verified") == (self.finding.state is FindingState.VERIFIED)
        assert told.count("remedied") - told.count("reopened") == (self.finding.state in {"remedied", "verified"})
        assert self.finding.due_on is None or self.finding.due_on >= date(2026, 10, 7)


TestFinding = FindingMachine.TestCase
