"""An emulation officer says whether two deeds are one: they are."""

from dataclasses import dataclass
from uuid import UUID

from services.nominations.usecases.deed.describe import describe
from services.nominations.usecases.ports import Deeds
from shared.contracts.deeds import DeedLinked
from shared.kernel.cause import Cause
from shared.kernel.errors import ForbiddenError


@dataclass(frozen=True, slots=True)
class LinkDeed:
    """Say that it is the same as another deed, of whichever line: one award comes of both.

    Emits: DeedLinked.
    Raises: SameDeedError, DisputedDeedError, LinkedDeedError, ForbiddenError, RoleSeparationError.
    """

    deeds: Deeds

    async def __call__(self, deed_id: UUID, other_id: UUID, cause: Cause) -> None:
        deed = await self.deeds.get(deed_id, cause)
        other = (await self.deeds.known({other_id})).get(other_id)
        if other is None:
            raise ForbiddenError("OUT_OF_SCOPE")
        changed = deed.link(other_id, await self.deeds.kin(deed_id))
        if changed is not deed:
            refs = tuple(one.subject_ref for one in other.contributors)
            news = DeedLinked(**describe(changed), other_deed_id=other_id, other_contributor_refs=refs)
            await self.deeds.save(changed, emits=[news], because_of=cause)
