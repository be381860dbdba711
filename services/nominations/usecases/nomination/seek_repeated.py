"""Look for an earlier file whose report a file repeats."""

from dataclasses import dataclass

from services.nominations.domain.likeness import repeated
from services.nominations.domain.nomination import Nomination
from services.nominations.usecases.nomination.quote import pack_of
from services.nominations.usecases.ports import Nominations
from shared.kernel.rulepack import RulePacks


@dataclass(frozen=True, slots=True)
class SeekRepeated:
    """Name the earlier file of the same unit or movement whose report is repeated most, if any. It only asks."""

    nominations: Nominations
    rulepacks: RulePacks

    async def __call__(self, nomination: Nomination) -> str | None:
        """The file's number. Raises: ConflictError, NoRulePackError, PackChangedError."""
        limit = pack_of(nomination, self.rulepacks).alerts.similarity
        earlier = await self.nominations.reports_before(nomination)
        return repeated(nomination.achievement_report, earlier, limit)
