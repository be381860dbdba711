"""The indexes of reviews, as data."""

from services.reviews.adapters.mongo.aggregates import (
    AWARDS,
    CASES,
    COUNCILS,
    DECISIONS,
    DELEGATIONS,
    FINDINGS,
    OPINIONS,
)
from services.reviews.adapters.mongo.answers import ANSWERS
from services.reviews.adapters.mongo.bulletins import BULLETINS
from services.reviews.adapters.mongo.complaints import COMPLAINTS
from services.reviews.adapters.mongo.consultations import CLOSING_FIRST, CONSULTATIONS
from services.reviews.adapters.mongo.deeds import KNOWN_DEEDS
from services.reviews.adapters.mongo.figures import FIGURES
from services.reviews.adapters.mongo.formalities import OF_MOVEMENTS, REPORTS
from services.reviews.adapters.mongo.sessions import SESSIONS
from services.reviews.usecases.ports import ONE_LIVE_AWARD, ONE_NUMBER
from shared.runtime.store.indexes import Index

_NEWEST_FIRST = (("created_at", -1), ("_id", 1))
_DUE_FIRST = (("state.decide_by", 1), ("_id", 1))
_ANSWER_DUE_FIRST = (("state.due_on", 1), ("_id", 1))

INDEXES = (
    Index(AWARDS, (("state.claim", 1),), name=ONE_LIVE_AWARD, unique=True, partial={"state.live": True}),
    Index(
        DECISIONS,
        (("state.grantor_unit_id", 1), ("state.year", 1), ("state.number", 1)),
        name=ONE_NUMBER,
        unique=True,
        partial={"state.numbered": True},
    ),
    Index(AWARDS, (("state.facts.grantor_path", 1), ("state.grant.decided_on", 1))),
    Index(
        DECISIONS,
        (("state.grantor_unit_id", 1), ("state.year", 1), ("state.serial", -1)),
        partial={"state.numbered": True},
    ),
    Index(DECISIONS, (("state.rows.case_id", 1),)),
    Index(DELEGATIONS, (("state.delegate_ref", 1), ("created_at", 1))),
    Index(DELEGATIONS, (("state.grantor_unit_id", 1), ("created_at", -1))),
    Index(DECISIONS, (("state.grantor_path", 1), *_NEWEST_FIRST)),
    Index(DECISIONS, (("state.grantor_path", 1), ("state.state", 1), *_NEWEST_FIRST)),
    Index(DECISIONS, (("state.council_codes", 1), *_NEWEST_FIRST)),
    Index(DECISIONS, (("state.council_codes", 1), ("state.state", 1), *_NEWEST_FIRST)),
    Index(CASES, (("state.facts.grantor_path", 1), *_DUE_FIRST)),
    Index(CASES, (("state.facts.grantor_path", 1), ("state.state", 1), *_DUE_FIRST)),
    Index(CASES, (("state.facts.unit_path", 1), *_DUE_FIRST)),
    Index(CASES, (("state.facts.unit_path", 1), ("state.state", 1), *_DUE_FIRST)),
    Index(CASES, (("state.facts.deed_id", 1),)),
    Index(AWARDS, (("state.facts.deed_id", 1), ("state.live", 1))),
    Index(KNOWN_DEEDS, (("state.linked_to", 1),)),
    Index(FINDINGS, (("state.number", 1),), name="one_number_one_finding", unique=True),
    Index(FINDINGS, (("state.subject.path", 1), *_NEWEST_FIRST)),
    Index(FINDINGS, (("state.subject.path", 1), ("state.state", 1), *_NEWEST_FIRST)),
    Index(COMPLAINTS, (("state.number", 1),), name="one_number_one_complaint", unique=True),
    Index(COMPLAINTS, (("state.target.path", 1), *_ANSWER_DUE_FIRST)),
    Index(COMPLAINTS, (("state.target.path", 1), ("state.state", 1), *_ANSWER_DUE_FIRST)),
    Index(COMPLAINTS, (("state.sender_mark", 1), *_ANSWER_DUE_FIRST)),
    Index(BULLETINS, (("state.period.first_on", 1), ("state.period.span", 1))),
    Index(CASES, (("state.facts.received_on", 1),)),
    Index(AWARDS, (("state.grant.decided_on", 1),)),
    Index(FIGURES, (("path", 1), ("month", 1))),
    Index(FIGURES, (("month", 1),)),
    Index(ANSWERS, (("path", 1), ("month", 1))),
    Index(ANSWERS, (("month", 1),)),
    Index(ANSWERS, (("counted.id", 1),)),
    Index(REPORTS, (("path", 1), ("month", 1))),
    Index(REPORTS, (("month", 1),)),
    Index(REPORTS, (("counted.id", 1),)),
    Index(OF_MOVEMENTS, (("path", 1),)),
    Index(OF_MOVEMENTS, (("counted.id", 1),)),
    Index(CASES, (("state.state", 1), ("state.steps.due_on", 1))),
    Index(FINDINGS, (("state.state", 1), ("state.due_on", 1))),
    Index(COMPLAINTS, (("state.state", 1), ("state.due_on", 1))),
    Index(OPINIONS, (("state.state", 1), ("state.due_on", 1))),
    Index(OPINIONS, (("state.case_id", 1), ("state.due_on", 1))),
    Index(OPINIONS, (("state.body_id", 1), *_ANSWER_DUE_FIRST)),
    Index(OPINIONS, (("state.body_id", 1), ("state.state", 1), *_ANSWER_DUE_FIRST)),
    Index(OPINIONS, (("state.facts.grantor_path", 1), *_ANSWER_DUE_FIRST)),
    Index(OPINIONS, (("state.facts.grantor_path", 1), ("state.state", 1), *_ANSWER_DUE_FIRST)),
    Index(CONSULTATIONS, (("state.state", 1), ("state.paused", 1), *CLOSING_FIRST)),
    Index(CONSULTATIONS, (("state.case_id", 1),)),
    Index(CONSULTATIONS, (("state.comments.sender_mark", 1), *_NEWEST_FIRST)),
    Index(CONSULTATIONS, (("state.facts.grantor_path", 1), *CLOSING_FIRST)),
    Index(CONSULTATIONS, (("state.facts.grantor_path", 1), ("state.state", 1), *CLOSING_FIRST)),
    Index(COUNCILS, (("state.unit_id", 1),)),
    Index(SESSIONS, (("state.votes.case_id", 1), ("state.state", 1))),
    Index(SESSIONS, (("state.state", 1), ("created_at", -1))),
    Index(SESSIONS, (("state.council_code", 1), *_NEWEST_FIRST)),
    Index(SESSIONS, (("state.council_code", 1), ("state.state", 1), *_NEWEST_FIRST)),
    Index(SESSIONS, (("state.unit_id", 1), *_NEWEST_FIRST)),
    Index(SESSIONS, (("state.unit_id", 1), ("state.state", 1), *_NEWEST_FIRST)),
)
