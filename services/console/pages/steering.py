"""Điều hành: how long commendation takes, how it lies in the year, and whether it is fair; the same as files."""

import asyncio
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import BaseRoute

from services.console.pages.passing import Json, Passing
from services.console.pages.visit import Visit
from services.console.usecases.ports import OwnerDownError, OwnerRefusedError

STAGE_VI: Final = {
    "deed_known": "Thành tích → biết",
    "known_submitted": "Biết → nhận đề nghị",
    "submitted_decided": "Nhận → quyết định",
    "total": "Tổng cộng",
    "held": "Tạm dừng",
    "calendar_days": "Ngày lịch",
}
GROUP_VI: Final = {"direct": "Trực tiếp", "specialist": "Chuyên môn", "small_collective": "Tập thể nhỏ"}
PART_VI: Final = {"reports": "Báo cáo lặp lại báo cáo khác", "movement_awards": "Khen dồn cuối phong trào"}
_FIGURES: Final = {
    "thoi-gian": "lead-times",
    "don-cuoi-nam": "year-end",
    "tap-trung": "concentration",
    "cong-bang": "fairness",
    "tra-loi-goi-y": "answered-suggestions",
    "hinh-thuc": "formalism",
}
"""The files' names, and what their owner calls the figures."""
_MONTH: Final = re.compile(r"(19|20)\d{2}-(0[1-9]|1[0-2])")
_WRITTEN: Final = re.compile(r"(\d{1,2})/(\d{4})")
_XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class SteeringPages:
    """Nothing is counted here: the owner counts what this reader may see."""

    pages: Passing

    def routes(self) -> list[BaseRoute]:
        """Their addresses."""
        gate = self.pages.gate
        return [
            gate.get("/dieu-hanh", "metric.read", self._show),
            gate.get("/dieu-hanh/{name}.xlsx", "metric.read", self._file),
        ]

    async def _show(self, visit: Visit) -> Response:
        asked, is_wrong = _asked(visit)
        told = await asyncio.gather(*(self._figures(visit, name, asked) for name in _FIGURES.values()))
        times, ends, crowds, shares, answered, formal = told
        return await self.pages.draw(
            visit,
            "dieu-hanh.html",
            None,
            asked=asked,
            is_wrong=is_wrong,
            files=list(_FIGURES),
            stages=STAGE_VI,
            groups=GROUP_VI,
            times=None if times is None else _by_unit(times["rows"]),
            years=None if ends is None or crowds is None else _with_crowds(ends["rows"], crowds["rows"]),
            shares=None if shares is None else [row for row in shares["rows"] if row["of_awards"]],
            answered=None if answered is None else [row for row in answered["rows"] if row["due"]],
            formal=None if formal is None else [row for row in formal["rows"] if row["of"]],
            parts=PART_VI,
            span=times or {},
        )

    async def _figures(self, visit: Visit, name: str, asked: Mapping[str, str]) -> Json | None:
        try:
            answer: Json = await self.pages.owners.ask(visit.who, f"reviews/metrics/{name}", **asked)
        except (OwnerDownError, OwnerRefusedError):
            return None
        return answer

    async def _file(self, visit: Visit) -> Response:
        name = visit.param("name")
        if name not in _FIGURES:
            raise HTTPException(404)
        asked, _ = _asked(visit)
        content = await self.pages.owners.fetch(visit.who, f"reviews/metrics/{_FIGURES[name]}", **asked, format="xlsx")
        saved_as = {"Content-Disposition": f'attachment; filename="{name}.xlsx"'}
        return Response(content, media_type=_XLSX, headers=saved_as)


def _asked(visit: Visit) -> tuple[dict[str, str], bool]:
    """The unit and the months as the owner wants them, and whether something typed was no month and is left out."""
    said = {"from": visit.query("tu"), "to": visit.query("den"), "unit": visit.query("don-vi")}
    typed = {name: _month_first(value.strip()) for name, value in said.items() if value.strip()}
    wrong = {name for name in ("from", "to") if name in typed and not _MONTH.fullmatch(typed[name])}
    return {name: value for name, value in typed.items() if name not in wrong}, bool(wrong)


def _month_first(typed: str) -> str:
    """A month as people write it, `01/2026`, turned into the owner's `2026-01`; anything else as it is."""
    found = _WRITTEN.fullmatch(typed)
    return f"{found[2]}-{int(found[1]):02}" if found else typed


def _with_crowds(ends: Sequence[Json], crowds: Sequence[Json]) -> list[tuple[Json, str | None]]:
    """Each unit's year with its concentration, which was asked for a moment later."""
    of_year = {(crowd["unit_id"], crowd["year"]): crowd["concentration"] for crowd in crowds}
    return [(end, of_year.get((end["unit_id"], end["year"]))) for end in ends]


def _by_unit(rows: Sequence[Json]) -> list[tuple[str | None, Mapping[str, Any]]]:
    """Each unit's stages by their names, in the owner's order."""
    units: dict[str | None, dict[str, Any]] = {}
    for row in rows:
        units.setdefault(row["unit_id"], {})[row["stage"]] = row
    return list(units.items())
