"""Where the product keeps its aggregates, on which topic each kind speaks, what its state says of its last event."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from shared.contracts import topics

States = Mapping[str, tuple[str, ...]]
"""State → the types of which the aggregate's last event must be one."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One collection of aggregates. `fields` are the parts of the state that invariants judge, `key` holds its id."""

    service: str
    name: str
    topic: str
    states: States
    fields: tuple[str, ...] = ()
    key: str = "_id"
    finals: frozenset[str] = field(default=frozenset())


_UNIT = ("org.unit_changed", "org.unit_closed", "org.merged")
_DEED: States = {
    "registered": (
        *("deed.registered", "deed.amended", "deed.share_confirmed", "deed.attribution_resolved", "deed.kept_apart"),
    ),
    "disputed": ("deed.attribution_disputed", "deed.kept_apart"),
    "linked": ("deed.linked", "deed.kept_apart"),
}
_LATE = ("nomination.deadline_approaching", "nomination.deadline_breached")
_NOMINATION: States = {
    "draft": ("nomination.drafted",),
    "submitted": ("nomination.submitted", "nomination.resubmitted", "nomination.released", *_LATE),
    "screening": ("nomination.received", "nomination.released", *_LATE),
    "needs_review": ("nomination.needs_review", "nomination.released", *_LATE),
    "ineligible": ("nomination.ineligible", "nomination.rerouted"),
    "lapsed": ("nomination.lapsed",),
    "accepted": ("nomination.accepted", "nomination.released"),
    "on_hold": ("nomination.held",),
    "returned": (
        *("nomination.returned", "nomination.forwarded", "nomination.released"),
        "nomination.deadline_approaching",
    ),
    "in_review": ("nomination.forwarded",),
    "merged": ("nomination.merged",),
    "withdrawn": ("nomination.withdrawn", "nomination.forwarded"),
    "granted": ("nomination.forwarded",),
    "not_granted": ("nomination.forwarded", "nomination.rerouted"),
}
_OVERDUE = ("review.deadline_approaching", "review.deadline_breached")
_CASE: States = {
    "opened": ("review.case_opened", "review.released"),
    "returned": ("review.returned",),
    "appraising": ("review.taken_over", "review.admitted", "review.released", "review.pack_chosen", *_OVERDUE),
    "consulting": ("review.appraised", "review.released", "review.pack_chosen", *_OVERDUE),
    "ready": ("review.appraised", "review.consulted", "review.released", "review.pack_chosen", *_OVERDUE),
    "in_session": ("review.appraised", "review.consulted", "review.released", "review.pack_chosen", *_OVERDUE),
    "recommended": ("review.recommended", "review.released", "review.withdrawal_requested", *_OVERDUE),
    "not_recommended": ("review.not_recommended", "review.released", *_OVERDUE),
    "awaiting_decision": (
        *("review.appraised", "review.consulted", "review.recommended", "review.released", "review.pack_chosen"),
        *("review.withdrawal_requested", *_OVERDUE),
    ),
    "escalated": ("review.escalated", "review.released", *_OVERDUE),
    "on_hold": (
        *("review.held", "review.admitted", "review.consulted", "review.recommended", "review.not_recommended"),
    ),
    "granted": ("review.closed",),
    "refused": ("review.closed",),
    "withdrawn": ("review.closed",),
}
_SESSION: States = {
    "convened": ("council.convened", "council.case_struck"),
    "voting_open": ("council.vote_opened", "council.case_struck", "council.deadline_approaching"),
    "voting_closed": ("council.vote_closed",),
    "minuted": ("council.minuted",),
    "adjourned": ("council.adjourned",),
}
_DECISION: States = {
    "drafted": ("decision.drafted", "decision.row_released"),
    "signed": ("decision.signed",),
    "cancelled": ("decision.returned",),
}
_WITHOUT_A_STATE = ("award.corrected", "award.bonus_paid")
_AWARD: States = {
    "reserved": ("award.reserved",),
    "freed": ("award.freed",),
    "granted": ("award.granted", *_WITHOUT_A_STATE),
    "published": ("award.published", "award.ceremony_set", "award.ceremony_called_off", *_WITHOUT_A_STATE),
    "presented": ("award.presented", *_WITHOUT_A_STATE),
    "revoked": ("award.revoked", "award.recovered"),
    "recovered": ("award.recovered",),
}
ENDED_AWARDS = frozenset({"freed", "revoked", "recovered"})
"""The states of an award that holds no claim."""

AWARDED = frozenset({"granted", "published", "presented", "revoked", "recovered"})
"""The states of an award whose decision was signed."""

_OPINION: States = {
    "requested": ("opinion.requested", "opinion.deadline_approaching"),
    "replied": ("opinion.received",),
    "defaulted": ("opinion.lapsed",),
    "dropped": ("opinion.requested", "opinion.deadline_approaching"),
}
_CONSULTATION: States = {
    "window_open": ("consultation.opened",),
    "window_closed": ("consultation.closed", "consultation.answered"),
}
_FINDING: States = {
    "raised": ("supervision.finding_raised",),
    "assigned": (
        "supervision.assigned",
        "supervision.reopened",
        "supervision.deadline_approaching",
        "supervision.deadline_breached",
    ),
    "remedied": ("supervision.remedied",),
    "verified": ("supervision.verified",),
}

_EXEMPLAR: States = {
    state: (f"exemplar.{state}",) for state in ("detected", "confirmed", "dismissed", "recognised", "expired")
}

