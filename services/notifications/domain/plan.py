"""Who is told what when something happens: one pure table. Source: the messages people receive."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from uuid import UUID

from services.notifications.domain.around import Named
from services.notifications.domain.audience import EVERYBODY
from services.notifications.domain.choosing import (
    APPRAISERS,
    BODY,
    CHAIR,
    COMPLAINT_SIDE,
    ENDORSER,
    GAINERS,
    GRANTOR,
    HEADS,
    INVITED,
    LEVEL_ABOVE,
    MEMBERS,
    OFFICERS,
    OWNER,
    PREPARERS,
    PROPOSER,
    PUBLIC,
    RECIPIENT,
    SECRETARIES,
    SECRETARY,
    SUPERVISORS,
    TOLD_OF_AWARD,
    UNIT,
    UNIT_SIDE,
    Chosen,
    Facts,
    along,
    at,
    refuser,
    someone,
)
from services.notifications.domain.language import Language
from services.notifications.domain.message import Message
from services.notifications.domain.texts import TEMPLATES, render
from shared.kernel.actor import Role
from shared.kernel.ids import id_from


@dataclass(frozen=True, slots=True)
class Line:
    """One message of an event: its template, for whom, and when it is due at all."""

    template: str
    to: tuple[Chosen, ...]
    when: Callable[[Facts], bool] = lambda _: True


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


def _was_set_before(facts: Facts) -> bool:
    """Who was invited may read the older invitation last: so this one says which it replaces."""
    return bool(facts.get("was_on"))


def _not_of_case(facts: Facts) -> bool:
    """A file that stands still with its case: of that the news of the case tells the same people."""
    return not facts.get("with_case")


def _was_submitted(facts: Facts) -> bool:
    """A draft is withdrawn before anybody was told of it; its topic has an order, so its file would be known."""
    return bool(facts.get("endorser_ref"))


PLAN: Mapping[str, tuple[Line, ...]] = {
    "nomination.submitted": (Line("submitted", (PROPOSER, ENDORSER)), Line("to_screen", (OFFICERS,))),
    "nomination.resubmitted": (Line("to_screen_again", (OFFICERS,)),),
    "nomination.accepted": (Line("accepted", UNIT_SIDE),),
    "nomination.needs_review": (Line("to_decide_on_data", (OFFICERS,)),),
    "nomination.lapsed": (Line("lapsed", (*UNIT_SIDE, OFFICERS)),),
    "nomination.deadline_approaching": (
        Line("due_soon", (OFFICERS,), when=_is("step", "screen")),
        Line("to_complete_soon", UNIT_SIDE, when=_is("step", "complete")),
    ),
    "nomination.deadline_breached": (
        Line("overdue", (OFFICERS, *LEVEL_ABOVE)),
        Line("apology", (PROPOSER,)),
    ),
    "nomination.rerouted": (Line("rerouted", UNIT_SIDE),),
    "nomination.ineligible": (Line("ineligible", UNIT_SIDE),),
    "nomination.returned": (Line("returned", UNIT_SIDE),),
    "nomination.merged": (Line("merged", UNIT_SIDE),),
    "nomination.held": (Line("held", UNIT_SIDE, when=_not_of_case),),
    "nomination.released": (Line("released", UNIT_SIDE, when=_not_of_case),),
    "nomination.withdrawn": (Line("withdrawn", (PROPOSER, OFFICERS), when=_was_submitted),),
    "review.case_opened": (Line("deadline", UNIT_SIDE),),
    "review.admitted": (Line("to_appraise", (APPRAISERS,)),),
    "review.appraised": (
        Line("to_convene", (APPRAISERS,), when=_is("next_state", "ready")),
        Line("to_decide", (APPRAISERS,), when=_is("next_state", "awaiting_decision")),
    ),
    "review.consulted": (
        Line("to_convene", (APPRAISERS,), when=_is("next_state", "ready")),
        Line("to_decide", (APPRAISERS,), when=_is("next_state", "awaiting_decision")),
    ),
    "review.recommended": (
        Line("recommended", (GRANTOR, APPRAISERS), when=lambda facts: not _is_below(facts)),
        Line("to_send_up", (SECRETARIES, APPRAISERS), when=_is_below),
    ),
    "review.escalated": (Line("to_take_over", (APPRAISERS,)), Line("sent_up", UNIT_SIDE)),
    "review.taken_over": (Line("taken_over", UNIT_SIDE),),
    "review.not_recommended": (Line("not_recommended", (refuser, APPRAISERS)),),
    "review.held": (Line("held", (*UNIT_SIDE, APPRAISERS, GRANTOR)),),
    "review.released": (Line("released", (*UNIT_SIDE, APPRAISERS, GRANTOR)),),
    "review.returned": (Line("returned", UNIT_SIDE),),
    "review.pack_chosen": (Line("pack_chosen", (*UNIT_SIDE, APPRAISERS)),),
    "review.withdrawal_requested": (Line("withdrawal_asked", (PROPOSER, APPRAISERS, GRANTOR)),),
    "review.deadline_approaching": (
        Line("due_soon", (APPRAISERS,), when=_step_is_not("decide")),
        Line("decision_due_soon", (APPRAISERS, GRANTOR), when=_is("step", "decide")),
    ),
    "review.deadline_breached": (
        Line("overdue", (APPRAISERS, *LEVEL_ABOVE), when=_step_is_not("decide")),
        Line("decision_overdue", (APPRAISERS, GRANTOR, *LEVEL_ABOVE), when=_is("step", "decide")),
        Line("apology", (PROPOSER,)),
    ),
    "review.closed": (Line("refused", UNIT_SIDE, when=_refused), Line("not_withdrawn", UNIT_SIDE, when=_too_late)),
    "opinion.requested": (Line("to_answer_opinion", (BODY,)),),
    "opinion.deadline_approaching": (Line("opinion_due_soon", (BODY,)),),
    "opinion.received": (Line("opinion_received", (APPRAISERS,)),),
    "opinion.lapsed": (Line("opinion_lapsed", (APPRAISERS,)),),
    "consultation.opened": (Line("consultation_opened", PUBLIC),),
    "consultation.closed": (Line("consultation_closed", (APPRAISERS,)),),
    "council.convened": (Line("convened", (INVITED, CHAIR, SECRETARY)),),
    "council.vote_opened": (Line("vote_opened", (MEMBERS, CHAIR, SECRETARY)),),
    "council.deadline_approaching": (Line("vote_closes_soon", (INVITED,)),),
    "council.adjourned": (Line("adjourned", (MEMBERS, CHAIR, SECRETARY)),),
    "council.vote_closed": (Line("vote_closed", (CHAIR, SECRETARY)),),
    "council.minuted": (Line("minuted", (MEMBERS, CHAIR, SECRETARY)),),
    "decision.drafted": (Line("to_sign", (GRANTOR,)),),
    "decision.signed": (Line("signed", (PREPARERS,)),),
    "decision.returned": (Line("sent_back", (PREPARERS,)),),
    "delegation.recorded": (Line("delegated", (someone("delegate_ref"),)),),
    "delegation.ended": (Line("delegation_ended", (someone("delegate_ref"),)),),
    "award.granted": (Line("congratulation", (RECIPIENT,)), Line("granted", UNIT_SIDE)),
    "award.published": (Line("published", UNIT),),
    "award.ceremony_set": (
        Line("ceremony", (RECIPIENT, HEADS), when=lambda facts: not _was_set_before(facts)),
        Line("ceremony_moved", (RECIPIENT, HEADS), when=_was_set_before),
    ),
    "award.ceremony_called_off": (Line("ceremony_off", (RECIPIENT, HEADS)),),
    "award.presented": (Line("presented", (RECIPIENT, *UNIT_SIDE)),),
    "award.corrected": (Line("corrected", TOLD_OF_AWARD),),
    "deed.attribution_disputed": (Line("disputed", (OFFICERS, HEADS)),),
    "deed.attribution_resolved": (Line("dispute_resolved", (someone("claimant_ref"), HEADS)),),
    "award.bonus_paid": (Line("bonus_paid", (RECIPIENT,)),),
    "award.revoked": (Line("revoked", TOLD_OF_AWARD),),
    "award.recovered": (
        Line("recovered", (GRANTOR, PREPARERS), when=_money_is_due),
        Line("certificate_back", (GRANTOR, PREPARERS), when=lambda facts: not _money_is_due(facts)),
    ),
    "suggestion.received": (Line("to_answer", (HEADS, OFFICERS)),),
    "suggestion.deadline_approaching": (Line("answer_due_soon", (HEADS, OFFICERS)),),
    "suggestion.deadline_breached": (Line("answer_overdue", (HEADS, OFFICERS, *LEVEL_ABOVE)),),
    "suggestion.answered": (Line("suggestion_answered", (someone("sender_ref"),)),),
    "exemplar.detected": (Line("exemplar_to_check", (HEADS, OFFICERS)),),
    "exemplar.confirmed": (Line("exemplar_to_nominate", (along(Role.PROPOSER, "unit_path"), HEADS)),),
    "supervision.finding_raised": (Line("finding_raised", (SUPERVISORS,)),),
    "supervision.assigned": (Line("finding_assigned", (OWNER,)),),
    "supervision.deadline_approaching": (Line("finding_due_soon", (OWNER,)),),
    "supervision.deadline_breached": (Line("finding_overdue", (OWNER, SUPERVISORS)),),
    "supervision.remedied": (Line("finding_remedied", (SUPERVISORS,)),),
    "supervision.verified": (Line("finding_verified", (OWNER,)),),
    "supervision.reopened": (Line("finding_reopened", (OWNER,)),),
    "rulepack.activated": (Line("rules", (lambda _: (EVERYBODY,),)),),
    "complaint.received": (Line("complaint_received", COMPLAINT_SIDE),),
    "complaint.deadline_approaching": (Line("complaint_due_soon", COMPLAINT_SIDE),),
    "complaint.deadline_breached": (Line("complaint_overdue", COMPLAINT_SIDE),),
    "complaint.accepted": (Line("complaint_accepted", (HEADS, APPRAISERS)),),
    "complaint.resolved": (
        Line("complaint_resolved", (HEADS, APPRAISERS, GRANTOR), when=_was_taken_up),
        Line("complaint_upheld", (APPRAISERS, GRANTOR), when=_asks),
    ),
    "endpoint.warning": (Line("endpoint_failing", (someone("client_ref"),)),),
    "endpoint.certificate_ending": (Line("certificate_ending", (someone("client_ref"),)),),
    "endpoint.disabled": (Line("endpoint_disabled", (someone("client_ref"),)),),
    "bulletin.issued": (
        Line("week_figures", (at(Role.UNIT_HEAD, "unit_id"),), when=_is("span", "week")),
        Line("month_figures", (at(Role.GRANTOR, "unit_id"),), when=_is("span", "month")),
    ),
    "movement.launched": (Line("movement", (lambda _: (EVERYBODY,),)),),
}
"""What is told of each event; an event without a row is told to nobody."""

_NEEDS_NONE = {"nomination.submitted", "nomination.withdrawn"}
NEEDS_FILE = frozenset(kind for kind in PLAN if kind.startswith(("nomination.", "review."))) - _NEEDS_NONE
"""These may arrive before the file they are about, and without it nobody knows from whom they must be hidden."""

NAMED = frozenset(
    f"award.{name}"
    for name in (
        *("granted", "published", "ceremony_set", "ceremony_called_off", "presented"),
        *("corrected", "bonus_paid", "revoked", "recovered"),
    )
)
"""Only these say a name or a citation, and only from them on may the commended learn of it."""


_UNITS: Mapping[str, str] = {"body": "body_id", "place": "place_id", "was_place": "was_place_id", "unit": "unit_id"}
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
    hidden = () if is_named else tuple(dict.fromkeys((*RECIPIENT(known), *GAINERS(known))))
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
