"""The indexes of notifications."""

from services.notifications.adapters.mongo.attempts import ATTEMPTS, KEPT
from services.notifications.adapters.mongo.codes import CODES
from services.notifications.adapters.mongo.deliveries import DELIVERIES, ENDED_KEPT, IS_HELD, IS_OPEN, IS_WAITING, TOLD
from services.notifications.adapters.mongo.endpoints import ENDPOINTS, HAS_SLOT, HEARS, ONE_SLOT
from services.notifications.adapters.mongo.events import ANNOUNCED, EVENTS, STILL_WAITING, UNFINISHED
from services.notifications.adapters.mongo.fan_outs import FAN_OUTS, GOES_ON
from services.notifications.adapters.mongo.feed import FEED
from services.notifications.adapters.mongo.gateway import ANSWERS, CLIENT_TOKENS, NONCES, UNIT_CODES
from services.notifications.adapters.mongo.intake import BATCHES, IS_RUNNING, LINES
from services.notifications.adapters.mongo.mailboxes import IS_PROVEN, TELEPHONE_IS_PROVEN
from services.notifications.adapters.mongo.postponements import POSTPONED, WAITS
from services.notifications.adapters.mongo.recipients import RECIPIENTS
from services.notifications.adapters.mongo.redrives import REDRIVES, RUNS
from services.notifications.adapters.mongo.register import REGISTER
from services.notifications.adapters.mongo.tickets import TICKETS
from services.notifications.adapters.mongo.unanswered import IS_UNKNOWN, PASSES_ON
from shared.runtime.store.indexes import Index

_KEPT_SECONDS = 90 * 86_400
"""How long what came of a batch can be asked for."""

INDEXES = (
    Index(EVENTS, (("recorded_at", 1),), name="unfinished", partial=UNFINISHED),
    Index(EVENTS, (("waits_for_file", 1), ("recorded_at", 1)), name="waiting", partial=STILL_WAITING),
    Index(EVENTS, (("recorded_at", 1), ("_id", 1)), name="announced", partial=ANNOUNCED),
    Index(EVENTS, (("about_id", 1), ("sequence", 1)), name="of_a_file"),
    Index(DELIVERIES, (("state", 1), ("lane", 1), ("next_at", 1)), name="due", partial=IS_OPEN),
    Index(DELIVERIES, (("order_key", 1), ("order_seq", 1), ("state", 1)), name="in_order", partial=IS_OPEN),
    Index(DELIVERIES, (("order_key", 1),), name="waiting", partial=IS_WAITING),
    Index(DELIVERIES, (("target", 1), ("state", 1), ("created_at", 1), ("_id", 1)), name="of_a_target"),
    Index(DELIVERIES, (("entry", 1),), name="one_end_a_delivery", unique=True, partial=TOLD),
    Index(DELIVERIES, (("event_id", 1),), name="held_of_an_event", partial=IS_HELD),
    Index(DELIVERIES, (("ended_at", 1),), name="unknown", partial=IS_UNKNOWN),
    Index(DELIVERIES, (("target", 1),), name="passes_on", partial=PASSES_ON),
    Index(DELIVERIES, (("ended_at", 1),), name="past", expire_after_seconds=int(ENDED_KEPT.total_seconds())),
    Index(REDRIVES, (("endpoint_id", 1),), name="one_at_a_time", unique=True, partial=RUNS),
    Index(REDRIVES, (("next_at", 1),), name="due", partial=RUNS),
    Index(REDRIVES, (("endpoint_id", 1), ("asked_at", -1)), name="of_an_endpoint"),
    Index(ATTEMPTS, (("delivery_id", 1), ("at", 1)), name="of_a_delivery"),
    Index(ATTEMPTS, (("at", 1),), name="past", expire_after_seconds=int(KEPT.total_seconds())),
    Index(ENDPOINTS, (("state.client_ref", 1), ("state.slot", 1)), name=ONE_SLOT, unique=True, partial=HAS_SLOT),
    Index(ENDPOINTS, (("state.units", 1),), name="hears_of_units", partial=HEARS),
    Index(ENDPOINTS, (("state.unit_id", 1),), name="hears_of_its_own", partial=HEARS),
    Index(ENDPOINTS, (("state.says_end_at", 1),), name="ends_soon", partial=HAS_SLOT),
    Index(ENDPOINTS, (("state.client_ref", 1), ("created_at", 1)), name="of_a_client"),
    Index(ENDPOINTS, (("state.client_ref", 1), ("updated_at", 1)), name="changed_of_a_client"),
    Index(ENDPOINTS, (("state.unit_path", 1), ("created_at", -1)), name="of_a_unit"),
    Index(POSTPONED, (("due_at", 1), ("target", 1), ("channel", 1)), name="due", partial=WAITS),
    Index(POSTPONED, (("event_id", 1),), name="of_an_event"),
    Index(FAN_OUTS, (("presses", -1), ("kept_at", 1)), name="what_presses_first", partial=GOES_ON),
    Index(FEED, (("entry", 1),), name="one_item_a_message", unique=True),
    Index(FEED, (("audience", 1), ("_id", 1)), name="inbox"),
    Index(RECIPIENTS, (("keys", 1), ("ref", 1)), name="reached", partial=IS_PROVEN),
    Index(RECIPIENTS, (("keys", 1), ("ref", 1)), name="reached_by_telephone", partial=TELEPHONE_IS_PROVEN),
    Index(REGISTER, (("entry", 1),), name="one_entry_an_event", unique=True),
    Index(REGISTER, (("public.unit_path", 1), ("_id", 1)), name="of_a_unit"),
    Index(REGISTER, (("public.award_id", 1), ("_id", 1)), name="of_an_award"),
    Index(REGISTER, (("epoch", 1), ("_id", 1)), name="of_an_epoch"),
    Index(CODES, (("expires_at", 1),), name="expired", expire_after_seconds=0),
    Index(TICKETS, (("expires_at", 1),), name="expired", expire_after_seconds=0),
    Index(UNIT_CODES, (("state.rows.unit_id", 1),), name="of_a_unit"),
    Index(BATCHES, (("due_at", 1),), name="due", partial=IS_RUNNING),
    Index(BATCHES, (("created_at", 1),), name="expired", expire_after_seconds=_KEPT_SECONDS),
    Index(LINES, (("batch_id", 1), ("index", 1)), name="of_a_batch"),
    Index(LINES, (("batch_id", 1), ("is_open", 1), ("index", 1)), name="open"),
    Index(LINES, (("created_at", 1),), name="expired", expire_after_seconds=_KEPT_SECONDS),
    Index(CLIENT_TOKENS, (("expires_at", 1),), name="expired", expire_after_seconds=0),
    Index(NONCES, (("expires_at", 1),), name="expired", expire_after_seconds=0),
    Index(ANSWERS, (("expires_at", 1),), name="expired", expire_after_seconds=0),
)
