"""A unit head sends several files in one submission."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from services.nominations.domain.submission import (
    Row,
    RowInOtherSubmissionError,
    RowNotDraftError,
    Submission,
    SubmissionChannel,
    SubmissionEmptyError,
    row_of,
    submission_id_of,
)
from services.nominations.usecases.deed.known import deed_of
from services.nominations.usecases.ports import ONE_SUBMISSION, Deeds, Nominations, Organisation, Submissions
from shared.contracts.nominations import SubmissionSent
from shared.kernel.cause import Cause
from shared.kernel.clock import Clock, local_day
from shared.kernel.errors import StaleError, TakenError
from shared.kernel.policy import permit


@dataclass(frozen=True, slots=True)
class Sheet:
    """Which files go from which unit to which, and how the signed sheet travels. `versions`: as the head saw them."""

    unit: str
    to_unit: str
    channel: SubmissionChannel
    nomination_ids: tuple[UUID, ...]
    versions: Mapping[UUID, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SendSubmission:
    """Endorse several files and send them to the unit that decides on them; each is submitted by itself afterwards.

    Emits: SubmissionSent.
    Raises: SubmissionEmptyError, RowNotDraftError, RowDoesNotBelongError, RowInOtherSubmissionError,
    UnknownUnitError, UnitClosedError, UnitNotYetError, ForbiddenError.
    """

    submissions: Submissions
    nominations: Nominations
    deeds: Deeds
    organisation: Organisation
    clock: Clock

    async def __call__(self, sheet: Sheet, cause: Cause) -> None:
        submission_id = submission_id_of(cause.id)
        await self.submissions.unseen(submission_id, cause)
        now = self.clock()
        today = local_day(now)
        unit = await self.organisation.unit(sheet.unit, today)
        permit(cause.actor, cause.action, unit.path)
        unit.require_open(today)
        to_unit = await self.organisation.unit(sheet.to_unit, today)
        to_unit.require_open(today)
        submission = Submission(
            id=submission_id,
            rows=await self._rows(sheet, cause),
            number=await self.submissions.next_number(unit.code, today.year),
            unit_code=unit.code,
            unit_path=unit.path,
            to_unit_code=to_unit.code,
            reach=tuple(dict.fromkeys((*unit.path, *to_unit.path))),
            endorser_ref=cause.actor.ref,
            channel=sheet.channel,
            sent_at=now,
            year=today.year,
        )
        await self._keep(submission, cause)

    async def _rows(self, sheet: Sheet, cause: Cause) -> tuple[Row, ...]:
        wanted = tuple(dict.fromkeys(sheet.nomination_ids))
        if not wanted:
            raise SubmissionEmptyError(field="nomination_ids")
        lineage, today = await self.organisation.lineage(), local_day(self.clock())
        files = [await self.nominations.seen(one, cause) for one in wanted]
        for file in files:
            if file.version != sheet.versions.get(file.id, file.version):
                raise RowNotDraftError(number=file.number)
        rows = [
            row_of(
                file,
                await deed_of(self.deeds, file),
                unit=sheet.unit,
                to_unit=sheet.to_unit,
                lineage=lineage,
                on=today,
            )
            for file in files
        ]
        await self._require_free(rows)
        return tuple(rows)

    async def _require_free(self, rows: Sequence[Row]) -> None:
        waiting = await self.submissions.waiting([row.nomination_id for row in rows])
        for row in rows:
            if row.nomination_id in waiting:
                raise RowInOtherSubmissionError(number=row.number)

    async def _keep(self, submission: Submission, cause: Cause) -> None:
        event = SubmissionSent(
            unit_id=submission.unit_code,
            unit_path=submission.unit_path,
            submission_id=submission.id,
            number=submission.number,
            to_unit_id=submission.to_unit_code,
            endorser_ref=submission.endorser_ref,
            channel=submission.channel.value,
            nomination_ids=tuple(row.nomination_id for row in submission.rows),
        )
        try:
            await self.submissions.save(submission, emits=[event], because_of=cause)
        except TakenError as taken:
            if taken.rule == ONE_SUBMISSION:
                raise StaleError from taken
            raise
