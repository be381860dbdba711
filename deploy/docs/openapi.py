"""The OpenAPI document of every service that programs may ask."""

import json
from collections.abc import Iterator

from fastapi import FastAPI

from deploy.docs.services import NAMES, built


def openapi_files() -> Iterator[tuple[str, str]]:
    """Give path and text."""
    for name in NAMES:
        app = built(name).app
        if isinstance(app, FastAPI):
            text = json.dumps(app.openapi(), ensure_ascii=False, indent=2, sort_keys=True)
            yield f"docs/api/{name}.openapi.json", text + "\n"
