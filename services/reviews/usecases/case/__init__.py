"""What happens to a case."""

from dataclasses import dataclass

from services.reviews.usecases.case.admit import AdmitCase
from services.reviews.usecases.case.alarm import AlarmCases
from services.reviews.usecases.case.appraise import AppraiseCase
from services.reviews.usecases.case.await_answer import AwaitAnswer
from services.reviews.usecases.case.choose_pack import ChoosePack
from services.reviews.usecases.case.clear import ClearCase
from services.reviews.usecases.case.close import CloseCase
from services.reviews.usecases.case.escalate import EscalateCase
from services.reviews.usecases.case.examine import ExamineCase
from services.reviews.usecases.case.finish import FinishCase
from services.reviews.usecases.case.follow_deed import FollowDeed, HearOfDeed
from services.reviews.usecases.case.hear_answer import HearAnswer
from services.reviews.usecases.case.hold import HoldCase
from services.reviews.usecases.case.open import OpenCase
from services.reviews.usecases.case.queue import QueueCases
from services.reviews.usecases.case.record_vote import RecordVotes
from services.reviews.usecases.case.refuse import RefuseCase
from services.reviews.usecases.case.release import ReleaseCase
from services.reviews.usecases.case.return_for_completion import ReturnCase
from services.reviews.usecases.case.seat import SeatCases
from services.reviews.usecases.case.settle_withdrawal import SettleWithdrawal
from services.reviews.usecases.case.take_over import TakeOverCase
from services.reviews.usecases.case.unqueue import UnqueueCases
from services.reviews.usecases.case.unseat import UnseatCases
from services.reviews.usecases.case.withdraw import WithdrawCase
from services.reviews.usecases.homes import Homes
from shared.kernel.clock import Clock
from shared.kernel.rulepack import RulePacks


@dataclass(frozen=True, slots=True)
class CaseUseCases:
    """What happens to a case, from its opening to its end."""

    open: OpenCase
    admit: AdmitCase
    appraise: AppraiseCase
    choose_pack: ChoosePack
    close: CloseCase
    seat: SeatCases
    unseat: UnseatCases
    record_vote: RecordVotes
    queue: QueueCases
    unqueue: UnqueueCases
    finish: FinishCase
    return_for_completion: ReturnCase
    hold: HoldCase
    release: ReleaseCase
    refuse: RefuseCase
    examine: ExamineCase
    clear: ClearCase
    follow_deed: FollowDeed
    hear_of_deed: HearOfDeed
    await_answer: AwaitAnswer
    hear_answer: HearAnswer
    escalate: EscalateCase
    take_over: TakeOverCase
    withdraw: WithdrawCase
    settle_withdrawal: SettleWithdrawal
    alarm: AlarmCases


def case_use_cases(kept: Homes, packs: RulePacks, clock: Clock) -> CaseUseCases:
    """All of them on these ports."""
    cases, decisions, awards = kept.cases, kept.decisions, kept.awards
    follow_deed = FollowDeed(cases, decisions, kept.deeds, packs, clock)
    return CaseUseCases(
        open=OpenCase(cases, packs),
        admit=AdmitCase(cases, packs, clock),
        appraise=AppraiseCase(cases, kept.consultations, packs, clock),
        choose_pack=ChoosePack(cases, packs, clock),
        close=CloseCase(cases),
        seat=SeatCases(cases),
        unseat=UnseatCases(cases),
        record_vote=RecordVotes(cases, clock),
        queue=QueueCases(cases),
        unqueue=UnqueueCases(cases),
        finish=FinishCase(cases),
        return_for_completion=ReturnCase(cases, packs, clock),
        hold=HoldCase(cases, decisions, clock),
        release=ReleaseCase(cases, packs, clock),
        refuse=RefuseCase(cases),
        examine=ExamineCase(cases, kept.complaints, decisions, awards, clock),
        clear=ClearCase(cases, decisions, awards, packs, clock),
        follow_deed=follow_deed,
        hear_of_deed=HearOfDeed(cases, kept.deeds, follow_deed),
        await_answer=AwaitAnswer(cases),
        hear_answer=HearAnswer(cases, clock),
        escalate=EscalateCase(cases, packs, clock),
        take_over=TakeOverCase(cases),
        withdraw=WithdrawCase(cases, decisions, clock),
        settle_withdrawal=SettleWithdrawal(cases, decisions),
        alarm=AlarmCases(cases, kept.units, packs, clock),
    )
