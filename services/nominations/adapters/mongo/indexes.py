"""The indexes of nominations, as data."""

from services.nominations.adapters.mongo.aggregates import DEEDS, NOMINATIONS, SUGGESTIONS
from services.nominations.adapters.mongo.award_history import AWARD_HISTORY
from services.nominations.adapters.mongo.exemplars import EXEMPLARS
from services.nominations.adapters.mongo.organisation import SUBJECTS
from services.nominations.adapters.mongo.submissions import SUBMISSIONS
from services.nominations.usecases.ports import ONE_SUBMISSION
from shared.runtime.store.indexes import Index

INDEXES = (
    Index(NOMINATIONS, (("state.number", 1),), name="one_number_one_file", unique=True),
    Index(NOMINATIONS, (("state.unit_path", 1), ("created_at", -1))),
    Index(NOMINATIONS, (("state.unit_path", 1), ("state.state", 1), ("created_at", -1))),
    Index(NOMINATIONS, (("state.deed.fingerprint", 1), ("state.subject.ref", 1))),
    Index(NOMINATIONS, (("state.deed.deed_id", 1), ("state.subject.ref", 1))),
    Index(DEEDS, (("state.linked_to", 1),)),
    Index(DEEDS, (("state.unit_path", 1), ("created_at", -1))),
    Index(DEEDS, (("state.contributors.subject_ref", 1), ("created_at", -1))),
    Index(NOMINATIONS, (("state.deed.contributor_refs", 1), ("state.deed.occurred_to", 1))),
    Index(NOMINATIONS, (("state.subject.ref", 1), ("state.year", 1))),
    Index(NOMINATIONS, (("state.state", 1), ("state.return_due_on", 1))),
    Index(NOMINATIONS, (("state.movement_id", 1), ("created_at", -1))),
    Index(NOMINATIONS, (("state.state", 1), ("state.steps.due_on", 1))),
    Index(SUGGESTIONS, (("state.state", 1), ("state.due_on", 1))),
    Index(SUGGESTIONS, (("state.number", 1),), name="one_number_one_suggestion", unique=True),
    Index(SUGGESTIONS, (("state.unit_path", 1), ("state.state", 1), ("state.due_on", 1))),
    Index(SUGGESTIONS, (("state.sender_ref", 1), ("state.due_on", 1))),
    Index(
        SUBMISSIONS,
        (("state.rows.nomination_id", 1),),
        name=ONE_SUBMISSION,
        unique=True,
        partial={"state.waits": True},
    ),
    Index(
        SUBMISSIONS,
        (("state.unit_code", 1), ("state.year", 1), ("state.number", 1)),
        name="one_number_one_submission",
        unique=True,
    ),
    Index(SUBMISSIONS, (("state.reach", 1), ("created_at", -1))),
    Index(EXEMPLARS, (("state.number", 1),), name="one_number_one_exemplar", unique=True),
    Index(EXEMPLARS, (("state.unit_path", 1), ("state.state", 1), ("created_at", -1))),
    Index(EXEMPLARS, (("state.state", 1), ("state.decided_on", 1))),
    Index(SUBJECTS, (("state.unit_path", 1), ("state.subject_ref", 1))),
    Index(AWARD_HISTORY, (("subject_ref", 1),)),
)
