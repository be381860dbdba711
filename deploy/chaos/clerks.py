"""What people do with one file of a province's unit, from the deed to the desk where it is decided."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from deploy.chaos.desk import Desk
from deploy.chaos.plan import File, Lot
from deploy.chaos.province import subject_ref, unit_code

HEAD, OFFICER = "PGD-HP-02", "TD-01"
_SIMPLE = "GIAY_KHEN_SO"
_OWN_WORDS = 8
_RESULT = {"indicator": "Hồ sơ", "value": "96", "unit": "hồ sơ", "source": "Sổ theo dõi"}

Body = Mapping[str, Any]


@dataclass(slots=True)
class Clerks:
    """The people of a run. `appraised` holds the cases that wait for a decision."""

    desk: Desk
    today: date
    movement_id: str
    evidence: str
    appraised: list[Body] = field(default_factory=list)

    async def play(self, file: File) -> None:
        """Bring one file as far as its lot goes. Raises: UnansweredError."""
        match file.lot:
            case Lot.INCOMPLETE:
                await self._incomplete(file)
            case Lot.DUPLICATE:
                await self._duplicate(file)
            case _:
                await self._through(file, await self.submitted(file))

    async def submitted(self, file: File, again: str = "", *, is_complete: bool = True) -> Body:
        """A deed, its nomination, and the head's signature under it. Raises: UnansweredError."""
        draft = await self.drafted(file, again, is_complete=is_complete)
        return await self.desk.do(HEAD, "submit", f"submit/{file.number}{again}", id=draft["id"])

    async def drafted(self, file: File, again: str = "", *, is_complete: bool = True) -> Body:
        """A deed and its nomination, which nobody has signed. Raises: UnansweredError."""
        number, who = file.number, subject_ref(file.unit, file.number)
        told = self.deed(number, unit_code(file.unit), who, is_complete)
        deed = await self.desk.do(HEAD, "register_deed", f"deed/{number}{again}", **told)
        kind: Body = {"type": "ad_hoc"} if file.is_ad_hoc else {"type": "movement", "movement_id": self.movement_id}
        told = self.draft(deed, who, _SIMPLE, is_complete)
        return await self.desk.do(HEAD, "draft", f"draft/{number}{again}", **told, **kind)

    async def accepted(self, file: File, nomination: Body, again: str = "") -> None:
        """Screened and accepted. Raises: UnansweredError."""
        number, about = file.number, nomination["id"]
        await self.desk.do(OFFICER, "screen", f"screen/{number}{again}", id=about)
        await self.desk.do(OFFICER, "accept", f"accept/{number}{again}", id=about)

    async def _through(self, file: File, nomination: Body, again: str = "") -> None:
        """Screened, accepted, appraised; the services bring it from desk to desk."""
        await self.accepted(file, nomination, again)
        await self.desk.do(
            OFFICER, "appraise", f"appraise/{file.number}", id=nomination["id"], verdict="meets", findings=[]
        )
        if file.is_decided:
            self.appraised.append(nomination)

    async def _incomplete(self, file: File) -> None:
        """No evidence and no figure: the rules refuse it, it goes back, and some come again completed."""
        number, nomination = file.number, await self.submitted(file, is_complete=False)
        about = nomination["id"]
        await self.desk.do(OFFICER, "screen", f"screen/{number}", id=about)
        await self.desk.refused(OFFICER, "accept", f"accept/{number}", id=about)
        await self.desk.do(OFFICER, "return", f"return/{number}", id=about)
        if file.is_completed:
            deed_id = nomination["deed_id"]
            await self.desk.do(HEAD, "amend_deed", f"amend/{number}", id=deed_id, results=[_RESULT])
            await self.desk.do(HEAD, "resubmit", f"resubmit/{number}", id=about, evidence=[self._evidence()])
            await self._through(file, nomination, again="/again")

    async def _duplicate(self, file: File) -> None:
        """The same deed told twice by two registrations: linked, and the second file is merged into the first."""
        first = await self.submitted(file)
        second = await self.submitted(file, again="/twice")
        await self.desk.do(OFFICER, "screen", f"screen/{file.number}/twice", id=second["id"])
        await self.desk.refused(OFFICER, "accept", f"accept/{file.number}/twice", id=second["id"])
        linked = {"id": second["deed_id"], "other_deed_id": first["deed_id"]}
        await self.desk.do(OFFICER, "link_deed", f"link/{file.number}", **linked)
        await self.desk.do(OFFICER, "merge", f"merge/{file.number}/twice", id=second["id"])
        await self._through(file, first)

    def deed(self, number: int, unit: str, subject: str, is_complete: bool = True) -> dict[str, Any]:
        """What is told of a deed."""
        day = self.today - timedelta(days=7)
        return {
            "unit_id": unit,
            "title_vi": f"Việc tốt {_words(number)}",
            "story_vi": f"Giải quyết hồ sơ {_words(number)}",
            "field": f"viec-{number}",
            "occurred_from": day,
            "occurred_to": day,
            "known_on": day + timedelta(days=1),
            "results": [_RESULT] if is_complete else [],
            "contributors": [{"subject_ref": subject, "share": 100}],
        }

    def draft(self, deed: Body, subject: str, form: str, is_complete: bool = True) -> dict[str, Any]:
        """What is told of a nomination for it."""
        return {
            "subject_ref": subject,
            "form_code": form,
            "deed_id": deed["id"],
            "citation_vi": "Giải quyết 96 hồ sơ tồn",
            "achievement_report": "Giải quyết 96 hồ sơ tồn trong một tuần.",
            "evidence": [self._evidence()] if is_complete else [],
        }

    def _evidence(self) -> dict[str, str]:
        return {"sha256": self.evidence, "name": "so_theo_doi.txt", "kind": "document"}


def _words(number: int) -> str:
    """Words of its own for every deed: files that are told alike would be asked about."""
    return " ".join(f"{number}x{part}" for part in range(_OWN_WORDS))
