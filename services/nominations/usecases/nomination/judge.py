"""Let the rules judge a file as it stands now."""

from dataclasses import dataclass

from services.nominations.domain.eligibility import Verdict
from services.nominations.domain.likeness import Candidate
from services.nominations.domain.nomination import Nomination
from services.nominations.domain.parts import all_evidence
from services.nominations.domain.rules import Findings, judge
from services.nominations.domain.title import YearWon, years_won
from services.nominations.usecases.deed.rewarded import Rewarded
from services.nominations.usecases.nomination.quote import pack_of
from services.nominations.usecases.nomination.seek_duplicates import SeekDuplicates
from services.nominations.usecases.ports import Organisation
from shared.kernel.clock import Clock, local_day
from shared.kernel.rulepack import Requires, RulePacks


@dataclass(frozen=True, slots=True)
class JudgeNomination:
    """Ask every rule of the file's pack, and look for earlier files that may mean the same deed."""

    seek_duplicates: SeekDuplicates
    organisation: Organisation
    rewarded: Rewarded
    rulepacks: RulePacks
    clock: Clock

    async def __call__(self, nomination: Nomination) -> tuple[tuple[Verdict, ...], tuple[Candidate, ...]]:
        """Give the verdicts, and the candidates.

        Raises: ConflictError, NoRulePackError, PackChangedError.
        """
        pack = pack_of(nomination, self.rulepacks)
        form = pack.form(nomination.form_code)
        findings = Findings(
            subject_kind=nomination.subject.kind,
            work_role=nomination.subject.work_role,
            size=nomination.subject.size,
            evidence_count=len(all_evidence(nomination.evidence, nomination.deed)),
            result_count=None if nomination.deed is None else nomination.deed.result_count,
            rewarded_by=await self._rewarded_by(nomination),
            has_part=nomination.subject.ref in nomination.contributor_refs,
            received_on=nomination.received_on,
            deadline=form.deadline,
            year=nomination.year,
            requires=form.requires,
            won=await self._won(nomination, form.requires),
        )
        return judge(findings, pack.citation), await self.seek_duplicates(nomination, pack.duplicate)

    async def _rewarded_by(self, nomination: Nomination) -> str | None:
        if nomination.deed is None:
            return None
        deed_id = nomination.deed.deed_id
        deed = (await self.rewarded.deeds.known({deed_id})).get(deed_id)
        return None if deed is None else await self.rewarded.by(deed, nomination.subject.ref)

    async def _won(self, nomination: Nomination, requires: Requires | None) -> tuple[YearWon, ...]:
        if requires is None:
            return ()
        subject = await self.organisation.subject(nomination.subject.ref)
        lineage, today = await self.organisation.lineage(), local_day(self.clock())
        return years_won(subject.titles, requires.title, nomination.unit_path, lineage, today)
