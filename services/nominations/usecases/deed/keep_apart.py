"""An emulation officer says whether two deeds are one: they are not."""

from dataclasses import dataclass
from uuid import UUID

from services.nominations.usecases.deed.describe import describe
from services.nominations.usecases.ports import Deeds
from shared.contracts.deeds import DeedKeptApart
from shared.kernel.cause import Cause
from shared.kernel.errors import ForbiddenError


@dataclass(frozen=True, slots=True)
class KeepDeedApart:
    """Say that it is not the same as another deed that looks like it; once is enough.

    Emits: DeedKeptApart.
    Raises: SameDeedError, ForbiddenError, RoleSeparationError.
    """

    deeds: Deeds

    async def __call__(self, deed_id: UUID, other_id: UUID, cause: Cause) -> None:
        deed = await self.deeds.get(deed_id, cause)
        if other_id not in await self.deeds.known({other_id}):
            raise ForbiddenError("OUT_OF_SCOPE")
        changed = deed.keep_apart(other_id, await self.deeds.kin(deed_id))
        if changed is not deed:
            news = DeedKeptApart(**describe(changed), other_deed_id=other_id)
            await self.deeds.save(changed, emits=[news], because_of=cause)
