"""What a reader of deeds sees."""

from datetime import date
from uuid import UUID

from pydantic import BaseModel

from services.nominations.api.views import ContributorView, EvidenceView, Kept, ResultView


class ShareView(ContributorView):
    """One who did it, and since when that one confirms the share."""

    confirmed_on: date | None


class DisputeView(BaseModel):
    """A dispute about who did it, for those who deal with it and the one who raised it."""

    claimant_ref: str
    share: int
    ground_vi: str
    disputed_on: date
    claimant_vi: str
    contributors_vi: str
    outcome: str | None
    resolved_on: date | None


class DeedView(Kept):
    """A deed as its readers within the scope see it."""

    number: str
    unit_id: str
    title_vi: str
    story_vi: str
    field: str
    occurred_from: date
    occurred_to: date
    known_on: date
    results: list[ResultView]
    contributors: list[ShareView]
    evidence: list[EvidenceView]
    disputes: list[DisputeView]
    linked_to: UUID | None
    kept_apart: tuple[UUID, ...]
    movement_id: UUID | None
    exemplar_id: UUID | None
    fingerprint: str
