"""A council's session and the council itself, as the console knows them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from fractions import Fraction
from uuid import UUID

STATE_VI: Mapping[str, str] = {
    "convened": "Đã triệu tập",
    "voting_open": "Đang bỏ phiếu",
    "voting_closed": "Đã đóng phiếu",
    "minuted": "Đã có biên bản",
    "adjourned": "Đã hoãn",
}

WAITS = frozenset({"convened", "voting_open", "voting_closed"})
"""A session in these states waits for somebody."""

GROUND_VI: Mapping[str, str] = {
    "subject": "là người được đề nghị",
    "heads_unit": "phụ trách đơn vị của người được đề nghị",
    "contributed": "có đóng góp trong thành tích",
    "proposed": "đã lập đề nghị này",
    "endorsed": "đã xác nhận đề nghị này",
    "appraised": "đã thẩm định hồ sơ này",
    "declared": "đã xin không tham gia",
}


@dataclass(frozen=True, slots=True)
class RecusedMember:
    """A member who may not vote on one case, and why."""

    case_id: str
    member_ref: str
    ground: str

    @property
    def ground_vi(self) -> str:
        """The ground as people read it; a ground without words stays as it came."""
        return GROUND_VI.get(self.ground, self.ground)


@dataclass(frozen=True, slots=True)
class Result:
    """The closed vote on one case. `threshold` is in percent, as text."""

    case_id: str
    yes: int
    no: int
    base: int
    present: int
    entitled: int
    threshold: str
    passed: bool


def result_vi(result: Result) -> str:
    """Yes votes of the named denominator, against the threshold: `8/9 = 88,9 % – ngưỡng 90 % – không đạt`."""
    share = Fraction(result.yes, result.base) if result.base else Fraction(0)
    verdict = "đạt" if result.passed else "không đạt"
    of = "tổng số thành viên" if result.base != result.present else "thành viên bỏ phiếu"
    shares = f"{result.yes}/{result.base} = {percent(share)} {of}"
    return f"{shares} – ngưỡng {result.threshold.replace('.', ',')} % – {verdict}"


def percent(share: Fraction) -> str:
    """A share in percent with at most one decimal, the Vietnamese way."""
    tenths = round(share * 1000)
    whole, rest = divmod(tenths, 10)
    return f"{whole},{rest} %" if rest else f"{whole} %"


@dataclass(frozen=True, slots=True)
class Seat:
    """A member of a council and the days on which the member sits; an end without a day is open."""

    member_ref: str
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Council:
    """A council: who sits in it and for which unit."""

    id: UUID
    code: str = ""
    unit_id: str = ""
    chair_ref: str = ""
    member_refs: tuple[str, ...] = ()
    seats: tuple[Seat, ...] = ()

    def members_on(self, day: date) -> tuple[str, ...]:
        """Who sits on a day; without seats all members do."""
        if not self.seats:
            return self.member_refs
        return tuple(
            one.member_ref
            for one in self.seats
            if (one.since is None or one.since <= day) and (one.until is None or day <= one.until)
        )


@dataclass(frozen=True, slots=True)
class Meeting:
    """A session of a council."""

    id: UUID
    number: str = ""
    council_code: str = ""
    unit_id: str = ""
    unit_path: tuple[str, ...] = ()
    state: str = "convened"
    case_ids: tuple[UUID, ...] = ()
    member_refs: tuple[str, ...] = ()
    recused: tuple[RecusedMember, ...] = ()
    results: tuple[Result, ...] = ()
    closes_at: datetime | None = None
    seen: Mapping[str, int] = field(default_factory=dict)

    @property
    def path(self) -> tuple[str, ...]:
        """In whose scope the session lies: the units above it and the council."""
        return (*self.unit_path, self.council_code)

    @property
    def state_vi(self) -> str:
        """The state as people read it. Raises: KeyError for a state without words."""
        return STATE_VI[self.state]

    def ground(self, case_id: UUID, member_ref: str) -> str | None:
        """Why this member may not vote on this case, in Vietnamese; None when the member may."""
        for recusal in self.recused:
            if (recusal.case_id, recusal.member_ref) == (str(case_id), member_ref):
                return recusal.ground_vi
        return None

    def may_vote(self, case_id: UUID, member_ref: str) -> bool:
        """Whether this person is a member without a conflict on this case; who voted is the owner's secret."""
        return member_ref in self.member_refs and self.ground(case_id, member_ref) is None

    def is_over(self, now: datetime) -> bool:
        """Whether the time to vote has passed, counted or not."""
        return self.closes_at is not None and self.closes_at <= now

    def voters(self, case_id: UUID) -> tuple[str, ...]:
        """The members who may vote on this case."""
        recused = {one.member_ref for one in self.recused if one.case_id == str(case_id)}
        return tuple(ref for ref in self.member_refs if ref not in recused)

    def result(self, case_id: UUID) -> Result | None:
        """The closed vote on this case."""
        return next((result for result in self.results if result.case_id == str(case_id)), None)
