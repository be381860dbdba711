"""Who is told what when something happens: one pure table. Source: the messages people receive."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from services.notifications.domain.around import Named
from services.notifications.domain.audience import EVERYBODY, person, role_at, roles_on
from services.notifications.domain.language import Language
from services.notifications.domain.message import Message
from services.notifications.domain.texts import TEMPLATES, render
from shared.kernel.actor import Role
from shared.kernel.ids import id_from

Facts = Mapping[str, Any]
"""An event's fields by name, completed by what is known of its file."""

Chosen = Callable[[Facts], tuple[str, ...]]
"""Chooses audience keys from facts."""


@dataclass(frozen=True, slots=True)
class Line:
    """One message of an event: its template, for whom, and when it is due at all."""

    template: str
    to: tuple[Chosen, ...]
    when: Callable[[Facts], bool] = lambda _: True


def _named(field: str) -> Chosen:
    def choose(facts: Facts) -> tuple[str, ...]:
        ref = facts.get(field)
        return (person(ref),) if ref else ()

    return choose


def _each(field: str) -> Chosen:
    return lambda facts: tuple(person(ref) for ref in facts.get(field, ()))


def _along(role: Role, path: str) -> Chosen:
    return lambda facts: roles_on(role, facts.get(path, ()))


def _at(role: Role, place: str) -> Chosen:
    return lambda facts: (role_at(role, facts[place]),) if facts.get(place) else ()


def _reviewing(role: Role) -> Chosen:
    """Those where the file is reviewed now: below its grantor, or before it."""
    return lambda facts: roles_on(role, facts.get("office_path") or facts.get("grantor_path", ()))


def _refuser(facts: Facts) -> tuple[str, ...]:
    """Who may refuse it where it is reviewed now."""
    office = facts.get("office_path") or (facts["grantor_unit_id"],)
    return (role_at(Role.GRANTOR, office[-1]),)


_PROPOSER = _named("proposer_ref")
_ENDORSER = _named("endorser_ref")
_RECIPIENT = _named("subject_ref")
_GAINERS = _each("gain_refs")
_HEADS = _along(Role.UNIT_HEAD, "unit_path")
_OFFICERS = _along(Role.EMULATION_OFFICER, "unit_path")
_APPRAISERS = _reviewing(Role.EMULATION_OFFICER)
_SECRETARIES = _reviewing(Role.COUNCIL_SECRETARY)
_SUPERVISORS = _along(Role.SUPERVISOR, "unit_path")
_COMPLAINT_SIDE = (_SUPERVISORS, _along(Role.SUPERVISOR, "grantor_path"))
_OWNER = _named("owner_ref")
_BODY = _at(Role.OPINION_BODY, "body_id")
_PREPARERS = _at(Role.EMULATION_OFFICER, "grantor_unit_id")
_GRANTOR = _at(Role.GRANTOR, "grantor_unit_id")
_SECRETARY = _at(Role.COUNCIL_SECRETARY, "council_code")
_CHAIR = _at(Role.COUNCIL_CHAIR, "council_code")
_MEMBERS = _at(Role.COUNCIL_MEMBER, "council_code")
_INVITED = _each("member_refs")
_UNIT = tuple(
    _at(role, "unit_id") for role in (Role.PEER, Role.PROPOSER, Role.UNIT_HEAD, Role.EMULATION_OFFICER, Role.RECIPIENT)
)
_PUBLIC = (*_UNIT, _at(Role.PEER, "place"), _along(Role.CITIZEN, "unit_path"))
"""Who may speak in a consultation: the people of the unit and of the place, and citizens."""

_LEVEL_ABOVE = tuple(_at(role, "escalate_to") for role in (Role.UNIT_HEAD, Role.EMULATION_OFFICER, Role.GRANTOR))
_UNIT_SIDE = (_PROPOSER, _ENDORSER, _HEADS)
_TOLD_OF_AWARD = (_RECIPIENT, *_UNIT_SIDE, *_UNIT, _PREPARERS)
"""Everybody who was told of an award when it was signed, granted and published."""


def _is(field: str, value: str) -> Callable[[Facts], bool]:
    return lambda facts: bool(facts.get(field) == value)


