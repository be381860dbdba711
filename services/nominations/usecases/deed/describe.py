"""Tell others of a deed: its facts, never its texts."""

from typing import Any

from services.nominations.domain.deed import Deed
from shared.contracts.parts import EvidenceHash, Share


def describe(deed: Deed) -> dict[str, Any]:
    """The fields of DeedFacts."""
    return {
        "unit_id": deed.unit_code,
        "unit_path": deed.unit_path,
        "deed_id": deed.id,
        "number": deed.number,
        "occurred_from": deed.occurred_from,
        "occurred_to": deed.occurred_to,
        "known_on": deed.known_on,
        "contributors": tuple(
            Share(subject_ref=one.subject_ref, share=one.share, confirmed_on=one.confirmed_on)
            for one in deed.contributors
        ),
        "movement_id": deed.movement_id,
        "exemplar_id": deed.exemplar_id,
        "fingerprint": deed.fingerprint,
        "evidence": tuple(EvidenceHash(sha256=one.sha256) for one in deed.evidence),
    }
