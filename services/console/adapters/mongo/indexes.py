"""The indexes of the console, as data."""

from services.console.adapters.mongo.drafts import DRAFTS
from services.console.adapters.mongo.sign_ins import ASKINGS, SESSIONS
from services.console.adapters.mongo.views import CASES, COUNCILS, DECISIONS, MEETINGS, UNITS
from services.console.adapters.mongo.wall import CHANGES, HANGS, WALL
from shared.runtime.store.indexes import Index

INDEXES = (
    Index(CASES, (("number", 1),)),
    Index(CASES, (("unit_path", 1), ("order", -1), ("_id", -1))),
    Index(CASES, (("grantor_path", 1), ("order", -1), ("_id", -1))),
    Index(MEETINGS, (("council_code", 1), ("closes_at", -1), ("_id", -1))),
    Index(MEETINGS, (("unit_path", 1), ("closes_at", -1), ("_id", -1))),
    Index(DECISIONS, (("grantor_unit_id", 1), ("drafted_at", -1), ("_id", -1))),
    Index(DECISIONS, (("unit_path", 1), ("drafted_at", -1), ("_id", -1))),
    Index(COUNCILS, (("code", 1),)),
    Index(UNITS, (("code", 1),)),
    Index(WALL, ((HANGS, 1),), name="one_award_hangs_once", unique=True, partial={HANGS: {"$exists": True}}),
    Index(
        WALL, ((CHANGES, 1), ("told_by", 1)), name="one_change_once", unique=True, partial={CHANGES: {"$exists": True}}
    ),
    Index(SESSIONS, (("expires_at", 1),), expire_after_seconds=0),
    Index(ASKINGS, (("expires_at", 1),), expire_after_seconds=0),
    Index(DRAFTS, (("owner_ref", 1), ("saved_at", -1), ("_id", -1))),
    Index(DRAFTS, (("sent_at", 1),), expire_after_seconds=86_400),
)
