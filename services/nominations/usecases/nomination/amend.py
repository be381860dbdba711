"""A proposer changes the words of a draft."""

from dataclasses import dataclass
from uuid import UUID

from services.nominations.usecases.ports import Nominations
from shared.kernel.cause import Cause


@dataclass(frozen=True, slots=True)
class AmendDraft:
    """Other words for a file that nobody has submitted yet; its deed is amended on its own.

    Nothing is said on the bus: nobody has heard of these words.
    Raises: ConflictError (submitted before), ForbiddenError, RoleSeparationError.
    """

    nominations: Nominations

    async def __call__(self, nomination_id: UUID, citation_vi: str, achievement_report: str, cause: Cause) -> None:
        nomination = await self.nominations.get(nomination_id, cause)
        amended = nomination.reword(citation_vi, achievement_report)
        await self.nominations.save(amended, emits=[], because_of=cause)
