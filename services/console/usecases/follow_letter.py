"""Follow what left the house: whether what was said of a file came."""

from dataclasses import dataclass
from typing import Final

from services.console.usecases.happened import line_unless_silent
from services.console.usecases.ports import Change, Rows
from shared.contracts import notifications as said
from shared.kernel.cause import Cause

_WAYS: Final = {"email": "bằng thư", "sms": "bằng tin nhắn", "zns": "bằng Zalo", "chat": "trong nhóm"}


@dataclass(frozen=True, slots=True)
class FollowLetter:
    """Count into the file's row what came and what did not; of what did not it has a line too. To whom is not told."""

    cases: Rows

    async def __call__(self, event: said.NotificationEndEvent, cause: Cause) -> None:
        """Apply one event; one that is about no file changes nothing."""
        if event.case_id is None:
            return
        came = isinstance(event, said.NotificationDelivered)
        line = line_unless_silent(event, cause, _WAYS.get(event.channel, event.channel))
        fields = {f"letters.{event.delivery_id}": came}
        await self.cases.apply(event.case_id, Change(f"letter:{event.delivery_id}", cause.sequence, fields, line))