_UNANSWERED = ("complaint.deadline_approaching", "complaint.deadline_breached")
_COMPLAINT: States = {
    "lodged": ("complaint.received", *_UNANSWERED),
    "verifying": ("complaint.accepted", *_UNANSWERED),
    **dict.fromkeys(("turned_down", "upheld", "rejected"), ("complaint.resolved",)),
}

_OF_USE = ("endpoint.disabled", "endpoint.warning", "endpoint.certificate_ending")
_ENDPOINT: States = {"disabled": _OF_USE[:1], **dict.fromkeys(("pending", "active", "throttled"), _OF_USE)}
"""One that was never warned or left has told nothing yet."""

FEED = "feed_0"

KINDS: tuple[Kind, ...] = (
    Kind("nominations", "units", topics.ORGANISATION, {"": _UNIT}, ("lineage.unit",)),
    Kind("nominations", "clusters", topics.ORGANISATION, {"": ("org.cluster_changed",)}),
    Kind("nominations", "subjects", topics.ORGANISATION, {"": ("org.subject_changed",)}, ("titles.award_id",)),
    Kind("nominations", "rulepacks", topics.ORGANISATION, {"": ("rulepack.activated",)}),
    Kind("nominations", "movements", topics.MOVEMENTS, {"": ("movement.launched",)}),
    Kind(
        "nominations",
        "deeds",
        topics.DEEDS,
        _DEED,
        ("state", "exemplar_id", "linked_to", "contributors.subject_ref"),
    ),
    Kind("nominations", "results", topics.RESULTS, {"": ("results.reported",)}, ("signs", "subject_ref", "period")),
    Kind(
        "nominations",
        "exemplars",
        topics.EXEMPLARS,
        _EXEMPLAR,
        ("state", "subject_ref"),
        finals=frozenset({"dismissed", "recognised", "expired"}),
    ),
    Kind(
        "nominations",
        "suggestions",
        topics.DEEDS,
        {
            "unanswered": (
                "suggestion.received",
                "suggestion.deadline_approaching",
                "suggestion.deadline_breached",
            ),
            "answered": ("suggestion.answered",),
        },
        ("state",),
        finals=frozenset({"answered"}),
    ),
    Kind(
        "nominations",
        "submissions",
        topics.NOMINATIONS,
        {"sent": ("submission.sent",)},
        ("state", "rows.nomination_id", "rows.outcome"),
    ),
    Kind(
        "nominations",
        "nominations",
        topics.NOMINATIONS,
        _NOMINATION,
        (
            *("state", "held.before", "held.by_itself", "held_with_case", "subject.ref", "number"),
            *("deed.deed_id", "deed.contributor_refs"),
        ),
        finals=frozenset({"ineligible", "lapsed", "merged", "withdrawn", "granted", "not_granted"}),
    ),
    Kind(
        "reviews",
        "cases",
        topics.REVIEWS,
        _CASE,
        (
            "state",
            "held.before",
            "held.by_itself",
            "facts.deed_id",
            "facts.contributor_refs",
            "facts.kin_refs",
            "facts.grantor_unit_id",
            "level",
            "passed",
            "procedure",
            "session_id",
            "other_session_ids",
            "decision_id",
            "other_decision_ids",
            "complaints",
            "awaits",
        ),
        finals=frozenset({"granted", "refused", "withdrawn"}),
    ),
    Kind("reviews", "councils", topics.REVIEWS, {"": ("council.changed",)}),
    Kind("reviews", "sessions", topics.REVIEWS, _SESSION, ("state", "votes.case_id")),
    Kind(
        "reviews",
        "decisions",
        topics.AWARDS,
        _DECISION,
        ("state", "sha256", "document", "rows.case_id", "rows.award_id", "rows.outcome"),
    ),
    Kind(
        "reviews",
        "delegations",
        topics.AWARDS,
        {"recorded": ("delegation.recorded",), "ended": ("delegation.ended",)},
        ("state",),
        finals=frozenset({"ended"}),
    ),
    Kind(
        "reviews",
        "awards",
        topics.AWARDS,
        _AWARD,
        (
            "state",
            "live",
            "examined_for",
            "claim",
            "decision_id",
            "case_id",
            "facts.deed_id",
            "facts.subject_ref",
            "facts.year",
            "facts.form_code",
            "grant.document_sha256",
            "grant.late",
        ),
    ),
    Kind(
        "reviews",
        "opinions",
        topics.REVIEWS,
        _OPINION,
        ("state", "case_id", "paused"),
        finals=frozenset({"replied", "defaulted", "dropped"}),
    ),
    Kind(
        "reviews",
        "consultations",
        topics.REVIEWS,
        _CONSULTATION,
        ("state", "case_id", "paused", "comments.id", "comments.side", "comments.answer.on"),
        finals=frozenset({"window_closed"}),
    ),
    Kind("reviews", "bulletins", topics.REVIEWS, {"": ("bulletin.issued",)}),
    Kind("reviews", "findings", topics.SUPERVISION, _FINDING, ("state",), finals=frozenset({"verified"})),
    Kind(
        "reviews",
        "complaints",
        topics.SUPERVISION,
        _COMPLAINT,
        ("state",),
        finals=frozenset({"turned_down", "upheld", "rejected"}),
    ),
    Kind("notifications", "endpoints", topics.NOTIFICATIONS, _ENDPOINT, ("state",)),
    Kind(
        "notifications",
        "deliveries",
        topics.NOTIFICATIONS,
        {"": ("notification.delivered", "notification.failed")},
        key="entry",
    ),
    Kind("notifications", FEED, topics.NOTIFICATIONS, {"": ("notification.posted",)}, key="entry"),
)

BY_NAME: Mapping[str, Kind] = {kind.name: kind for kind in KINDS}
