"""The indexes of notifications."""

from services.notifications.adapters.mongo.deliveries import DELIVERIES, IS_OPEN
from services.notifications.adapters.mongo.endpoints import ENDPOINTS, HAS_SLOT, ONE_SLOT
from services.notifications.adapters.mongo.events import EVENTS, STILL_WAITING, UNFINISHED
from services.notifications.adapters.mongo.fan_outs import FAN_OUTS, GOES_ON
from services.notifications.adapters.mongo.feed import FEED
from services.notifications.adapters.mongo.gateway import ANSWERS, CLIENT_TOKENS, NONCES, UNIT_CODES
from services.notifications.adapters.mongo.mailboxes import IS_PROVEN
from services.notifications.adapters.mongo.postponements import POSTPONED, WAITS
from services.notifications.adapters.mongo.recipients import RECIPIENTS
from services.notifications.adapters.mongo.register import REGISTER
from services.notifications.adapters.mongo.tickets import TICKETS
from shared.runtime.store.indexes import Index

INDEXES = (
    Index(EVENTS, (("recorded_at", 1),), name="unfinished", partial=UNFINISHED),
    Index(EVENTS, (("waits_for_file", 1), ("recorded_at", 1)), name="waiting", partial=STILL_WAITING),
    Index(EVENTS, (("about_id", 1), ("sequence", 1)), name="of_a_file"),
    Index(DELIVERIES, (("state", 1), ("lane", 1), ("next_at", 1)), name="due", partial=IS_OPEN),
    Index(DELIVERIES, (("order_key", 1), ("order_seq", 1)), name="in_order", partial=IS_OPEN),
    Index(DELIVERIES, (("target", 1), ("state", 1), ("created_at", 1)), name="of_a_target"),
    Index(DELIVERIES, (("event_id", 1),), name="of_an_event"),
    Index(ENDPOINTS, (("state.client_ref", 1), ("state.slot", 1)), name=ONE_SLOT, unique=True, partial=HAS_SLOT),
    Index(ENDPOINTS, (("state.client_ref", 1), ("created_at", 1)), name="of_a_client"),
    Index(ENDPOINTS, (("state.unit_path", 1), ("created_at", -1)), name="of_a_unit"),
    Index(POSTPONED, (("due_at", 1), ("target", 1), ("channel", 1)), name="due", partial=WAITS),
    Index(POSTPONED, (("event_id", 1),), name="of_an_event"),
    Index(FAN_OUTS, (("kept_at", 1),), name="go_on", partial=GOES_ON),
    Index(FEED, (("entry", 1),), name="one_item_a_message", unique=True),
    Index(FEED, (("audience", 1), ("_id", 1)), name="inbox"),
    Index(RECIPIENTS, (("keys", 1), ("ref", 1)), name="reached", partial=IS_PROVEN),
    Index(REGISTER, (("entry", 1),), name="one_entry_an_event", unique=True),
    Index(REGISTER, (("public.unit_path", 1), ("_id", 1)), name="of_a_unit"),
    Index(REGISTER, (("epoch", 1), ("_id", 1)), name="of_an_epoch"),
    Index(TICKETS, (("expires_at", 1),), name="expired", expire_after_seconds=0),
    Index(UNIT_CODES, (("state.rows.unit_id", 1),), name="of_a_unit"),
    Index(CLIENT_TOKENS, (("expires_at", 1),), name="expired", expire_after_seconds=0),
    Index(NONCES, (("expires_at", 1),), name="expired", expire_after_seconds=0),
    Index(ANSWERS, (("expires_at", 1),), name="expired", expire_after_seconds=0),
)
