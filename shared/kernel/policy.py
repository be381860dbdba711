"""Who may do what, where: one table, default deny. Source: the transitions table of the domain, column Role."""

from collections.abc import Collection, Mapping

from shared.kernel.actor import Actor, Role
from shared.kernel.errors import ForbiddenError

PUBLIC = "public"
SYSTEM = "system"

_UNIT_READERS = frozenset(
    {Role.PROPOSER, Role.UNIT_HEAD, Role.EMULATION_OFFICER, Role.GRANTOR, Role.SUPERVISOR, Role.INTEGRATOR}
)
_CASE_READERS = _UNIT_READERS | {Role.COUNCIL_SECRETARY, Role.COUNCIL_MEMBER, Role.COUNCIL_CHAIR}
_PROPOSERS = frozenset({Role.PROPOSER, Role.INTEGRATOR})
_HEADS = frozenset({Role.UNIT_HEAD})
_PEERS = frozenset({Role.PEER})
_OFFICERS = frozenset({Role.EMULATION_OFFICER})
_KEEPERS = _OFFICERS | {Role.INTEGRATOR}
_PREPARERS = frozenset({Role.COUNCIL_SECRETARY, Role.EMULATION_OFFICER})
_CHAIRS = frozenset({Role.COUNCIL_CHAIR})
_GRANTORS = frozenset({Role.GRANTOR})
_JUDGES = _CASE_READERS - {Role.PROPOSER, Role.UNIT_HEAD, Role.INTEGRATOR}
_BODIES = frozenset({Role.OPINION_BODY})
_SUPERVISORS = frozenset({Role.SUPERVISOR})
_OPERATORS = frozenset({Role.OPS})
_CLIENTS = frozenset({Role.INTEGRATOR})
_OF_ITS_CLIENT = frozenset(
    {
        *("endpoint.prove", "endpoint.test", "endpoint.disable", "endpoint.reopen", "endpoint.redrive"),
        *("endpoint.rotate_key", "endpoint.revoke_keys", "endpoint.set_access", "endpoint_secret.read"),
    }
)

