"""The file follows what became of its case."""

from dataclasses import dataclass

from services.nominations.domain.eligibility import Reason
from services.nominations.domain.giving_back import follow_return
from services.nominations.domain.nomination import Nomination
from services.nominations.domain.states import GRANTED, NOT_GRANTED, WITHDRAWN
from services.nominations.usecases.ports import AwardHistory, Nominations
from shared.contracts.awards import AwardGranted, AwardRevoked
from shared.contracts.reviews import ReviewClosed, ReviewReturned
from shared.kernel.cause import Cause


@dataclass(frozen=True, slots=True)
class RememberGrant:
    """An award was granted: remember it against a second one for its deed. It may be told again at any time."""

    nominations: Nominations
    awards: AwardHistory

    async def __call__(self, granted: AwardGranted, cause: Cause) -> None:
        nomination = await self.nominations.seen(granted.case_id, cause)
        if granted.deed_id is None or nomination.deed is None:
            return
        await self.awards.remember(
            granted.award_id,
            deed_id=granted.deed_id,
            fingerprint=nomination.deed.fingerprint,
            subject_ref=granted.subject_ref,
            number=granted.number,
        )


@dataclass(frozen=True, slots=True)
class ForgetGrant:
    """An award was revoked: its deed may be commended again. It may be told again at any time."""

    awards: AwardHistory

    async def __call__(self, revoked: AwardRevoked, cause: Cause) -> None:
        del cause
        await self.awards.forget(revoked.award_id)


@dataclass(frozen=True, slots=True)
class FollowGrant:
    """An award was granted: remember it, and close the file.

    The history is written first: when the process dies between the two, the event comes again and both stand.
    """

    remember: RememberGrant
    nominations: Nominations

    async def __call__(self, granted: AwardGranted, cause: Cause) -> None:
        await self.remember(granted, cause)
        nomination = await self.nominations.get(granted.case_id, cause)
        await _keep(self.nominations, nomination, nomination.follow(GRANTED, granted.number), cause)


@dataclass(frozen=True, slots=True)
class FollowClose:
    """A case was closed without an award; a granted one is followed by its award."""

    nominations: Nominations

    async def __call__(self, closed: ReviewClosed, cause: Cause) -> None:
        outcomes = {"refused": NOT_GRANTED, "withdrawn": WITHDRAWN}
        if closed.outcome not in outcomes:
            return
        nomination = await self.nominations.get(closed.case_id, cause)
        await _keep(self.nominations, nomination, nomination.follow(outcomes[closed.outcome]), cause)


@dataclass(frozen=True, slots=True)
class FollowReturn:
    """A case was given back: its file lies with its unit until it is resubmitted."""

    nominations: Nominations

    async def __call__(self, returned: ReviewReturned, cause: Cause) -> None:
        nomination = await self.nominations.get(returned.case_id, cause)
        reasons = tuple(Reason(code=one.code) for one in returned.reasons)
        followed = follow_return(nomination, reasons, on=returned.returned_on, due_on=returned.due_on)
        await _keep(self.nominations, nomination, followed, cause)


async def _keep(nominations: Nominations, before: Nomination, after: Nomination, cause: Cause) -> None:
    """Keep what the news made of a file; a file that it does not concern any more stays as it is."""
    if after is not before:
        await nominations.save(after, emits=[], because_of=cause)
