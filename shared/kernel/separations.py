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
    """What a person already is in a file."""

    SUBJECT = "subject"
    CONTRIBUTOR = "contributor"
    PROPOSER = "proposer"
    APPRAISER = "appraiser"


Standings = Mapping[Standing, Collection[str]]
"""The people of a file by what they are in it."""

_GAINS: Final = frozenset({Standing.SUBJECT, Standing.CONTRIBUTOR})

SEPARATIONS: Final[Mapping[str, frozenset[Standing]]] = {
    "nomination.draft": frozenset({Standing.SUBJECT}),
    "nomination.withdraw": frozenset({Standing.SUBJECT}),
    "nomination.screen": _GAINS | {Standing.PROPOSER},
    "nomination.accept": _GAINS | {Standing.PROPOSER},
    "nomination.return_for_completion": _GAINS | {Standing.PROPOSER},
    "nomination.merge": _GAINS | {Standing.PROPOSER},
    "case.appraise": _GAINS | {Standing.PROPOSER},
    "decision.prepare": _GAINS,
    "decision.sign": _GAINS | {Standing.APPRAISER},
}


class RoleSeparationError(RefusedError):
    """The person already is something else in this file."""

    code = "ROLE_SEPARATION"


def keep_apart(actor: Actor, action: str, standings: Standings) -> None:
    """Let the actor act on a file of these people, or refuse. Raises: RoleSeparationError."""
    barred = SEPARATIONS.get(action, frozenset())
    if any(actor.ref in standings.get(standing, ()) for standing in barred):
        raise RoleSeparationError