POLICY: Mapping[str, frozenset[Role]] = {
    "unit.record": _KEEPERS,
    "unit.merge": _OFFICERS,
    "unit.split": _OFFICERS,
    "unit.close": _OFFICERS,
    "unit.read": frozenset(Role),
    "cluster.record": _OFFICERS,
    "subject.record": _KEEPERS | _HEADS,
    "subject.record_title": _KEEPERS,
    "subject.read": _UNIT_READERS,
    "movement.launch": _KEEPERS | {Role.MOVEMENT_OWNER},
    "movement.read": frozenset(Role),
    "deed.register": _PROPOSERS,
    "deed.amend": _PROPOSERS,
    "deed.confirm_share": _PEERS,
    "deed.dispute": _PEERS,
    "deed.resolve": _OFFICERS,
    "deed.link": _OFFICERS,
    "deed.keep_apart": _OFFICERS,
    "deed.read": _CASE_READERS | _PEERS,
    "dispute.read": _HEADS | _OFFICERS | _SUPERVISORS,
    "suggestion.suggest": frozenset({Role.PEER, Role.CITIZEN}),
    "suggestion.answer": _HEADS,
    "suggestion.read": _HEADS | _OFFICERS | _SUPERVISORS | {Role.PEER, Role.CITIZEN},
    "unit_suggestion.read": _HEADS | _OFFICERS | _SUPERVISORS,
    "suggestion_contact.read": _HEADS,
    "result.report": frozenset({Role.INTEGRATOR}),
    "result.read": _UNIT_READERS,
    "exemplar.confirm": _HEADS | _OFFICERS,
    "exemplar.dismiss": _HEADS | _OFFICERS,
    "exemplar.read": _UNIT_READERS,
    "evidence.store": _PROPOSERS | _HEADS,
    "evidence.read": _CASE_READERS,
    "submission.send": _HEADS,
    "submission.read": _UNIT_READERS,
    "nomination.draft": _PROPOSERS,
    "nomination.amend": _PROPOSERS,
    "nomination.submit": _HEADS,
    "nomination.resubmit": _HEADS,
    "nomination.withdraw": _HEADS,
    "nomination.screen": _OFFICERS,
    "nomination.accept": _OFFICERS,
    "nomination.return_for_completion": _OFFICERS,
    "nomination.rule_out": _OFFICERS,
    "nomination.reroute": _OFFICERS,
    "nomination.merge": _OFFICERS,
    "nomination.hold": _OFFICERS,
    "nomination.release": _OFFICERS,
    "nomination.read": _CASE_READERS,
    "case.appraise": _OFFICERS,
    "case.choose_pack": _OFFICERS,
    "case.return_for_completion": _OFFICERS,
    "opinion.request": _OFFICERS,
    "opinion.reply": _BODIES,
    "opinion.read": _JUDGES | _BODIES,
    "consultation.open_window": _OFFICERS,
    "consultation.answer_comment": _OFFICERS,
    "consultation.comment": frozenset({Role.PEER, Role.CITIZEN}),
    "consultation.read": _JUDGES,
    "own_comment.read": frozenset({Role.PEER, Role.CITIZEN}),
    "case.hold": _OFFICERS,
    "case.release": _OFFICERS,
    "case.refuse": _GRANTORS,
    "case.escalate": frozenset({Role.COUNCIL_SECRETARY}),
    "case.take_over": _OFFICERS,
    "case.withdraw": _HEADS,
    "case.read": _CASE_READERS,
    "council.record": _KEEPERS | {Role.COUNCIL_SECRETARY},
    "council.read": frozenset(Role),
    "session.convene": frozenset({Role.COUNCIL_SECRETARY}),
    "session.recuse": frozenset({Role.COUNCIL_MEMBER}),
    "session.open_voting": _CHAIRS,
    "session.adjourn": _CHAIRS,
    "session.cast": frozenset({Role.COUNCIL_MEMBER}),
    "session.cast_written": frozenset({Role.COUNCIL_SECRETARY}),
    "session.close_voting": _CHAIRS,
    "session.minute": frozenset({Role.COUNCIL_SECRETARY}),
    "minutes.read": _JUDGES,
    "tally.read": frozenset({Role.COUNCIL_SECRETARY, Role.COUNCIL_MEMBER, Role.COUNCIL_CHAIR}) | _SUPERVISORS,
    "session.read": frozenset({Role.COUNCIL_SECRETARY, Role.COUNCIL_MEMBER, Role.COUNCIL_CHAIR}),
    "decision.prepare": _PREPARERS,
    "decision.sign": _GRANTORS | _HEADS,
    "decision.send_back": _GRANTORS,
    "decision.read": _PREPARERS | _GRANTORS | _HEADS,
    "any_decision.read": _PREPARERS | _GRANTORS,
    "delegation.record": _GRANTORS,
    "delegation.end": _GRANTORS,
    "delegation.read": _PREPARERS | _GRANTORS | _HEADS,
    "award.set_ceremony": _HEADS,
    "award.call_off_ceremony": _HEADS,
    "award.present": _HEADS,
    "award.correct": _OFFICERS,
    "award.pay": _OFFICERS,
    "award.revoke": _GRANTORS,
    "award.recover": _OFFICERS,
    "payment.read": _OFFICERS | _GRANTORS | _SUPERVISORS,
    "award.read": _CASE_READERS | {Role.RECIPIENT},
    "finding.raise_finding": _SUPERVISORS,
    "finding.assign": _SUPERVISORS,
    "finding.remedy": _HEADS | _PREPARERS | _GRANTORS,
    "finding.verify": _SUPERVISORS,
    "finding.reopen": _SUPERVISORS,
    "finding.read": _HEADS | _PREPARERS | _GRANTORS | _SUPERVISORS,
    "metric.read": _HEADS | _OFFICERS | _GRANTORS | _SUPERVISORS | {Role.CLUSTER_LEAD},
    "complaint.lodge": frozenset({Role.PEER, Role.CITIZEN}),
    "complaint.take_up": _SUPERVISORS,
    "complaint.turn_down": _SUPERVISORS,
    "complaint.uphold": _SUPERVISORS,
    "complaint.reject": _SUPERVISORS,
    "complaint.read": _SUPERVISORS | {Role.PEER, Role.CITIZEN},
    "unit_complaint.read": _SUPERVISORS,
    "complaint_sender.read": _SUPERVISORS,
    "hold_ground.read": _OFFICERS | _GRANTORS | _SUPERVISORS,
    "notice.read": frozenset(Role),
    "contact.read": frozenset(Role),
    "recipient.set_contact": frozenset(Role),
    "recipient.verify_contact": frozenset(Role),
    "recipient.set_telephone": frozenset(Role),
    "recipient.verify_telephone": frozenset(Role),
    "preference.read": frozenset(Role),
    "preference.choose": frozenset(Role),
    "notice_policy.read": frozenset(Role),
    "notice_policy.set": _HEADS,
    "endpoint.register": _CLIENTS,
    **dict.fromkeys(_OF_ITS_CLIENT, _CLIENTS),
    "endpoint.read": _CLIENTS | _OFFICERS,
    "unit_endpoint.read": _OFFICERS,
    "client.record": _OPERATORS,
    "client.suspend": _OPERATORS,
    "client.resume": _OPERATORS,
    "client.rotate_key": _OPERATORS | _CLIENTS,
    "any_client.rotate_key": _OPERATORS,
    "client.read": _OPERATORS | _CLIENTS,
    "unit_code.record": _KEEPERS,
    "unit_code.read": frozenset(Role),
    "client_award.read": _CLIENTS,
    "client_catalogue.read": _CLIENTS,
    "client_nomination.send": _CLIENTS,
    "client_result.send": _CLIENTS,
    "client_job.read": _CLIENTS,
    "restore.declare": _OPERATORS,
    "unknown_delivery.read": _OPERATORS,
    "unknown_delivery.answer": _OPERATORS,
    "parked.read": _OPERATORS,
    "parked.change": _OPERATORS,
    "work.read": frozenset(Role),
}

