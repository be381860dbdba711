"""A council is recorded or changed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from services.reviews.domain.council import Council, Term
from services.reviews.usecases.ports import Councils
from shared.contracts.councils import CouncilChanged
from shared.contracts.parts import Seat
from shared.kernel.cause import Cause
from shared.kernel.policy import permit


@dataclass(frozen=True, slots=True)
class RecordCouncil:
    """Who sits in a council from now on. Gives the council's id.

    Who keeps a council may change its members; only who acts for a unit gives that unit a council.

    Emits: CouncilChanged.
    Raises: ForbiddenError, ChairNotMemberError.
    """

    councils: Councils

    async def __call__(
        self,
        code: str,
        unit_id: str,
        chair_ref: str,
        members: Sequence[str],
        related: Mapping[str, str],
        cause: Cause,
        terms: Mapping[str, Term] | None = None,
    ) -> UUID:
        council = Council.record(code, unit_id, chair_ref, tuple(members), related, terms)
        if await self.councils.find(council.id) is None:
            permit(cause.actor, cause.action, (unit_id,))
        else:
            known = await self.councils.get(council.id, cause)
            if known.unit_id != unit_id:
                permit(cause.actor, cause.action, (unit_id,))
            council = replace(council, version=known.version)
        event = CouncilChanged(
            council_id=council.id,
            code=code,
            chair_ref=chair_ref,
            member_refs=council.member_refs,
            seats=tuple(_seat(council, ref) for ref in council.member_refs),
            unit_id=unit_id,
            unit_path=(unit_id,),
        )
        await self.councils.save(council, emits=[event], because_of=cause)
        return council.id


def _seat(council: Council, member_ref: str) -> Seat:
    term = council.terms.get(member_ref, Term())
    return Seat(member_ref=member_ref, since=term.since, until=term.until)
