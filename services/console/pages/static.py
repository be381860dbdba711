"""The few static files, under addresses that change with their content."""

from dataclasses import dataclass
from http import HTTPStatus

from starlette.exceptions import HTTPException
from starlette.responses import FileResponse, Response
from starlette.routing import BaseRoute

from services.console.pages.frame import STATIC, Frame
from services.console.pages.visit import Gate, Visit
from shared.kernel.policy import PUBLIC

_TYPES = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml"}


@dataclass(frozen=True, slots=True)
class StaticFiles:
    """Only names that exist are served, so no path leads elsewhere."""

    gate: Gate
    frame: Frame

    def routes(self) -> list[BaseRoute]:
        """Their addresses."""
        return [self.gate.get("/tinh/{name}", PUBLIC, self._file), self.gate.get("/favicon.ico", PUBLIC, self._icon)]

    async def _file(self, visit: Visit) -> Response:
        name = visit.param("name")
        if name not in self.frame.versions:
            raise HTTPException(HTTPStatus.NOT_FOUND)
        is_pinned = visit.query("v") == self.frame.versions[name]
        caching = "public, max-age=31536000, immutable" if is_pinned else "no-cache"
        path = STATIC / name
        return FileResponse(path, media_type=_TYPES[path.suffix], headers={"Cache-Control": caching})

    async def _icon(self, _: Visit) -> Response:
        return FileResponse(STATIC / "kip-thoi.svg", media_type=_TYPES[".svg"])
