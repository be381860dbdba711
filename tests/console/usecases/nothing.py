"""Ports that are never asked, for tests of wiring."""

from typing import Any, cast

from services.console.usecases import Ports

_NO: Any = cast("Any", None)
NOTHING = Ports(
    cases=_NO, meetings=_NO, decisions=_NO, councils=_NO, units=_NO, lineage=_NO, wall=_NO, drafts=_NO, owners=_NO
)
