import itertools

import pytest

from shared.kernel.actor import Actor, system
from shared.kernel.policy import POLICY
from shared.kernel.separations import SEPARATIONS, RoleSeparationError, Standing, keep_apart

GAINS = {Standing.SUBJECT, Standing.CONTRIBUTOR}
EXPECTED = {
    "exemplar.confirm": {Standing.SUBJECT},
    "exemplar.dismiss": {Standing.SUBJECT},
    "dispute.read": {Standing.CONTRIBUTOR},
    "deed.link": {Standing.CONTRIBUTOR, Standing.PROPOSER},
    "deed.keep_apart": {Standing.CONTRIBUTOR, Standing.PROPOSER},
    "deed.resolve": {Standing.CONTRIBUTOR, Standing.PROPOSER, Standing.CLAIMANT},
    "subject.record_title": {Standing.SUBJECT},
    "nomination.draft": {Standing.SUBJECT},
    "nomination.amend": {Standing.SUBJECT},
    "nomination.withdraw": {Standing.SUBJECT},
    **{
        f"nomination.{act}": {*GAINS, Standing.PROPOSER}
        for act in ("screen", "accept", "return_for_completion", "rule_out", "reroute", "merge", "hold", "release")
    },
    **{
        f"case.{act}": {*GAINS, Standing.PROPOSER}
        for act in ("appraise", "escalate", "take_over", "return_for_completion", "choose_pack", "hold", "release")
    },
    "opinion.request": {*GAINS, Standing.PROPOSER},
    "opinion.reply": {*GAINS, Standing.PROPOSER},
    **{f"consultation.{act}": {*GAINS, Standing.PROPOSER} for act in ("open_window", "answer_comment")},
    "consultation.comment": {*GAINS, Standing.PROPOSER, Standing.APPRAISER},
    "hold_ground.read": {*GAINS, Standing.PROPOSER},
    "case.withdraw": {Standing.SUBJECT},
    "case.refuse": GAINS,
    "session.cast_written": {*GAINS, Standing.PROPOSER, Standing.APPRAISER},
    "decision.prepare": GAINS,
    "decision.sign": {*GAINS, Standing.APPRAISER},
    "decision.send_back": GAINS,
    "award.set_ceremony": {Standing.SUBJECT},
    "award.call_off_ceremony": {Standing.SUBJECT},
    "award.present": {Standing.SUBJECT},
    **{f"award.{act}": GAINS for act in ("correct", "pay", "revoke", "recover")},
    **{f"complaint.{act}": {Standing.SUBJECT} for act in ("take_up", "turn_down", "uphold", "reject")},
    "finding.raise_finding": {Standing.SUBJECT},
    "finding.assign": {Standing.SUBJECT},
    "finding.verify": {Standing.SUBJECT, Standing.OWNER},
    "finding.reopen": {Standing.SUBJECT, Standing.OWNER},
}


def is_refused(actor: Actor, action: str, standing: Standing) -> bool:
    try:
        keep_apart(actor, action, {standing: ("CB-0412",)})
    except RoleSeparationError:
        return True
    return False


@pytest.mark.parametrize(("action", "standing"), [*itertools.product(sorted(POLICY), Standing)])
def test_each_act_is_refused_to_those_who_already_are_something_else(action: str, standing: Standing) -> None:
    assert is_refused(Actor("CB-0412"), action, standing) is (standing in EXPECTED.get(action, ()))
    assert not is_refused(Actor("CB-0413"), action, standing)
    assert not is_refused(system("reviews"), action, standing)


def test_every_separated_act_is_one_that_the_policy_knows() -> None:
    assert set(SEPARATIONS) - set(POLICY) == set()