OF_ONES_OWN = frozenset({"deed.read", "deed.confirm_share", "deed.dispute"})
"""What somebody with the role, at whichever unit, may do with a thing of which a part is the own one."""

ONLY_ONES_OWN = _OF_ITS_CLIENT
"""What the role at the place is not enough for: the thing must be the own one as well."""


def may(actor: Actor, action: str, path: Collection[str], own: Collection[str] = ()) -> bool:
    """Whether the actor may act on a thing whose units and councils are on `path`, and whose people are `own`."""
    places = actor.places(POLICY.get(action, frozenset()))
    is_own, is_near = bool(places) and actor.ref in own, bool(places & frozenset(path))
    if action in ONLY_ONES_OWN:
        return actor.is_system or (is_own and is_near)
    return actor.is_system or is_near or (is_own and action in OF_ONES_OWN)


def permit(actor: Actor, action: str, path: Collection[str], own: Collection[str] = ()) -> None:
    """Let the actor act on a thing whose units and councils are on `path`, and whose people are `own`, or refuse.

    Raises: ForbiddenError (OUT_OF_SCOPE), the same for a thing that does not exist, so that nothing is revealed.
    """
    if not may(actor, action, path, own):
        raise ForbiddenError("OUT_OF_SCOPE")


def permit_somewhere(actor: Actor, action: str) -> None:
    """Let the actor try an action for which at least one place is granted. Raises: ForbiddenError (ROLE_MISSING)."""
    if actor.is_system or action == PUBLIC:
        return
    if not actor.places(POLICY.get(action, frozenset())):
        raise ForbiddenError("ROLE_MISSING", action=action)


def scope(actor: Actor, action: str) -> frozenset[str] | None:
    """The units and councils whose things the actor may act on, subtrees included; None means everything."""
    if actor.is_system:
        return None
    return actor.places(POLICY.get(action, frozenset()))
