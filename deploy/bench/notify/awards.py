"""The events that go round: what is told of awards of 26 provinces, published, presented, corrected."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from typing import Final
from uuid import UUID

from shared.contracts.awards import AwardCorrected, AwardPresented, AwardPublished
from shared.contracts.event import Event
from shared.contracts.registry import EVENTS
from shared.kernel.cause import job_cause
from shared.kernel.clock import now_utc
from shared.kernel.ids import id_from
from shared.runtime.bus.envelope import OutboxEntry, seal

PROVINCES: Final = 26
MINISTRY: Final = "BTP"
_KINDS: Final = (AwardPublished.type, AwardPresented.type, AwardCorrected.type)
_SIGNED: Final = datetime(2026, 10, 12, 8, 30, tzinfo=UTC)
_WORDS: Final = {"subject_label": "Tổ một cửa", "citation_vi": "Giải quyết 96 hồ sơ tồn trong một tuần"}


@dataclass(frozen=True, slots=True)
class Flow:
    """So many events of one run, on awards of which each has three; `apart` events lie from one of them to the next.

    `is_now`: an award says the instant of its sending as that of its publication.
    """

    name: str
    events: int
    apart: int
    is_now: bool = False

    def entries(self) -> Iterator[OutboxEntry]:
        """The events, each sealed when it is asked for."""
        for index in range(self.events):
            published_at = now_utc() if self.is_now else _SIGNED
            yield sealed(self.name, self.award(index), self.step(index), published_at)

    def award(self, index: int) -> int:
        """The number of the award that an event is about."""
        round_, place = divmod(index, self.apart * len(_KINDS))
        return round_ * self.apart + place % self.apart

    def step(self, index: int) -> int:
        """Which of its award's three events it is, from 1."""
        return index // self.apart % len(_KINDS) + 1


def province(number: int) -> str:
    """The code of a province's unit, by a number from 0."""
    return f"THADS-{number % PROVINCES + 1:02}"


def sealed(run: str, award: int, step: int, published_at: datetime = _SIGNED) -> OutboxEntry:
    """One event of one award, as the relay of reviews puts it on the bus."""
    unit = province(award)
    award_id = id_from("award", run, award)
    kind = _KINDS[step - 1]
    own = {"award_id": award_id, "unit_id": unit, "unit_path": (MINISTRY, unit), "number": f"{award}/QĐ-{unit}"}
    said = {"published_at": published_at} if kind == AwardPublished.type else {}
    event = _pattern(kind).model_copy(update={**own, **said})
    cause = job_cause("bench", run, award, step)
    return seal(event, aggregate_id=award_id, seq=step, n=1, cause=cause, source="reviews", at=now_utc())


@cache
def _pattern(kind: str) -> Event:
    """An event of a kind; what it is about is put in for each."""
    days = {"calendar_days": 6, "deed_known": 0, "known_submitted": 1, "submitted_decided": 3, "total": 4}
    values = {
        **_WORDS,
        **dict.fromkeys(("award_id", "case_id", "decision_id", "deed_id"), UUID(int=1)),
        **dict.fromkeys(("decided_at", "published_at"), _SIGNED),
        **dict.fromkeys(("decided_on", "presented_on", "corrected_on"), date(2026, 10, 12)),
        **dict.fromkeys(("before", "after"), _WORDS),
        **dict.fromkeys(("unit_id", "grantor_unit_id"), MINISTRY),
        "unit_path": (MINISTRY,),
        "number": "1/QĐ",
        "case_number": "KT-2026-0147",
        "correction_number": "2/QĐ",
        "nomination_type": "ad_hoc",
        "counted_as": "ad_hoc",
        "form_code": "GIAY_KHEN_THADS",
        "form_name_vi": "Giấy khen của Trưởng Thi hành án dân sự tỉnh",
        "subject_ref": "P-THADS-5",
        "subject_kind": "collective",
        "claim": "deed",
        "bonus_vnd": 760_000,
        "document_sha256": "0" * 64,
        "pack": "2026",
        "proposer_ref": "PCT-HP-THA",
        "endorser_ref": "TP-05",
        "lead_times": days,
    }
    contract = EVENTS[kind]
    return contract.model_validate({name: values[name] for name in contract.model_fields if name in values})
