"""The rows of a sent submission are submitted, each by the rules of a single file, and keep what came of it."""

from dataclasses import dataclass, replace

from services.nominations.domain.eligibility import Reason
from services.nominations.domain.states import DRAFT
from services.nominations.domain.submission import Row, RowOutcome, Submission
from services.nominations.usecases.deed.known import deed_of
from services.nominations.usecases.nomination.resubmit import Completion, ResubmitNomination
from services.nominations.usecases.nomination.submit import Endorsement, SubmitNomination
from services.nominations.usecases.ports import Deeds, Nominations, Submissions
from shared.contracts.nominations import SubmissionSent
from shared.kernel.cause import Cause
from shared.kernel.errors import AlreadyHandledError, DomainError


@dataclass(frozen=True, slots=True)
class MarkRows:
    """Submit every row, received on the day on which it was sent; a refused one stops no other.

    What changed since its head saw it, the file or its deed, is not endorsed by that head.

    Each file knows this event, so that a repeat after a death between two rows finds what was done and goes on there.
    What was answered stays so, also when the event is read again after everybody forgot it.

    Emits: NominationSubmitted, NominationResubmitted.
    """

    submissions: Submissions
    nominations: Nominations
    deeds: Deeds
    submit: SubmitNomination
    resubmit: ResubmitNomination

    async def __call__(self, sent: SubmissionSent, cause: Cause) -> None:
        submission = await self.submissions.get(sent.submission_id, cause)
        if not submission.waits:
            return
        rows = [await self._answered(row, submission, cause) for row in submission.rows]
        await self.submissions.save(submission.answer(rows), emits=[], because_of=cause)

    async def _answered(self, row: Row, submission: Submission, cause: Cause) -> Row:
        try:
            await self._send(row, Endorsement(submission.endorser_ref, submission.sent_at), cause)
        except AlreadyHandledError:
            return replace(row, outcome=RowOutcome.SUBMITTED)
        except DomainError as refusal:
            return replace(row, outcome=RowOutcome.REFUSED, reasons=(_reason_of(refusal),))
        return replace(row, outcome=RowOutcome.SUBMITTED)

    async def _send(self, row: Row, endorsed: Endorsement, cause: Cause) -> None:
        file = await self.nominations.get(row.nomination_id, cause)
        row.require_unchanged(file, await deed_of(self.deeds, file))
        if file.state == DRAFT:
            await self.submit(file.id, cause, endorsed=endorsed)
        else:
            await self.resubmit(file.id, Completion(), cause, endorsed=endorsed)


def _reason_of(refusal: DomainError) -> Reason:
    return Reason(
        refusal.reason, params={name: str(value) for name, value in refusal.params.items() if name != "field"}
    )
