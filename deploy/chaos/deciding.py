"""Councils vote and grantors sign: what happens to many files at once."""

import asyncio
import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from deploy.chaos.clerks import OFFICER, Body, Clerks
from deploy.chaos.desk import Desk
from shared.kernel.clock import now_utc

SECRETARY, CHAIR, COUNCIL = "TK-01", "HD-01", "HD-BTP"
MEMBERS = tuple(f"HD-{number:02}" for number in range(1, 10))
RECUSED = "HD-03"
_ROWS = 20
_IDLE_SECONDS = 0.2


@dataclass(slots=True)
class Deciding:
    """Takes what the clerks have appraised, some at a time."""

    desk: Desk
    clerks: Clerks
    _numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    async def run(self, working: asyncio.Event) -> None:
        """Decide while clerks work, then what is left. Raises: UnansweredError."""
        while working.is_set() or self.clerks.appraised or self.clerks.ready:
            cases, self.clerks.appraised = self.clerks.appraised[:_ROWS], self.clerks.appraised[_ROWS:]
            if cases and (len(cases) == _ROWS or not working.is_set()):
                await self._decide(OFFICER, "GD-HP-01", "STP-HP", cases)
            else:
                self.clerks.appraised = [*cases, *self.clerks.appraised]
            if self.clerks.ready and not working.is_set():
                cases, self.clerks.ready = self.clerks.ready, []
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
        """Everybody who may votes on every case, at once."""
        ids = [case["id"] for case in cases]
        closes_at = now_utc() + timedelta(days=2)
        told = {"council": COUNCIL, "case_ids": ids, "closes_at": closes_at}
        session = await self.desk.do(SECRETARY, "convene", "session", **told)
        await self.desk.do(CHAIR, "open_voting", "open", id=session["id"])
        voting = [(member, case) for member in MEMBERS if member != RECUSED for case in ids]
        await asyncio.gather(*(self._cast(session["id"], member, case) for member, case in voting))
        await self.desk.do(CHAIR, "close_voting", "close", id=session["id"])

    async def _cast(self, session_id: str, member: str, case_id: str) -> None:
        await self.desk.cast(member, f"cast/{case_id}", id=session_id, case_id=case_id, choice="yes")
