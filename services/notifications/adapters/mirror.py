"""The topics of clients: CloudEvents 1.0 in binary mode, key = subject. Source: section 6 of the design."""

import json
from collections.abc import Sequence
from typing import Final

from services.notifications.domain.cursor import Cursor
from services.notifications.domain.mirror import stood_at, topic_of
from services.notifications.domain.register import Entry
from shared.runtime.bus.envelope import OutboxEntry
from shared.runtime.bus.mirrored import MirrorTopics

_SOURCE: Final = "/kipthoi/notifications/register"


class BusMirror:
    """Each client's topic, over one producer."""

    def __init__(self, topics: MirrorTopics) -> None:
        self._topics = topics

    async def end(self, client_ref: str) -> Cursor:
        """As the port says."""
        return stood_at(await self._topics.last(topic_of(client_ref)))

    async def append(self, client_ref: str, entries: Sequence[Entry]) -> None:
        """As the port says."""
        await self._topics.append([_sealed(topic_of(client_ref), entry) for entry in entries])


def _sealed(topic: str, entry: Entry) -> OutboxEntry:
    subject = str(entry.public.get("award_id", entry.key))
    headers = {
        "ce_specversion": "1.0",
        "content-type": "application/json",
        "ce_id": str(entry.key),
        "ce_source": _SOURCE,
        "ce_type": entry.kind,
        "ce_subject": subject,
        "ce_time": entry.at.isoformat(timespec="milliseconds"),
        "ce_sequence": f"{entry.seq:010d}",
        "ce_epoch": entry.epoch,
    }
    shown = {**entry.shown(), "cursor": str(Cursor(entry.epoch, entry.seq)), "seq": entry.seq}
    data = json.dumps(shown, ensure_ascii=False, sort_keys=True).encode()
    return OutboxEntry(entry.key, entry.seq, entry.kind, entry.at, topic, subject, headers, data)
