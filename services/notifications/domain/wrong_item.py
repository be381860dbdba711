"""What is wrong with one item of a batch; the others go on. Source: section 11 of the design, "Wrong requests"."""

from collections.abc import Mapping
from typing import ClassVar


class WrongItemError(ValueError):
    """An item cannot be taken as it stands. `code` is one that clients were promised; `params` say more."""

    code: ClassVar[str] = "item_invalid"

    def __init__(self, **params: object) -> None:
        self.params: Mapping[str, object] = params
        super().__init__(self.code)
