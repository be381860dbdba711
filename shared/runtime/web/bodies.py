"""What a request's body may be: no unknown field, text in one normal form."""

import unicodedata
from collections.abc import Mapping

from pydantic import BaseModel, ConfigDict, model_validator

DEEPEST = 64


class Body(BaseModel):
    """A request's body. Unknown fields are refused; text becomes NFC without blanks around it."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    @model_validator(mode="before")
    @classmethod
    def _normal_form(cls, data: object) -> object:
        return normal(data)


def normal(data: object, depth: int = 0) -> object:
    """All text in a JSON value as NFC.

    Raises: ValueError for text that no store could keep (a lone surrogate), or a value nested deeper than `DEEPEST`.
    """
    if depth > DEEPEST:
        raise ValueError("nested too deeply")
    if isinstance(data, str):
        text = unicodedata.normalize("NFC", data)
        text.encode()
        return text
    if isinstance(data, Mapping):
        return {key: normal(value, depth + 1) for key, value in data.items()}
    if isinstance(data, list):
        return [normal(value, depth + 1) for value in data]
    return data
