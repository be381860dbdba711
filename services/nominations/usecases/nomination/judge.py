"""Let the rules judge a file as it stands now."""

from dataclasses import dataclass

from services.nominations.domain.eligibility import Verdict
from services.nominations.domain.likeness import Candidate
from services.nominations.domain.nomination import Nomination
from services.nominations.domain.rules import Findings, judge
from services.nominations.usecases.nomination.quote import pack_of
from services.nominations.usecases.nomination.seek_duplicates import SeekDuplicates
from services.nominations.usecases.ports import AwardHistory
from shared.kernel.rulepack import RulePacks


@dataclass(frozen=True, slots=True)
class JudgeNomination:
    """Ask every rule of the file's pack, and look for earlier files that may mean the same deed."""

    seek_duplicates: SeekDuplicates
    awards: AwardHistory
    rulepacks: RulePacks

    async def __call__(self, nomination: Nomination) -> tuple[tuple[Verdict, ...], tuple[Candidate, ...]]:
        """Give the verdicts, and the candidates.

        Raises: ConflictError, NoRulePackError, PackChangedError.
        """
        pack = pack_of(nomination, self.rulepacks)
        findings = Findings(
            subject_kind=nomination.subject.kind,
            work_role=nomination.subject.work_role,
            size=nomination.subject.size,
            evidence_count=len(nomination.evidence),
            result_count=nomination.deed.result_count,
            rewarded_by=await self.awards.rewarded_by(
                deed_id=nomination.deed.deed_id,
                fingerprint=nomination.deed.fingerprint,
                subject_ref=nomination.subject.ref,
            ),
            has_part=nomination.subject.ref in nomination.deed.contributor_refs,
        )
        return judge(findings, pack.citation), await self.seek_duplicates(nomination, pack.duplicate)
