"""What stands around a message that leaves the house: subject, one link with a verb, whom to ask, why one gets it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from services.notifications.domain.addressed import Addressed, Fate
from services.notifications.domain.channel import ONCE_ONLY
from services.notifications.domain.digest import DIGEST
from services.notifications.domain.language import Language
from services.notifications.domain.preference import Decision, Level
from shared.kernel.actor import Role
from shared.kernel.clock import VIETNAM

Said = tuple[str, str]
"""In Vietnamese and in English."""

Named = Callable[[str], str]
"""Gives what people call a unit; of one that is not known its code."""


@dataclass(frozen=True, slots=True)
class Around:
    """Everything in one language; each part is one line. `verb` is the text of the only link."""

    subject: str
    verb: str
    ask: str
    why: str


_OPEN: Final[Said] = ("Xem chi tiết", "See more")
_SCREEN: Final[Said] = ("Kiểm tra hồ sơ", "Screen the file")
_COMPLETE: Final[Said] = ("Bổ sung hồ sơ", "Complete the file")
_VOTE: Final[Said] = ("Bỏ phiếu", "Vote")
_PREPARE: Final[Said] = ("Lập quyết định", "Prepare the decision")
_OPINE: Final[Said] = ("Cho ý kiến", "Give your opinion")
_ANSWER: Final[Said] = ("Trả lời", "Answer")
_REMEDY: Final[Said] = ("Xử lý", "Remedy it")
_FIGURES: Final[Said] = ("Xem số liệu", "See the figures")
_CONNECTION: Final[Said] = ("Xem kết nối", "See the connection")
_VERBS: Final[Mapping[str, Said]] = {
    "to_screen": _SCREEN,
    "to_screen_again": _SCREEN,
    "returned": _COMPLETE,
    "to_complete_soon": _COMPLETE,
    "to_appraise": ("Thẩm định hồ sơ", "Appraise the file"),
    "to_convene": ("Họp hội đồng", "Convene the council"),
    "to_send_up": ("Trình cấp trên", "Send it up"),
    "to_take_over": ("Tiếp nhận hồ sơ", "Take over the file"),
    "to_decide": _PREPARE,
    "recommended": _PREPARE,
    "to_sign": ("Ký quyết định", "Sign the decision"),
    "convened": _VOTE,
    "vote_opened": _VOTE,
    "vote_closes_soon": _VOTE,
    "to_answer_opinion": _OPINE,
    "opinion_due_soon": _OPINE,
    "consultation_opened": _OPINE,
    "to_answer": _ANSWER,
    "answer_due_soon": _ANSWER,
    "answer_overdue": _ANSWER,
    "exemplar_to_nominate": ("Lập đề nghị", "Nominate"),
    "finding_assigned": _REMEDY,
    "finding_due_soon": _REMEDY,
    "finding_overdue": _REMEDY,
    "finding_reopened": _REMEDY,
    "week_figures": _FIGURES,
    "month_figures": _FIGURES,
    "endpoint_failing": _CONNECTION,
    "certificate_ending": _CONNECTION,
    "endpoint_disabled": _CONNECTION,
}

_ROLES: Final[Mapping[Role, Said]] = {
    Role.PROPOSER: ("người đề nghị", "a proposer"),
    Role.UNIT_HEAD: ("thủ trưởng đơn vị", "the head of the unit"),
    Role.PEER: ("người trong đơn vị", "somebody of the unit"),
    Role.CITIZEN: ("người dân trên địa bàn", "a citizen of the place"),
    Role.OPINION_BODY: ("cơ quan được xin ý kiến", "a body that is asked for its opinion"),
    Role.EMULATION_OFFICER: ("cán bộ thi đua, khen thưởng", "an emulation officer"),
    Role.COUNCIL_SECRETARY: ("thư ký hội đồng", "the secretary of the council"),
    Role.COUNCIL_MEMBER: ("thành viên hội đồng", "a member of the council"),
    Role.COUNCIL_CHAIR: ("chủ tịch hội đồng", "the chair of the council"),
    Role.GRANTOR: ("người có thẩm quyền khen thưởng", "a grantor"),
    Role.SUPERVISOR: ("người giám sát", "a supervisor"),
    Role.MOVEMENT_OWNER: ("người phụ trách phong trào", "the owner of a movement"),
    Role.CLUSTER_LEAD: ("cụm trưởng thi đua", "the lead of a cluster"),
    Role.RECIPIENT: ("người được khen thưởng", "a recipient"),
    Role.INTEGRATOR: ("hệ thống của đơn vị", "a system of the unit"),
    Role.OPS: ("người vận hành", "an operator"),
}

_LEVELS: Final[Mapping[Level, Said]] = {
    Level.MANDATED: ("tin bắt buộc, không tắt được", "it is mandated and cannot be turned off"),
    Level.UNIT: ("đơn vị của bạn đã chọn như vậy", "your unit chose so"),
    Level.PERSON: ("bạn đã chọn như vậy", "you chose so"),
    Level.DEFAULT: ("mặc định, bạn có thể đổi trong Tùy chọn", "it is the default, which you may change"),
}

_WHY_A_DIGEST: Final[Said] = (
    "Bản tin này gộp các tin gửi tới bạn mà không cần gửi ngay; Tùy chọn cho biết ai đã chọn như vậy.",
    "This brings together messages to you that may wait; Tùy chọn tells who chose so.",
)


def around(
    template: str, text: str, key: str, unit: str, decision: Decision, language: Language, named: Named
) -> Around:
    """What stands around a text. `key` is the audience key by which it reaches its reader, `unit` who may be asked."""
    ask = (
        f"Hỏi: cán bộ thi đua, khen thưởng của {named(unit) or 'đơn vị bạn'}.",
        f"Ask: the emulation officer of {named(unit) or 'your unit'}.",
    )
    return Around(
        subject=text.partition("\n")[0].rstrip("."),
        verb=_say(_VERBS.get(template, _OPEN), language),
        ask=_say(ask, language),
        why=_say(_WHY_A_DIGEST, language) if template == DIGEST else why(key, decision, language, named),
    )


def why(key: str, decision: Decision, language: Language, named: Named) -> str:
    """Why somebody gets a message by a way: as whom, and who decided that it comes so."""
    if key.startswith("contact:"):
        return as_whom(key, language, named)
    return f"{as_whom(key, language, named).removesuffix('.')}; {whose_choice(decision.level, language)}."


def as_whom(key: str, language: Language, named: Named) -> str:
    """As whom somebody gets a message that reaches that one by an audience key."""
    kind, _, rest = key.partition(":")
    if kind == "role":
        role, _, place = rest.partition("@")
        name = _say(_ROLES[Role(role)], language)
        at = named(place)
        said = f"Bạn nhận tin này với tư cách {name} ({at}).", f"You get this as {name} ({at})."
    elif kind == "person":
        said = (
            "Bạn nhận tin này vì tin nói về việc của bạn.",
            "You get this because it is your own matter.",
        )
    elif kind == "contact":
        said = (
            "Bạn nhận tin này vì địa chỉ này được ghi là liên hệ của kết nối.",
            "You get this because this address was named as the contact of the connection.",
        )
    else:
        said = "Tin này gửi tới mọi người.", "This goes to everybody."
    return _say(said, language)


def by_mail(planned: Addressed, language: Language) -> str:
    """What becomes of a message outside, and who decided so."""
    if planned.channel in ONCE_ONLY:
        return _by_text(planned, language)
    day = planned.at.astimezone(VIETNAM).strftime("%d/%m/%Y")
    said = {
        Fate.SEND: ("Gửi cả bằng thư", "Sent by mail too"),
        Fate.HOLD: (f"Gửi cả bằng thư sáng {day}, hết giờ yên tĩnh", f"Sent by mail after the quiet hours, on {day}"),
        Fate.DIGEST: (f"Có trong bản tin bằng thư ngày {day}", f"In the digest by mail of {day}"),
        Fate.OFF: ("Không gửi bằng thư", "Not sent by mail"),
    }[planned.fate]
    return f"{_say(said, language)}: {whose_choice(planned.level, language)}."


def _by_text(planned: Addressed, language: Language) -> str:
    said = {
        Fate.HOLD: ("Gửi cả bằng tin nhắn, hết giờ yên tĩnh", "Sent to your telephone too, after the quiet hours"),
        Fate.OFF: ("Không gửi bằng tin nhắn", "Not sent to your telephone"),
    }.get(planned.fate, ("Gửi cả bằng tin nhắn", "Sent to your telephone too"))
    return f"{_say(said, language)}: {whose_choice(planned.level, language)}."


def whose_choice(level: Level, language: Language) -> str:
    """Who decided that something comes as it does."""
    return _say(_LEVELS[level], language)


def _say(said: Said, language: Language) -> str:
    return said[0] if language is Language.VI else said[1]
