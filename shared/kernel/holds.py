"""Holds: a file stands still, and its clock with it, until something is verified.

Source: the domain's rules on holds. Whoever does not handle the file learns only `PUBLIC_REASON_VI`.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final, Self

from shared.kernel.actor import Actor
from shared.kernel.errors import ConflictError
from shared.kernel.policy import may
from shared.kernel.separations import Standings, is_barred

ON_HOLD: Final = "on_hold"
"""The state of a file that is held, in whichever aggregate."""

PUBLIC_REASON_VI: Final = "đang trong thời gian xác minh"


_READ_GROUND: Final = "hold_ground.read"


class HoldGround(StrEnum):
    """Why a file is held."""

    DISCIPLINE_PENDING = "discipline_pending"
    INSPECTION_PENDING = "inspection_pending"
    DENUNCIATION_UNDER_VERIFICATION = "denunciation_under_verification"
    PRESS_VERIFICATION = "press_verification"
    ATTRIBUTION_DISPUTE = "attribution_dispute"
    COMPLAINT_VERIFICATION = "complaint_verification"


GROUND_VI: Final[Mapping[HoldGround, str]] = {
    HoldGround.DISCIPLINE_PENDING: "Đang xem xét kỷ luật",
    HoldGround.INSPECTION_PENDING: "Đang thanh tra, kiểm tra",
    HoldGround.DENUNCIATION_UNDER_VERIFICATION: "Đang xác minh tố cáo",
    HoldGround.PRESS_VERIFICATION: "Đang xác minh tin báo chí nêu",
    HoldGround.ATTRIBUTION_DISPUTE: "Đang làm rõ ai lập thành tích",
    HoldGround.COMPLAINT_VERIFICATION: "Đang giải quyết khiếu nại",
}
"""The grounds in words, for those who hold a file."""


class OnHoldError(ConflictError):
    """The file is held: nothing is done with it until it is released; `number` names it."""

    code = "ON_HOLD"


class StillDisputedError(ConflictError):
    """Who did the deed is disputed: the file goes on by itself when that is resolved."""

    code = "DEED_DISPUTED"


class ComplaintVerifyingError(ConflictError):
    """A complaint about the file is verified: it goes on by itself when that is resolved; `number` names it."""

    code = "COMPLAINT_VERIFYING"


@dataclass(frozen=True, slots=True)
class Hold:
    """One hold: its ground, its first day, and the state to which the file returns.

    `by_itself`: it came of a dispute about the deed, and ends with it; nobody lets the file go before.
    """

    ground: HoldGround
    since: date
    before: str
    by_itself: bool = False

    def require_ended(self) -> None:
        """Raises: StillDisputedError when people may not end it."""
        if self.by_itself:
            raise StillDisputedError


@dataclass(frozen=True, slots=True)
class HoldShown:
    """A hold as a reader sees it; the `ground` is for those who handle the file, and are nothing else in it."""

    since: date
    clock: str
    public_reason_vi: str
    ground: HoldGround | None

    @classmethod
    def of(cls, held: Hold | None, reader: Actor, path: Collection[str], standings: Standings) -> Self | None:
        """What this reader sees of a hold on a file of these people that lies on these units."""
        if held is None:
            return None
        handles = may(reader, _READ_GROUND, path) and not is_barred(reader, _READ_GROUND, standings)
        return cls(held.since, "paused", PUBLIC_REASON_VI, held.ground if handles else None)
