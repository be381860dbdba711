"""Files of the sample province, for tests of the domain of nominations."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from services.nominations.domain.nomination import Nomination
from services.nominations.domain.parts import DeedSeen, Evidence, Nominee
from shared.kernel.ids import id_from
from shared.kernel.rulepack import PackQuote
from shared.kernel.steps import Step

NOW = datetime(2026, 10, 6, 2, 0, tzinfo=UTC)
TODAY = date(2026, 10, 6)
DEED = DeedSeen(
    deed_id=UUID(int=1),
    title_vi="Cấp trích lục cho 37 hộ",
    occurred_from=date(2026, 10, 3),
    occurred_to=date(2026, 10, 3),
    known_on=date(2026, 10, 3),
    contributor_refs=("CB-0412",),
    result_count=1,
    fingerprint="ab" * 32,
)


def drafted(**changes: Any) -> Nomination:
    """N01 as its proposer drafted it."""
    draft = Nomination(
        id=id_from("nomination", "N01"),
        number="KT-2026-0001",
        subject=Nominee("CB-0412", "individual", "Nguyễn Thị Hạnh", "direct", None),
        unit_code="STP-HP",
        unit_path=("UB-HP", "STP-HP"),
        nomination_type="ad_hoc",
        form_code="GIAY_KHEN_SO",
        grantor_unit_id="STP-HP",
        grantor_path=("UB-HP", "STP-HP"),
        deed=DEED,
        citation_vi="37 hộ",
        achievement_report="Báo cáo",
        evidence=(Evidence("ab" * 32, "danh_sach.pdf", "list"),),
        proposer_ref="PGD-HP-02",
        drafted_at=NOW,
    )
    return replace(draft, **changes)


def submitted(**changes: Any) -> Nomination:
    """The same, submitted on 6 October 2026 under the pack of that day."""
    pack, screen = PackQuote("FIX-2026", "2026-10-01", "ab" * 32), Step("screen", date(2026, 10, 7))
    return drafted(**changes).submit(endorser_ref="PGD-HP-02", at=NOW, on=TODAY, pack=pack, screen=screen)
