"""What waits for a person: one verb a row, the earliest day first."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from services.console.domain.acts import offered
from services.console.domain.case import Case
from services.console.domain.decision import Decision
from services.console.domain.meeting import Council, Meeting
from services.console.domain.numbering import in_order
from shared.kernel.actor import Actor
from shared.kernel.clock import local_day
from shared.kernel.policy import may

_TO_DECIDE = frozenset({"recommended", "awaiting_decision"})


@dataclass(frozen=True, slots=True)
class Task:
    """One row: what it is about, what to do, where to do it, until when."""

    link: str
    number: str
    what_vi: str
    verb_vi: str
    due_on: date | None = None
    case: Case | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """What is open and lies in a person's places; `left_out` are more than were looked through."""

    cases: Sequence[Case]
    meetings: Sequence[Meeting]
    decisions: Sequence[Decision]
    councils: Sequence[Council]
    left_out: int = 0


def tasks_of(actor: Actor, known: Known, now: datetime) -> list[Task]:
    """All rows for this person as of `now`, the earliest due day first, those without a day last."""
    meetings, decisions = _of_meetings(actor, known.meetings, now), _of_decisions(actor, known.decisions)
    rows = [*_of_cases(actor, known), *meetings, *decisions]
    return sorted(rows, key=lambda row: (row.due_on is None, row.due_on or date.min, in_order(row.number)))


def ready_for(council: Council, cases: Iterable[Case]) -> list[Case]:
    """The files that this council can take up now."""
    return [
        case for case in cases if case.state == "ready" and not case.is_held and council.unit_id in case.office[-1:]
    ]


def to_decide(actor: Actor, cases: Iterable[Case]) -> list[Case]:
    """The files for which this person can prepare a decision now."""
    return [
        case
        for case in cases
        if case.state in _TO_DECIDE
        and not case.is_held
        and case.decision_id is None
        and not case.is_below
        and may(actor, "decision.prepare", (*case.grantor_path, case.grantor_unit_id))
    ]


def _of_cases(actor: Actor, known: Known) -> Iterator[Task]:
    for case in known.cases:
        act = next((act for act in offered(case, actor) if act.task_vi), None)
        if act is not None:
            yield Task(f"/ho-so/{case.number}", case.number, case.status_vi, act.task_vi, case.due_on, case)
    for case in to_decide(actor, known.cases):
        yield Task("/cho-ky#lap", case.number, case.status_vi, "Lập quyết định", case.due_on, case)
    for council in known.councils:
        if may(actor, "session.convene", (council.code, council.unit_id)):
            for case in ready_for(council, known.cases):
                yield Task("/phien#lap", case.number, case.status_vi, "Xếp phiên", case.due_on, case)


def _of_meetings(actor: Actor, meetings: Iterable[Meeting], now: datetime) -> Iterator[Task]:
    for meeting in meetings:
        verb = _verb(actor, meeting, now)
        if verb:
            due_on = local_day(meeting.closes_at) if meeting.closes_at else None
            what = f"{len(meeting.case_ids)} hồ sơ · {meeting.state_vi.lower()}"
            yield Task(f"/phien/{meeting.id}", f"Phiên {meeting.number}", what, verb, due_on)


def _verb(actor: Actor, meeting: Meeting, now: datetime) -> str:
    chairs = may(actor, "session.open_voting", meeting.path)
    if meeting.state == "convened" and chairs:
        return "Hoãn phiên" if meeting.is_over(now) else "Mở bỏ phiếu"
    if meeting.state == "voting_closed":
        return "Lập biên bản" if may(actor, "session.minute", meeting.path) else ""
    if meeting.state != "voting_open":
        return ""
    votes = not meeting.is_over(now) and any(meeting.may_vote(case_id, actor.ref) for case_id in meeting.case_ids)
    return "Bỏ phiếu" if votes else "Đóng phiếu" if chairs else ""


def _of_decisions(actor: Actor, decisions: Iterable[Decision]) -> Iterator[Task]:
    for decision in decisions:
        if decision.state == "drafted" and may(actor, "decision.send_back", (decision.grantor_unit_id,)):
            what = f"{len(decision.case_ids)} hồ sơ"
            yield Task(f"/cho-ky/{decision.id}", f"Quyết định {decision.number}", what, "Xem và ký")
