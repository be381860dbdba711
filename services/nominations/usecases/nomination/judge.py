"""Let the rules judge a file as it stands now."""

from dataclasses import dataclass

from services.nominations.domain.eligibility import Verdict
from services.nominations.domain.nomination import Nomination
from services.nominations.domain.rules import Findings, judge
from services.nominations.usecases.nomination.quote import pack_of
from services.nominations.usecases.ports import AwardHistory, Nominations
from shared.kernel.rulepack import RulePacks


@dataclass(frozen=True, slots=True)
class JudgeNomination:
    """Ask every rule of the file's pack, and look for earlier files that may mean the same deed."""

    nominations: Nominations
    awards: AwardHistory
    rulepacks: RulePacks

    async def __call__(self, nomination: Nomination) -> tuple[tuple[Verdict, ...], tuple[str, ...]]:
        """Give the verdicts, and the numbers of candidates.

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
        return judge(findings, pack.citation), await self.nominations.earlier_for_same_deed(nomination)