def _step_is_not(name: str) -> Callable[[Facts], bool]:
    return lambda facts: bool(facts.get("step") != name)


def _refused(facts: Facts) -> bool:
    return bool(facts.get("outcome") == "refused")


def _is_below(facts: Facts) -> bool:
    """Before a unit that does not grant, but sends it up."""
    office = facts.get("office_path")
    return bool(office and office[-1] != facts.get("grantor_unit_id"))


def _too_late(facts: Facts) -> bool:
    """The unit wanted to take it back, and a signature was faster."""
    return bool(facts.get("outcome") == "granted" and facts.get("reasons"))


def _money_is_due(facts: Facts) -> bool:
    """Of an award whose bonus was not paid only the certificate comes back."""
    return bool(facts.get("due_vnd"))


def _was_taken_up(facts: Facts) -> bool:
    """Of what was turned down nobody had heard."""
    return bool(facts.get("outcome") != "turned_down")


def _asks(facts: Facts) -> bool:
    return bool(facts.get("asks"))


def _not_of_case(facts: Facts) -> bool:
    """A file that stands still with its case: of that the news of the case tells the same people."""
    return not facts.get("with_case")


def _was_submitted(facts: Facts) -> bool:
    """A draft is withdrawn before anybody was told of it; its topic has an order, so its file would be known."""
    return bool(facts.get("endorser_ref"))


