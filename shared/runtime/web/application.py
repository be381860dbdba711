"""A router as a whole application: problems worded, tokens read, limits kept."""

from collections.abc import Callable

from fastapi import APIRouter, FastAPI

from shared.runtime.web.auth import Tokens
from shared.runtime.web.edge import Edge
from shared.runtime.web.problems import install


def build_inner(api: APIRouter, *, title: str, tokens: Tokens, show_pages: bool = False) -> FastAPI:
    """The FastAPI application of one service, without its edge. `show_pages` serves /openapi.json."""
    app = FastAPI(title=title, openapi_url="/openapi.json" if show_pages else None, docs_url=None, redoc_url=None)
    app.state.tokens = tokens
    install(app)
    app.include_router(api)
    return app


def build_web(
    api: APIRouter, *, tokens: Tokens, title: str = "kipthoi", is_open: Callable[[], bool] = lambda: True
) -> Edge:
    """The ASGI application of a router, without store and bus: what tests of doors call."""
    return Edge(build_inner(api, title=title, tokens=tokens), is_open=is_open)
