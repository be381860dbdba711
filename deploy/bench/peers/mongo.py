"""What the peers do with MongoDB, as durable as ours: without an inbox, because none of them has one."""

from typing import Any

from deploy.bench.work import Worked

WITH_JOURNAL: dict[str, Any] = {"w": "majority", "journal": True, "uuidRepresentation": "standard"}


def change_of(event: Worked) -> dict[str, Any]:
    """The update of the thing."""
    return {"$set": {"state.text": event.text}, "$push": {"state.told": event.n}}