PLAN: Mapping[str, tuple[Line, ...]] = {
    "nomination.submitted": (Line("submitted", (_PROPOSER, _ENDORSER)), Line("to_screen", (_OFFICERS,))),
    "nomination.resubmitted": (Line("to_screen_again", (_OFFICERS,)),),
    "nomination.accepted": (Line("accepted", _UNIT_SIDE),),
    "nomination.needs_review": (Line("to_decide_on_data", (_OFFICERS,)),),
    "nomination.lapsed": (Line("lapsed", (*_UNIT_SIDE, _OFFICERS)),),
    "nomination.deadline_approaching": (
        Line("due_soon", (_OFFICERS,), when=_is("step", "screen")),
        Line("to_complete_soon", _UNIT_SIDE, when=_is("step", "complete")),
    ),
    "nomination.deadline_breached": (
        Line("overdue", (_OFFICERS, *_LEVEL_ABOVE)),
        Line("apology", (_PROPOSER,)),
    ),
    "nomination.rerouted": (Line("rerouted", _UNIT_SIDE),),
    "nomination.ineligible": (Line("ineligible", _UNIT_SIDE),),
    "nomination.returned": (Line("returned", _UNIT_SIDE),),
    "nomination.merged": (Line("merged", _UNIT_SIDE),),
    "nomination.held": (Line("held", _UNIT_SIDE, when=_not_of_case),),
    "nomination.released": (Line("released", _UNIT_SIDE, when=_not_of_case),),
    "nomination.withdrawn": (Line("withdrawn", (_PROPOSER, _OFFICERS), when=_was_submitted),),
    "review.case_opened": (Line("deadline", _UNIT_SIDE),),
    "review.admitted": (Line("to_appraise", (_APPRAISERS,)),),
    "review.appraised": (
        Line("to_convene", (_APPRAISERS,), when=_is("next_state", "ready")),
        Line("to_decide", (_APPRAISERS,), when=_is("next_state", "awaiting_decision")),
    ),
    "review.consulted": (
        Line("to_convene", (_APPRAISERS,), when=_is("next_state", "ready")),
        Line("to_decide", (_APPRAISERS,), when=_is("next_state", "awaiting_decision")),
    ),
    "review.recommended": (
        Line("recommended", (_GRANTOR, _APPRAISERS), when=lambda facts: not _is_below(facts)),
        Line("to_send_up", (_SECRETARIES, _APPRAISERS), when=_is_below),
    ),
    "review.escalated": (Line("to_take_over", (_APPRAISERS,)), Line("sent_up", _UNIT_SIDE)),
    "review.taken_over": (Line("taken_over", _UNIT_SIDE),),
    "review.not_recommended": (Line("not_recommended", (_refuser, _APPRAISERS)),),
    "review.held": (Line("held", (*_UNIT_SIDE, _APPRAISERS, _GRANTOR)),),
    "review.released": (Line("released", (*_UNIT_SIDE, _APPRAISERS, _GRANTOR)),),
    "review.returned": (Line("returned", _UNIT_SIDE),),
    "review.pack_chosen": (Line("pack_chosen", (*_UNIT_SIDE, _APPRAISERS)),),
    "review.withdrawal_requested": (Line("withdrawal_asked", (_PROPOSER, _APPRAISERS, _GRANTOR)),),
    "review.deadline_approaching": (
        Line("due_soon", (_APPRAISERS,), when=_step_is_not("decide")),
        Line("decision_due_soon", (_APPRAISERS, _GRANTOR), when=_is("step", "decide")),
    ),
    "review.deadline_breached": (
        Line("overdue", (_APPRAISERS, *_LEVEL_ABOVE), when=_step_is_not("decide")),
        Line("decision_overdue", (_APPRAISERS, _GRANTOR, *_LEVEL_ABOVE), when=_is("step", "decide")),
        Line("apology", (_PROPOSER,)),
    ),
    "review.closed": (Line("refused", _UNIT_SIDE, when=_refused), Line("not_withdrawn", _UNIT_SIDE, when=_too_late)),
    "opinion.requested": (Line("to_answer_opinion", (_BODY,)),),
    "opinion.deadline_approaching": (Line("opinion_due_soon", (_BODY,)),),
    "opinion.received": (Line("opinion_received", (_APPRAISERS,)),),
    "opinion.lapsed": (Line("opinion_lapsed", (_APPRAISERS,)),),
    "consultation.opened": (Line("consultation_opened", _PUBLIC),),
    "consultation.closed": (Line("consultation_closed", (_APPRAISERS,)),),
    "council.convened": (Line("convened", (_INVITED, _CHAIR, _SECRETARY)),),
    "council.vote_opened": (Line("vote_opened", (_MEMBERS, _CHAIR, _SECRETARY)),),
    "council.deadline_approaching": (Line("vote_closes_soon", (_INVITED,)),),
    "council.adjourned": (Line("adjourned", (_MEMBERS, _CHAIR, _SECRETARY)),),
    "council.vote_closed": (Line("vote_closed", (_CHAIR, _SECRETARY)),),
    "council.minuted": (Line("minuted", (_MEMBERS, _CHAIR, _SECRETARY)),),
    "decision.drafted": (Line("to_sign", (_GRANTOR,)),),
    "decision.signed": (Line("signed", (_PREPARERS,)),),
    "decision.returned": (Line("sent_back", (_PREPARERS,)),),
    "delegation.recorded": (Line("delegated", (_named("delegate_ref"),)),),
    "delegation.ended": (Line("delegation_ended", (_named("delegate_ref"),)),),
    "award.granted": (Line("congratulation", (_RECIPIENT,)), Line("granted", _UNIT_SIDE)),
    "award.published": (Line("published", _UNIT),),
    "award.presented": (Line("presented", (_RECIPIENT, *_UNIT_SIDE)),),
    "award.corrected": (Line("corrected", _TOLD_OF_AWARD),),
    "deed.attribution_disputed": (Line("disputed", (_OFFICERS, _HEADS)),),
    "deed.attribution_resolved": (Line("dispute_resolved", (_named("claimant_ref"), _HEADS)),),
    "award.bonus_paid": (Line("bonus_paid", (_RECIPIENT,)),),
    "award.revoked": (Line("revoked", _TOLD_OF_AWARD),),
    "award.recovered": (
        Line("recovered", (_GRANTOR, _PREPARERS), when=_money_is_due),
        Line("certificate_back", (_GRANTOR, _PREPARERS), when=lambda facts: not _money_is_due(facts)),
    ),
    "suggestion.received": (Line("to_answer", (_HEADS, _OFFICERS)),),
    "suggestion.deadline_approaching": (Line("answer_due_soon", (_HEADS, _OFFICERS)),),
    "suggestion.deadline_breached": (Line("answer_overdue", (_HEADS, _OFFICERS, *_LEVEL_ABOVE)),),
    "suggestion.answered": (Line("suggestion_answered", (_named("sender_ref"),)),),
    "exemplar.detected": (Line("exemplar_to_check", (_HEADS, _OFFICERS)),),
    "exemplar.confirmed": (Line("exemplar_to_nominate", (_along(Role.PROPOSER, "unit_path"), _HEADS)),),
    "supervision.finding_raised": (Line("finding_raised", (_SUPERVISORS,)),),
    "supervision.assigned": (Line("finding_assigned", (_OWNER,)),),
    "supervision.deadline_approaching": (Line("finding_due_soon", (_OWNER,)),),
    "supervision.deadline_breached": (Line("finding_overdue", (_OWNER, _SUPERVISORS)),),
    "supervision.remedied": (Line("finding_remedied", (_SUPERVISORS,)),),
    "supervision.verified": (Line("finding_verified", (_OWNER,)),),
    "supervision.reopened": (Line("finding_reopened", (_OWNER,)),),
    "rulepack.activated": (Line("rules", (lambda _: (EVERYBODY,),)),),
    "complaint.received": (Line("complaint_received", _COMPLAINT_SIDE),),
    "complaint.deadline_approaching": (Line("complaint_due_soon", _COMPLAINT_SIDE),),
    "complaint.deadline_breached": (Line("complaint_overdue", _COMPLAINT_SIDE),),
    "complaint.accepted": (Line("complaint_accepted", (_HEADS, _APPRAISERS)),),
    "complaint.resolved": (
        Line("complaint_resolved", (_HEADS, _APPRAISERS, _GRANTOR), when=_was_taken_up),
        Line("complaint_upheld", (_APPRAISERS, _GRANTOR), when=_asks),
    ),
    "endpoint.warning": (Line("endpoint_failing", (_named("client_ref"),)),),
    "endpoint.disabled": (Line("endpoint_disabled", (_named("client_ref"),)),),
    "movement.launched": (Line("movement", (lambda _: (EVERYBODY,),)),),
}
"""What is told of each event; an event without a row is told to nobody."""

