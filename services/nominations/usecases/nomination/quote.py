"""The rule pack that a file quotes: that of its first receipt."""

from services.nominations.domain.nomination import Nomination
from shared.kernel.errors import ConflictError
from shared.kernel.rulepack import RulePack, RulePacks


def pack_of(nomination: Nomination, rulepacks: RulePacks) -> RulePack:
    """The pack that the file quotes.

    Raises: ConflictError when it was never received, NoRulePackError, PackChangedError.
    """
    if nomination.pack is None:
        raise ConflictError("STATE_CHANGED", state=nomination.state)
    return rulepacks.quoted(nomination.pack)
