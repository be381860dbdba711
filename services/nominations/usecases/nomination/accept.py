"""An emulation officer accepts a complete file."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from services.nominations.domain.eligibility import Decided
from services.nominations.usecases.deed.known import deed_of
from services.nominations.usecases.nomination.describe import head
from services.nominations.usecases.nomination.draft import seen_in
from services.nominations.usecases.nomination.judge import JudgeNomination
from services.nominations.usecases.ports import Deeds, Nominations
from shared.contracts.nominations import NominationAccepted
from shared.contracts.parts import Verdict
from shared.kernel.cause import Cause
from shared.kernel.clock import Clock, local_day


@dataclass(frozen=True, slots=True)
class AcceptNomination:
    """Accept the file when no rule fails at this moment, and no earlier file may mean its deed.

    The deed is taken as it stands now, and stays so for the file: an amendment that is kept after this was read, but
    before it is known that the file was accepted, reaches the file no more.
    `why` says, by rule, why a person lets pass what is unknown.

    Emits: NominationAccepted.
    Raises: SelfEndorsementError, RulesNotPassedError, DataMissingError, DuplicateOpenError, ForbiddenError,
    ConflictError.
    """

    nominations: Nominations
    deeds: Deeds
    judge: JudgeNomination
    clock: Clock

    async def __call__(self, nomination_id: UUID, why: Mapping[str, str], cause: Cause) -> None:
        nomination = await self.nominations.get(nomination_id, cause)
        deed = await deed_of(self.deeds, nomination)
        nomination = nomination if deed is None else replace(nomination, deed=seen_in(deed))
        verdicts, candidates = await self.judge(nomination)
        today = local_day(self.clock())
        decided = tuple(Decided(rule_id, reason, cause.actor.ref, today) for rule_id, reason in why.items())
        accepted = nomination.accept(verdicts, candidates, decided)
        event = NominationAccepted(
            **head(accepted),
            eligibility=tuple(
                Verdict(
                    rule_id=verdict.rule_id,
                    verdict=verdict.verdict,
                    citation=verdict.citation,
                    inputs_hash=verdict.inputs_hash,
                )
                for verdict in verdicts
            ),
        )
        await self.nominations.save(accepted, emits=[event], because_of=cause)
