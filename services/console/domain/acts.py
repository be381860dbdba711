"""What a person may do with a file now: one table of acts, by state and policy."""

from dataclasses import dataclass

from services.console.domain.case import Case
from shared.kernel.actor import Actor
from shared.kernel.policy import may


@dataclass(frozen=True, slots=True)
class Act:
    """One act on a file. `slug` stands in addresses, `action` in the policy, `command` in the owner's address.

    `task_vi` is the verb of its row in the list of work, empty for an act that is no task. With a file that is held
    nothing is done but to release it; an act of those `below` is done with one that has to go up.
    """

    slug: str
    action: str
    command: str
    states: frozenset[str]
    label_vi: str
    task_vi: str = ""
    when_held: bool = False
    below: bool = False


SUBMIT_SLUG, AMEND_SLUG = "gui", "sua-viec"
"""The act that a head endorses by; the one act that goes to the deed behind the file."""

_CHECKING = frozenset({"screening", "needs_review"})
_SCREENED = frozenset({"submitted", "accepted"}) | _CHECKING
_REVIEWED = frozenset(
    {
        "appraising",
        "consulting",
        "ready",
        "in_session",
        "recommended",
        "not_recommended",
        "awaiting_decision",
        "reserved",
        "escalated",
    }
)

ACTS = (
    Act(SUBMIT_SLUG, "nomination.submit", "submit", frozenset({"draft"}), "Gửi đề nghị", "Xem và gửi"),
    Act(AMEND_SLUG, "deed.amend", "amend", frozenset({"draft"}), "Sửa việc đã làm"),
    Act("tiep-nhan", "nomination.screen", "screen", frozenset({"submitted"}), "Tiếp nhận", "Tiếp nhận"),
    Act("dat", "nomination.accept", "accept", _CHECKING, "Đạt – chuyển xét", "Kiểm tra"),
    Act(
        "tra-lai",
        "nomination.return_for_completion",
        "return",
        _CHECKING,
        "Trả lại để bổ sung",
    ),
    Act("ghep", "nomination.merge", "merge", _CHECKING, "Ghép hồ sơ"),
    Act("chuyen", "nomination.reroute", "reroute", frozenset({"ineligible"}), "Chuyển sang hình thức khác"),
    Act("khong-du", "nomination.rule_out", "rule-out", _CHECKING, "Không đủ điều kiện"),
    Act(
        "bo-sung",
        "nomination.resubmit",
        "resubmit",
        frozenset({"returned"}),
        "Bổ sung và gửi lại",
        "Bổ sung",
    ),
    Act(
        "tra-lai-xet",
        "case.return_for_completion",
        "return",
        frozenset({"appraising", "ready"}),
        "Trả lại để bổ sung",
    ),
    Act("tham-dinh", "case.appraise", "appraise", frozenset({"appraising"}), "Thẩm định", "Thẩm định"),
    Act(
        "chon-quy-dinh",
        "case.choose_pack",
        "choose-pack",
        frozenset({"appraising", "consulting", "ready", "awaiting_decision"}),
        "Xét theo quy định mới",
    ),
    Act(
        "rut",
        "nomination.withdraw",
        "withdraw",
        frozenset({"draft", "submitted", "returned"}) | _CHECKING,
        "Rút đề nghị",
    ),
    Act("trinh", "case.escalate", "escalate", frozenset({"appraising", "recommended"}), "Trình cấp trên", below=True),
    Act("nhan-len", "case.take_over", "take-over", frozenset({"escalated"}), "Tiếp nhận để xét", "Tiếp nhận"),
    Act("rut-xet", "case.withdraw", "withdraw", _REVIEWED, "Rút đề nghị"),
    Act(
        "khong-khen",
        "case.refuse",
        "refuse",
        frozenset({"not_recommended", "awaiting_decision"}),
        "Không khen thưởng",
    ),
    Act("tam-dung", "nomination.hold", "hold", _SCREENED, "Tạm dừng để xác minh"),
    Act("tiep-tuc", "nomination.release", "release", _SCREENED, "Tiếp tục xét", "Theo dõi xác minh", when_held=True),
    Act("tam-dung-xet", "case.hold", "hold", _REVIEWED, "Tạm dừng để xác minh"),
    Act("tiep-tuc-xet", "case.release", "release", _REVIEWED, "Tiếp tục xét", "Theo dõi xác minh", when_held=True),
)


def offered(case: Case, actor: Actor) -> list[Act]:
    """The acts that this person may try on the file as it stands."""
    return [
        act
        for act in ACTS
        if case.state in act.states
        and act.when_held is case.is_held
        and (case.is_below or not act.below)
        and may(actor, act.action, _path(act, case))
    ]


def act_named(slug: str) -> Act | None:
    """The act with this slug."""
    return next((act for act in ACTS if act.slug == slug), None)


def _path(act: Act, case: Case) -> tuple[str, ...]:
    if act.action == "case.refuse":
        return case.office[-1:]
    at_unit = act.action == "case.withdraw" or not act.action.startswith("case.")
    if at_unit:
        return case.unit_path
    return case.office if case.is_below or act.action == "case.take_over" else case.path