_NEEDS_NONE = {"nomination.submitted", "nomination.withdrawn"}
NEEDS_FILE = frozenset(kind for kind in PLAN if kind.startswith(("nomination.", "review."))) - _NEEDS_NONE
"""These may arrive before the file they are about, and without it nobody knows from whom they must be hidden."""

NAMED = frozenset(
    f"award.{name}" for name in ("granted", "published", "presented", "corrected", "bonus_paid", "revoked", "recovered")
)
"""Only these say a name or a citation, and only from them on may the commended learn of it."""


_UNITS: Mapping[str, str] = {"body": "body_id"}
"""The words that call a unit by its name, each from the field with its code."""


def plan(
    kind: str, event_id: UUID, about_id: UUID, facts: Facts, file: Facts, named: Named = str
) -> tuple[Message, ...]:
    """The messages of one event. `file` is what is known of its nomination: subject, proposer, endorser.

    By `named` units are called as people call them.

    Before the award is granted the one it is for is not told, in whatever role.
    """
    known = {**file, **{name: value for name, value in facts.items() if value is not None}}
    known |= {word: named(known[field]) for word, field in _UNITS.items() if known.get(field)}
    is_named = kind in NAMED
    hidden = () if is_named else tuple(dict.fromkeys((*_RECIPIENT(known), *_GAINERS(known))))
    about = str(known.get("case_number") or known.get("number") or known.get("code") or "")
    return tuple(
        Message(
            id=id_from("notification", event_id, line.template),
            template=line.template,
            template_version=TEMPLATES[line.template].version,
            audience=audience,
            hidden_from=hidden,
            text_vi=render(line.template, known, named=is_named),
            about=about,
            about_id=about_id,
            text_en=render(line.template, known, named=is_named, language=Language.EN),
        )
        for line in PLAN.get(kind, ())
        if line.when(known) and (audience := _audience(line, known))
    )


def _audience(line: Line, facts: Facts) -> tuple[str, ...]:
    return tuple(dict.fromkeys(key for choose in line.to for key in choose(facts)))
