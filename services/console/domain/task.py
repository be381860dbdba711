"""Who has to do what next: one verb a file, by the state it is in and the roles a person holds on its path."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.console.domain.case import Case
from shared.kernel.actor import Actor, Role


@dataclass(frozen=True, slots=True)
class Duty:
    """What a role does with a file in a state. `at_grantor` looks for the role on the grantor's path."""

    role: Role
    verb_vi: str
    at_grantor: bool = False


_DUTIES: dict[str, tuple[Duty, ...]] = {
    "draft": (Duty(Role.UNIT_HEAD, "Gửi"),),
    "submitted": (Duty(Role.EMULATION_OFFICER, "Tiếp nhận"),),
    "screening": (Duty(Role.EMULATION_OFFICER, "Kiểm tra"),),
    "returned": (Duty(Role.UNIT_HEAD, "Bổ sung"),),
    "appraising": (Duty(Role.EMULATION_OFFICER, "Thẩm định", at_grantor=True),),
    "ready": (Duty(Role.COUNCIL_SECRETARY, "Xếp phiên", at_grantor=True),),
    "in_session": (
        Duty(Role.COUNCIL_MEMBER, "Bỏ phiếu", at_grantor=True),
        Duty(Role.COUNCIL_SECRETARY, "Theo dõi phiên", at_grantor=True),
    ),
    "recommended": (
        Duty(Role.COUNCIL_SECRETARY, "Trình ký", at_grantor=True),
        Duty(Role.EMULATION_OFFICER, "Trình ký", at_grantor=True),
    ),
    "awaiting_decision": (
        Duty(Role.EMULATION_OFFICER, "Trình ký", at_grantor=True),
        Duty(Role.COUNCIL_SECRETARY, "Trình ký", at_grantor=True),
    ),
}
_SIGN = (Duty(Role.GRANTOR, "Ký"),)


def next_verb(case: Case, actor: Actor) -> str | None:
    """What this person is expected to do with the file now; None when it waits for somebody else."""
    for duty in _duties(case):
        path = _path(case, duty)
        if actor.holds(duty.role, path):
            return duty.verb_vi
    return None


def can_prepare(case: Case) -> bool:
    """Whether the file waits for a decision that nobody has drafted."""
    return case.state in {"recommended", "awaiting_decision"} and case.decision_id is None


def _duties(case: Case) -> Sequence[Duty]:
    if case.decision_id is not None and case.state in {"recommended", "awaiting_decision", "reserved"}:
        return _SIGN
    return _DUTIES.get(case.state, ())


def _path(case: Case, duty: Duty) -> Sequence[str]:
    if duty.role is Role.GRANTOR:
        return (case.grantor_unit_id,)
    return case.grantor_path if duty.at_grantor else case.unit_path
