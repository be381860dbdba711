"""I5: every award has its signed decision, and its vote if one is due; every notice has its event."""

import hashlib
from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from deploy.standalone.reconcile.facts import Facts, Thing
from deploy.standalone.reconcile.layout import AWARDED
from deploy.standalone.reconcile.verdict import Verdict, Violation

_FULL = "full"


def causality(facts: Facts) -> Verdict:
    """Awards stand on decisions whose document says so; notices and what is shown to all stand on events."""
    awards, notices = len(facts.of("awards")), len(facts.notices)
    counted = f"{awards} awards, {len(facts.of('decisions'))} decisions, {notices} notices"
    return Verdict.of("I5", "causality", counted, [*_awards(facts), *_documents(facts), *_notices(facts)])


def _awards(facts: Facts) -> Iterator[Violation]:
    passed = {
        vote.case_id for session in facts.sessions for vote in session.votes if vote.outcome and vote.outcome.passed
    }
    for award in facts.of("awards").values():
        at, decision = f"awards {award.id}", facts.of("decisions").get(UUID(award.state["decision_id"]))
        row = _row(decision, award)
        if decision is None or row is None:
            yield Violation(at, f"no decision {award.state['decision_id']} has a row for it")
            continue
        if award.stands not in AWARDED:
            continue
        if decision.stands != "signed" or row["outcome"] != "granted":
            yield Violation(at, f"it is {award.stands}, decision {decision.id} is {decision.stands}")
        if award.state["grant"]["document_sha256"] != decision.state["sha256"]:
            yield Violation(at, f"it quotes another document than decision {decision.id} has")
        case = facts.of("cases").get(UUID(award.state["case_id"]))
        if case is None or (case.state["procedure"] == _FULL and case.id not in passed):
            yield Violation(at, f"no council's vote recommends case {award.state['case_id']}")


def _row(decision: Thing | None, award: Thing) -> Mapping[str, Any] | None:
    rows = decision.state["rows"] if decision is not None else ()
    return next((row for row in rows if row["award_id"] == str(award.id)), None)


def _documents(facts: Facts) -> Iterator[Violation]:
    for decision in facts.of("decisions").values():
        document = decision.state.get("document")
        if document is not None and hashlib.sha256(document.encode()).hexdigest() != decision.state["sha256"]:
            yield Violation(f"decisions {decision.id}", "the document is not the one that was signed")


def _notices(facts: Facts) -> Iterator[Violation]:
    for notice in facts.notices:
        if notice.event not in facts.heard or (notice.event not in facts.events and notice.event not in facts.owed):
            yield Violation(
                f"notice {notice.id}", f"{notice.template} tells of event {notice.event}, which is not there"
            )
