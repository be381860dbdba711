"""By which rule a council votes on a case."""

from services.reviews.domain.case import Case
from shared.kernel.rulepack import RulePacks
from shared.kernel.voting import VoteRule


def vote_rule(case: Case, packs: RulePacks) -> VoteRule | None:
    """The rule of the pack that the case quotes; None for a form without a vote.

    Raises: NoRulePackError, PackChangedError, UnknownFormError.
    """
    return packs.quoted(case.facts.pack).form(case.facts.form_code).vote
