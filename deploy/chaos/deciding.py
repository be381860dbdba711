"""Councils vote and grantors sign: what happens to many files at once."""

import asyncio
import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from deploy.chaos.clerks import OFFICER, Body
from deploy.chaos.desk import Desk
from deploy.chaos.ways import Ways
from deploy.standalone.reconcile.invariants.durable import CAST, CAST_WRITTEN
from shared.kernel.clock import now_utc

SECRETARY, CHAIR, COUNCIL = "TK-01", "HD-01", "HD-BTP"
MEMBERS = tuple(f"HD-{number:02}" for number in range(1, 10))
RECUSED, ON_PAPER = "HD-03", "HD-09"
_OPEN, _PAPER = "BANG_KHEN_DOT_XUAT", "BANG_KHEN_TOAN_NGANH"
_ROWS = 20
_IDLE_SECONDS = 0.2


@dataclass(slots=True)
class Deciding:
    """Takes what was appraised, some at a time; what waits for a council when all of it waits."""

    desk: Desk
    ways: Ways
    _numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    async def run(self, working: asyncio.Event) -> None:
        """Decide while clerks work, then what is left. Raises: UnansweredError."""
        clerks = self.ways.clerks
        while working.is_set() or clerks.appraised or self.ways.ready:
            cases, clerks.appraised = clerks.appraised[:_ROWS], clerks.appraised[_ROWS:]
            if cases and (len(cases) == _ROWS or not working.is_set()):
                await self._decide(OFFICER, "GD-HP-01", "STP-HP", cases)
            else:
                clerks.appraised = [*cases, *clerks.appraised]
            if self.ways.ready and not working.is_set():
                cases, self.ways.ready = self.ways.ready, []
                await self._vote(cases)
                await self._decide(SECRETARY, "BT-01", "BTP", cases)
            await asyncio.sleep(_IDLE_SECONDS if working.is_set() else 0)

    async def _decide(self, preparer: str, grantor: str, unit: str, cases: Sequence[Body]) -> None:
        number = next(self._numbers)
        rows = [
            {"case_id": case["id"], "subject_label": case["subject_name"], "citation_vi": case["citation_vi"]}
            for case in cases
        ]
        key, called = f"decision/{number}", f"{number}/QĐ-{unit}"
        told = {"grantor_unit_id": unit, "number": called, "rows": rows}
        decision = await self.desk.do(preparer, "prepare_decision", key, **told)
        await self.desk.do(grantor, "sign", f"sign/{number}", id=decision["id"])

    async def _vote(self, cases: Sequence[Body]) -> None:
        """Everybody who may votes on every case, at once; the secretary writes the minutes."""
        ids = [case["id"] for case in cases]
        closes_at = now_utc() + timedelta(days=2)
        told = {"council": COUNCIL, "case_ids": ids, "closes_at": closes_at}
        session = await self.desk.do(SECRETARY, "convene", "session", **told)
        await self.desk.do(CHAIR, "open_voting", "open", id=session["id"])
        voting = [(member, case) for member in MEMBERS if member != RECUSED for case in cases]
        await asyncio.gather(*(self._cast(session["id"], member, case) for member, case in voting))
        await self.desk.do(CHAIR, "close_voting", "close", id=session["id"])
        await self.desk.do(SECRETARY, "minute", "minute", id=session["id"])

    async def _cast(self, session_id: str, member: str, case: Body) -> None:
        """As the form of the case has it: by the member, on paper, or both at once, of which one counts."""
        told = {"id": session_id, "case_id": case["id"], "choice": "yes"}
        ways = [(SECRETARY, CAST_WRITTEN, {**told, "member": member})] if _on_paper(case, member) else []
        if case["form_code"] != _PAPER:
            ways.append((member, CAST, told))
        await asyncio.gather(
            *(self.desk.cast(who, do, f"{do}/{member}/{case['id']}", **told) for who, do, told in ways)
        )


def _on_paper(case: Body, member: str) -> bool:
    return case["form_code"] == _PAPER or (case["form_code"] == _OPEN and member == ON_PAPER)
