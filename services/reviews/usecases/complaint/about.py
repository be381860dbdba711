"""What the events of a complaint tell: never its words, nor who sent it."""

from typing import Any

from services.reviews.domain.complaint import Complaint


def about(complaint: Complaint) -> dict[str, Any]:
    """The fields that every event of a complaint has."""
    target = complaint.target
    return {
        "complaint_id": complaint.id,
        "number": complaint.number,
        "kind": complaint.kind.value,
        "about": target.about.value,
        "about_id": target.about_id,
        "subject_ref": target.gain_refs[0],
        "gain_refs": target.gain_refs,
        "unit_id": target.unit_id,
        "unit_path": target.unit_path,
        "grantor_unit_id": complaint.grantor_unit_id,
        "grantor_path": complaint.grantor_path,
    }
