"""An emulation officer merges a file whose deed already stands elsewhere."""

from dataclasses import dataclass
from uuid import UUID

from services.nominations.domain.eligibility import Reason, failures
from services.nominations.domain.refusals import DuplicateOpenError
from services.nominations.usecases.nomination.describe import head, reasons_given
from services.nominations.usecases.nomination.judge import JudgeNomination
from services.nominations.usecases.ports import Nominations
from shared.contracts.nominations import NominationMerged
from shared.kernel.cause import Cause

_SAME_DEED = "DEED_ALREADY_REWARDED"


@dataclass(frozen=True, slots=True)
class MergeNomination:
    """Merge the file: its deed was rewarded, or an earlier open file of it, or of a deed linked with it, stands.

    It is merged into the earliest such file; a reward stands by its number, told with the reason. Of a file that is
    merely like it somebody says first whether the deeds are one, where every later file finds the answer.

    Emits: NominationMerged.
    Raises: ReasonMissingError (nothing to merge with), DuplicateOpenError (a likeness is not answered), ForbiddenError,
    ConflictError.
    """

    nominations: Nominations
    judge: JudgeNomination

    async def __call__(self, nomination_id: UUID, cause: Cause) -> None:
        nomination = await self.nominations.get(nomination_id, cause)
        verdicts, candidates = await self.judge(nomination)
        rewarded = tuple(reason for reason in failures(verdicts) if reason.code == _SAME_DEED)
        same = [one for one in candidates if one.is_certain]
        if candidates and not same and not rewarded:
            raise DuplicateOpenError(number=", ".join(one.number for one in candidates))
        duplicate = tuple(Reason("DUPLICATE_OPEN", params={"number": one.number}) for one in same)
        into = await self.nominations.id_of(same[0].number) if same and not rewarded else None
        merged = nomination.merge(into=into, reasons=rewarded or duplicate)
        event = NominationMerged(
            **head(merged),
            into=merged.merged_into,
            reasons=reasons_given(merged.reasons),
            proposer_ref=merged.proposer_ref,
        )
        await self.nominations.save(merged, emits=[event], because_of=cause)
