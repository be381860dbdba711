"""A colleague or a citizen suggests a good deed."""

from dataclasses import dataclass

from services.nominations.domain.suggestion import Channel, Suggestion, suggestion_id_of
from services.nominations.usecases.ports import Organisation, Safe, Suggestions
from services.nominations.usecases.suggestion.describe import head
from shared.contracts.deeds import SuggestionReceived
from shared.kernel.actor import Role
from shared.kernel.cause import Cause
from shared.kernel.clock import Clock, local_day
from shared.kernel.errors import ForbiddenError
from shared.kernel.policy import permit
from shared.kernel.rulepack import RulePacks


@dataclass(frozen=True, slots=True)
class Hint:
    """What somebody saw, at which unit, and how to reach the sender if that is wanted."""

    unit: str
    channel: Channel
    hint_vi: str
    contact: str | None = None


@dataclass(frozen=True, slots=True)
class SuggestDeed:
    """Take a suggestion in; the pack of the day says by when the unit owes an answer.

    Emits: SuggestionReceived.
    Raises: UnknownUnitError, UnitClosedError, NoVaultError, NoRulePackError, NoCalendarError, ForbiddenError.
    """

    suggestions: Suggestions
    organisation: Organisation
    safe: Safe
    rulepacks: RulePacks
    clock: Clock

    async def __call__(self, hint: Hint, cause: Cause) -> None:
        suggestion_id = suggestion_id_of(cause.id)
        await self.suggestions.unseen(suggestion_id, cause)
        today = local_day(self.clock())
        unit = await self.organisation.unit(hint.unit, today)
        permit(cause.actor, cause.action, unit.path)
        if hint.channel is Channel.PEER and not cause.actor.holds(Role.PEER, unit.path):
            raise ForbiddenError("OUT_OF_SCOPE")
        unit.require_open(today)
        pack = self.rulepacks.in_force(today)
        suggestion = Suggestion(
            id=suggestion_id,
            number=await self.suggestions.next_number(today.year),
            unit_code=unit.code,
            unit_path=unit.path,
            channel=hint.channel,
            hint_vi=hint.hint_vi,
            sender_ref=cause.actor.ref,
            received_on=today,
            due_on=pack.calendar.add(today, pack.suggestion_answer_working_days),
            contact_sealed=None if hint.contact is None else self.safe.seal(hint.contact),
        )
        event = SuggestionReceived(**head(suggestion), channel=suggestion.channel.value, due_on=suggestion.due_on)
        await self.suggestions.save(suggestion, emits=[event], because_of=cause)
