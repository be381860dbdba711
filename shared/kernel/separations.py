"""Who must be another person, whatever roles are held: one table, checked with the policy at every command.

Source: the domain's roles and separations: on one file nobody is proposer and appraiser, appraiser and grantor unless
the form allows it, or subject and anything else. Self-endorsement and a council's conflicts have rules of their own.
"""

from collections.abc import Collection, Mapping
from enum import StrEnum
from typing import Final

from shared.kernel.actor import Actor
from shared.kernel.errors import RefusedError


class Standing(StrEnum):
    """What a person already is in a file, in a deed, or in a finding."""

    SUBJECT = "subject"
    CONTRIBUTOR = "contributor"
    PROPOSER = "proposer"
    APPRAISER = "appraiser"
    OWNER = "owner"
    CLAIMANT = "claimant"


Standings = Mapping[Standing, Collection[str]]
"""The people of a file by what they are in it."""

_GAINS: Final = frozenset({Standing.SUBJECT, Standing.CONTRIBUTOR})

SEPARATIONS: Final[Mapping[str, frozenset[Standing]]] = {
    "exemplar.confirm": frozenset({Standing.SUBJECT}),
    "exemplar.dismiss": frozenset({Standing.SUBJECT}),
    "dispute.read": frozenset({Standing.CONTRIBUTOR}),
    "deed.link": frozenset({Standing.CONTRIBUTOR, Standing.PROPOSER}),
    "deed.keep_apart": frozenset({Standing.CONTRIBUTOR, Standing.PROPOSER}),
    "deed.resolve": frozenset({Standing.CONTRIBUTOR, Standing.PROPOSER, Standing.CLAIMANT}),
    "subject.record_title": frozenset({Standing.SUBJECT}),
    "nomination.draft": frozenset({Standing.SUBJECT}),
    "nomination.amend": frozenset({Standing.SUBJECT}),
    "nomination.withdraw": frozenset({Standing.SUBJECT}),
    "nomination.screen": _GAINS | {Standing.PROPOSER},
    "nomination.accept": _GAINS | {Standing.PROPOSER},
    "nomination.return_for_completion": _GAINS | {Standing.PROPOSER},
    "nomination.reroute": _GAINS | {Standing.PROPOSER},
    "nomination.rule_out": _GAINS | {Standing.PROPOSER},
    "nomination.merge": _GAINS | {Standing.PROPOSER},
    "nomination.hold": _GAINS | {Standing.PROPOSER},
    "nomination.release": _GAINS | {Standing.PROPOSER},
    "case.appraise": _GAINS | {Standing.PROPOSER},
    "case.choose_pack": _GAINS | {Standing.PROPOSER},
    "case.return_for_completion": _GAINS | {Standing.PROPOSER},
    "opinion.request": _GAINS | {Standing.PROPOSER},
    "opinion.reply": _GAINS | {Standing.PROPOSER},
    "consultation.open_window": _GAINS | {Standing.PROPOSER},
    "consultation.answer_comment": _GAINS | {Standing.PROPOSER},
    "consultation.comment": _GAINS | {Standing.PROPOSER, Standing.APPRAISER},
    "case.hold": _GAINS | {Standing.PROPOSER},
    "case.release": _GAINS | {Standing.PROPOSER},
    "case.escalate": _GAINS | {Standing.PROPOSER},
    "case.take_over": _GAINS | {Standing.PROPOSER},
    "case.withdraw": frozenset({Standing.SUBJECT}),
    "case.refuse": _GAINS,
    "session.cast_written": _GAINS | {Standing.PROPOSER, Standing.APPRAISER},
    "decision.prepare": _GAINS,
    "decision.sign": _GAINS | {Standing.APPRAISER},
    "decision.send_back": _GAINS,
    "award.set_ceremony": frozenset({Standing.SUBJECT}),
    "award.call_off_ceremony": frozenset({Standing.SUBJECT}),
    "award.present": frozenset({Standing.SUBJECT}),
    "award.correct": _GAINS,
    "award.pay": _GAINS,
    "award.revoke": _GAINS,
    "award.recover": _GAINS,
    "hold_ground.read": _GAINS | {Standing.PROPOSER},
    **{f"complaint.{act}": frozenset({Standing.SUBJECT}) for act in ("take_up", "turn_down", "uphold", "reject")},
    "finding.raise_finding": frozenset({Standing.SUBJECT}),
    "finding.assign": frozenset({Standing.SUBJECT}),
    "finding.verify": frozenset({Standing.SUBJECT, Standing.OWNER}),
    "finding.reopen": frozenset({Standing.SUBJECT, Standing.OWNER}),
}


class RoleSeparationError(RefusedError):
    """The person already is something else in this file."""

    code = "ROLE_SEPARATION"


def keep_apart(actor: Actor, action: str, standings: Standings) -> None:
    """Let the actor act on a file of these people, or refuse. Raises: RoleSeparationError."""
    if is_barred(actor, action, standings):
        raise RoleSeparationError


def is_barred(actor: Actor, action: str, standings: Standings) -> bool:
    """Whether the actor already is something that keeps from this act."""
    return any(actor.ref in standings.get(standing, ()) for standing in SEPARATIONS.get(action, ()))
