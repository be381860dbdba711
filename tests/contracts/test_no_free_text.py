"""What a person typed stays with its owner: before the award the bus carries codes, references and figures."""

import typing
from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import BaseModel

from services.notifications.domain.plan import NAMED
from shared.contracts.registry import EVENTS

FROM_THE_AWARD_ON = NAMED
REFERENCES = {
    *("subject_ref", "proposer_ref", "endorser_ref", "signer_ref", "chair_ref", "head_ref", "member_ref"),
    *(
        "owner_ref",
        "sender_ref",
        "claimant_ref",
        "client_ref",
        "members",
        "lead_code",
        "deputy_code",
        "predecessors",
        "successors",
    ),
    *(
        "contributor_refs",
        "other_contributor_refs",
        "gain_refs",
        "member_refs",
        "deputies",
        "unit_id",
        "grantor_unit_id",
        "to_unit_id",
        "parent_code",
        "unit_code",
    ),
    *("case_id", "body_id", "place", "grantor_ref", "delegate_ref", "escalate_to"),
    *(
        "unit_path",
        "grantor_path",
        "office_path",
        "to_unit_id",
        "from_unit_id",
        "reviewed_by",
        "council_code",
        "number",
        "case_numbers",
        "candidates",
        "repeats",
        "audience",
    ),
}
CODES = {
    *("code", "reason", "rule_id", "ground", "kind", "name", "nomination_type", "form_code", "subject_kind", "line"),
    *(
        "work_role",
        "procedure",
        "verdict",
        "next_state",
        "outcome",
        "pack_id",
        "channel",
        "about",
        "metric",
        "group",
        "state",
    ),
    *("indicator", "source", "measure", "operator", "alternatives", "asks", "silence", "position", "period"),
    *("paper", "sign_mode", "step", "span", "template"),
}
FIGURES = {
    *("citation", "pack_version", "pack_hash", "threshold", "inputs_hash", "sha256"),
    *("fingerprint", "tally_hash"),
    *("value", "target", "baseline", "measured", "confidence"),
}
PUBLIC_WORDS = {
    "name_vi": {"movement.launched", "org.unit_changed", "org.unit_closed", "org.cluster_changed"},
    "message": {"notification.posted"},
    "verified_by": {"rulepack.activated"},
    "subject_label": {"consultation.opened"},
}
"""The public is told whom it is asked about, where the rules make that public.

Names of movements and units are public when they are recorded, and so is the office that verified a rule pack.
Our own sentences hold no name before the award: `tests/notifications/domain/test_plan.py`."""


def texts_of(model: type[BaseModel]) -> Iterator[str]:
    for name, field in model.model_fields.items():
        for kind in _parts(field.annotation):
            if isinstance(kind, type) and issubclass(kind, BaseModel):
                yield from texts_of(kind)
            elif kind is str:
                yield name


def _parts(annotation: Any) -> Iterator[Any]:
    inner = typing.get_args(annotation)
    if not inner:
        yield annotation
    for each in inner:
        yield from _parts(each)


@pytest.mark.parametrize("kind", sorted(set(EVENTS) - FROM_THE_AWARD_ON))
def test_before_the_award_an_event_has_no_place_for_free_text(kind: str) -> None:
    public = {name for name, kinds in PUBLIC_WORDS.items() if kind in kinds}
    unknown = set(texts_of(EVENTS[kind])) - REFERENCES - CODES - FIGURES - public
    assert unknown == set(), "decide what it is; what a person types is asked of its owner (decision 20)"


def test_every_name_that_is_allowed_is_used() -> None:
    used = {name for kind in set(EVENTS) - FROM_THE_AWARD_ON for name in texts_of(EVENTS[kind])}
    assert (REFERENCES | CODES | FIGURES | set(PUBLIC_WORDS)) - used == set()
