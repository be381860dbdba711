"""The rarer ways of a file: the ministry's forms, what is sent as one, what is taken back, what nobody looks at."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import cycle

from deploy.chaos.clerks import HEAD, OFFICER, Body, Clerks
from deploy.chaos.desk import Desk
from deploy.chaos.plan import File, Lot
from deploy.chaos.province import PARENT, unit_code
from deploy.standalone.people import BODY, CITIZEN
from deploy.standalone.people import SECRETARY as SECRETARY_BELOW

_HEAD, _OFFICER, _UNIT = "PCT-HP-THA", "TD-02", "THADS-HP"
_JUDGE = "TD-03"
_FORMS: Mapping[Lot, tuple[str, str]] = {
    Lot.COUNCIL: ("BANG_KHEN_BO", "CB-0611"),
    Lot.OPEN: ("BANG_KHEN_DOT_XUAT", "CB-0611"),
    Lot.PAPER: ("BANG_KHEN_TOAN_NGANH", "CB-0611"),
    Lot.ESCALATED: ("CO_THI_DUA_BO", "TT-21"),
    Lot.CONSULTED: ("GUONG_SANG_NGANH", "CB-0611"),
}
"""Form and subject of what the ministry decides."""
_VOICES = ((CITIZEN, "for"), ("CB-0219", "against"), ("CB-0600", "other"))
_ROWS = 3
_FAR = 1_000_000
"""Numbers of the files of submissions begin here."""


@dataclass(slots=True)
class Ways:
    """Who goes these ways. `ready` holds the cases that wait for a council, `asked` the consultations."""

    desk: Desk
    clerks: Clerks
    ready: list[Body] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    _opinions: Iterator[bool] = field(default_factory=lambda: cycle((True, False)))
    _drafts: Iterator[bool] = field(default_factory=lambda: cycle((True, False)))

    async def play(self, file: File) -> None:
        """Bring one file as far as its lot goes. Raises: UnansweredError."""
        ways: Mapping[Lot, Callable[[File], Awaitable[None]]] = {
            **dict.fromkeys((Lot.COUNCIL, Lot.OPEN, Lot.PAPER), self._for_council),
            Lot.ESCALATED: self._escalated,
            Lot.CONSULTED: self._consulted,
            Lot.WITHDRAWN: self._withdrawn,
            Lot.SUBMISSION: self._sent_as_one,
            Lot.LEFT: self._left,
        }
        await ways.get(file.lot, self.clerks.play)(file)

    async def _for_council(self, file: File) -> None:
        """Up to where it waits for a session."""
        draft = await self._brought(file)
        await self._appraised(file, draft)
        self.ready.append(draft)

    async def _escalated(self, file: File) -> None:
        """Reviewed below first, sent up, taken over, and reviewed anew."""
        draft = await self._brought(file)
        await self.desk.do(SECRETARY_BELOW, "escalate", f"escalate/{file.number}", id=draft["id"])
        await self.desk.do(_JUDGE, "take_over", f"take_over/{file.number}", id=draft["id"])
        await self._appraised(file, draft)
        self.ready.append(draft)

    async def _consulted(self, file: File) -> None:
        """The public is asked and speaks, all at once; one comment is answered, every second body replies."""
        number, draft = file.number, await self._brought(file)
        await self._appraised(file, draft)
        about, name = draft["id"], draft["subject_name"]
        told = {"case_id": about, "subject_label": name, "question_vi": f"Có đồng tình khen {name} không?"}
        asked = await self.desk.do(_JUDGE, "open_window", f"window/{number}", **told)
        await asyncio.gather(*(self._say(number, asked["id"], who, side) for who, side in _VOICES))
        await self._answer(asked["id"], 1)
        self.asked.append(asked["id"])
        if next(self._opinions):
            case = {"state": "requested", "case_id": about}
            opinions = await self.desk.do(BODY, "see_opinions", f"opinions/{number}", **case)
            for one in opinions["items"]:
                await self.desk.do(BODY, "reply_opinion", f"reply/{one['id']}", id=one["id"], position="consent")

    async def answer(self) -> None:
        """Every comment that waits is answered. Raises: UnansweredError."""
        for consultation_id in self.asked:
            await self._answer(consultation_id, len(_VOICES))

    async def _answer(self, consultation_id: str, most: int) -> None:
        heard = await self.desk.do(_JUDGE, "see_consultation", f"heard/{consultation_id}", id=consultation_id)
        for comment in [one for one in heard["comments"] if one["answer"] is None][:most]:
            answer = {"id": consultation_id, "comment_id": comment["id"], "text_vi": "Cảm ơn ý kiến"}
            await self.desk.do(_JUDGE, "answer_comment", f"answer/{comment['id']}", **answer)

    async def _say(self, number: int, consultation_id: str, who: str, side: str) -> None:
        told = {"id": consultation_id, "side": side, "text_vi": f"Ý kiến về hồ sơ {number}"}
        await self.desk.do(who, "comment", f"comment/{number}", **told)

    async def _withdrawn(self, file: File) -> None:
        """Appraised, every second one named in a draft, and taken back by its unit."""
        number, nomination = file.number, await self.clerks.submitted(file)
        about = nomination["id"]
        await self.clerks.accepted(file, nomination)
        told = {"verdict": "meets", "findings": list[str]()}
        await self.desk.do(OFFICER, "appraise", f"appraise/{number}", id=about, **told)
        if next(self._drafts):
            row = {name: nomination[of] for name, of in _ROW.items()}
            told_of = {"grantor_unit_id": PARENT, "number": f"{number}/RÚT-{PARENT}", "rows": [row]}
            await self.desk.do(OFFICER, "prepare_decision", f"decision/withdrawn/{number}", **told_of)
        await self.desk.do(HEAD, "withdraw_case", f"withdraw/{number}", id=about, reason="Người được đề nghị xin thôi")

    async def _sent_as_one(self, file: File) -> None:
        """Several files of a unit in one submission; one of them goes on."""
        files = [replace(file, number=_FAR + file.number * _ROWS + row) for row in range(_ROWS)]
        drafts = await asyncio.gather(*(self.clerks.drafted(one) for one in files))
        told = {"unit_id": unit_code(file.unit), "to_unit_id": PARENT, "nomination_ids": [one["id"] for one in drafts]}
        await self.desk.do(HEAD, "send_submission", f"submission/{file.number}", **told)
        await self.clerks.accepted(files[0], drafts[0])

    async def _left(self, file: File) -> None:
        """Submitted, and nobody looks at it."""
        await self.clerks.submitted(file)

    async def _brought(self, file: File) -> Body:
        """A file of one of the ministry's forms, accepted. Raises: UnansweredError."""
        number, (form, subject) = file.number, _FORMS[file.lot]
        told = self.clerks.deed(number, _UNIT, subject)
        deed = await self.desk.do(_HEAD, "register_deed", f"deed/{number}", **told)
        told = self.clerks.draft(deed, subject, form)
        draft = await self.desk.do(_HEAD, "draft", f"draft/{number}", **told, type="ad_hoc")
        await self.desk.do(_HEAD, "submit", f"submit/{number}", id=draft["id"])
        await self.desk.do(_OFFICER, "screen", f"screen/{number}", id=draft["id"])
        await self.desk.do(_OFFICER, "accept", f"accept/{number}", id=draft["id"])
        return draft

    async def _appraised(self, file: File, draft: Body) -> None:
        told = {"verdict": "meets", "findings": ["Đủ"]}
        await self.desk.do(_JUDGE, "appraise", f"appraise/{file.number}", id=draft["id"], **told)


_ROW = {"case_id": "id", "subject_label": "subject_name", "citation_vi": "citation_vi"}
"""A row of a decision, from the fields of its nomination."""
