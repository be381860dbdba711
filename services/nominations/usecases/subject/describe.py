"""Tell others of a subject: never its name."""

from typing import Any

from services.nominations.domain.unit import Subject
from shared.contracts.parts import TitleWon


def about(subject: Subject) -> dict[str, Any]:
    """The fields of SubjectChanged."""
    return {
        "unit_id": subject.unit_code,
        "unit_path": subject.unit_path,
        "subject_id": subject.id,
        "subject_ref": subject.subject_ref,
        "kind": subject.kind,
        "work_role": subject.work_role,
        "size": subject.size,
        "state": subject.state,
        "titles": tuple(
            TitleWon(form_code=one.form_code, year=one.year, unit_code=one.unit_code) for one in subject.titles
        ),
    }
