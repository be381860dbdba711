"""Everything that reviews can do: the table of contents."""

from dataclasses import dataclass

from services.reviews.domain.ballot import NewBallotId
from services.reviews.usecases.award.call_off_ceremony import CallOffCeremony
from services.reviews.usecases.award.correct import CorrectAward
from services.reviews.usecases.award.examine import ClearAward, ExamineAward
from services.reviews.usecases.award.free import FreeAwards
from services.reviews.usecases.award.grant import GrantAwards
from services.reviews.usecases.award.pay import PayBonus
from services.reviews.usecases.award.present import PresentAward
from services.reviews.usecases.award.publish import PublishAward
from services.reviews.usecases.award.recover import RecoverAward
from services.reviews.usecases.award.reserve import ReserveAwards
from services.reviews.usecases.award.revoke import RevokeAward
from services.reviews.usecases.award.set_ceremony import SetCeremony
from services.reviews.usecases.award.settle_claim import FollowLink, SettleClaim
from services.reviews.usecases.bulletin.issue import IssueBulletins
from services.reviews.usecases.case import CaseUseCases, case_use_cases
from services.reviews.usecases.complaint.alarm import AlarmComplaints
from services.reviews.usecases.complaint.has_award import HasAward
from services.reviews.usecases.complaint.judge import JudgedComplaint
from services.reviews.usecases.complaint.lodge import LodgeComplaint
from services.reviews.usecases.complaint.reject import RejectComplaint
from services.reviews.usecases.complaint.take_up import TakeUpComplaint
from services.reviews.usecases.complaint.turn_down import TurnDownComplaint
from services.reviews.usecases.complaint.uphold import UpholdComplaint
from services.reviews.usecases.consultation import ConsultationUseCases, consultation_use_cases
from services.reviews.usecases.council.record import RecordCouncil
from services.reviews.usecases.decision.mark_row import MarkRow
from services.reviews.usecases.decision.prepare import PrepareDecision
from services.reviews.usecases.decision.send_back import SendDecisionBack
from services.reviews.usecases.decision.sign import SignDecision
from services.reviews.usecases.delegation.end import EndDelegation
from services.reviews.usecases.delegation.record import DelegateSignature
from services.reviews.usecases.figures import FigureUseCases
from services.reviews.usecases.figures.share import ShareOfUnit
from services.reviews.usecases.finding.alarm import AlarmFindings
from services.reviews.usecases.finding.assign import AssignFinding
from services.reviews.usecases.finding.notice_double import NoticeDouble
from services.reviews.usecases.finding.notice_late import NoticeLate
from services.reviews.usecases.finding.raise_finding import RaiseFinding
from services.reviews.usecases.finding.remedy import RemedyFinding
from services.reviews.usecases.finding.reopen import ReopenFinding
from services.reviews.usecases.finding.verify import VerifyFinding
from services.reviews.usecases.finding.watch import WatchFigures
from services.reviews.usecases.homes import Homes
from services.reviews.usecases.opinion import OpinionUseCases, opinion_use_cases
from services.reviews.usecases.queries import Queries
from services.reviews.usecases.session.adjourn import AdjournSession
from services.reviews.usecases.session.cast import CastBallot
from services.reviews.usecases.session.cast_written import CastWritten
from services.reviews.usecases.session.close_voting import CloseVoting
from services.reviews.usecases.session.convene import ConveneSession
from services.reviews.usecases.session.end_overdue import EndOverdueVotes
from services.reviews.usecases.session.minute import MinuteSession
from services.reviews.usecases.session.open_voting import OpenVoting
from services.reviews.usecases.session.recuse import RecuseMember
from services.reviews.usecases.session.remind import RemindMembers
from services.reviews.usecases.session.strike import StrikeCases
from shared.kernel.clock import Clock
from shared.kernel.rulepack import RulePacks


@dataclass(frozen=True, slots=True)
class CouncilUseCases:
    """What happens to a council."""

    record: RecordCouncil


@dataclass(frozen=True, slots=True)
class SessionUseCases:
    """What happens in a session, in this order."""

    convene: ConveneSession
    recuse: RecuseMember
    open_voting: OpenVoting
    cast: CastBallot
    cast_written: CastWritten
    close_voting: CloseVoting
    adjourn: AdjournSession
    minute: MinuteSession
    end_overdue: EndOverdueVotes
    remind: RemindMembers
    strike: StrikeCases


@dataclass(frozen=True, slots=True)
class DecisionUseCases:
    """What happens to a decision."""

    prepare: PrepareDecision
    mark_row: MarkRow
    sign: SignDecision
    send_back: SendDecisionBack


@dataclass(frozen=True, slots=True)
class DelegationUseCases:
    """What happens to a delegation of signature."""

    record: DelegateSignature
    end: EndDelegation


@dataclass(frozen=True, slots=True)
class AwardUseCases:
    """What happens to an award."""

    reserve: ReserveAwards
    grant: GrantAwards
    free: FreeAwards
    publish: PublishAward
    set_ceremony: SetCeremony
    call_off_ceremony: CallOffCeremony
    present: PresentAward
    correct: CorrectAward
    pay: PayBonus
    revoke: RevokeAward
    recover: RecoverAward
    examine: ExamineAward
    clear: ClearAward
    settle_claim: SettleClaim
    follow_link: FollowLink


@dataclass(frozen=True, slots=True)
class FindingUseCases:
    """What happens to a finding, in this order."""

    raise_finding: RaiseFinding
    notice_late: NoticeLate
    watch: WatchFigures
    assign: AssignFinding
    remedy: RemedyFinding
    verify: VerifyFinding
    reopen: ReopenFinding
    alarm: AlarmFindings


@dataclass(frozen=True, slots=True)
class ComplaintUseCases:
    """What happens to a complaint, from its arrival to the ruling."""

    lodge: LodgeComplaint
    take_up: TakeUpComplaint
    turn_down: TurnDownComplaint
    uphold: UpholdComplaint
    reject: RejectComplaint
    alarm: AlarmComplaints
    has_award: HasAward


@dataclass(frozen=True, slots=True)
class UseCases:
    """All that reviews can do."""

    case: CaseUseCases
    council: CouncilUseCases
    session: SessionUseCases
    decision: DecisionUseCases
    delegation: DelegationUseCases
    award: AwardUseCases
    finding: FindingUseCases
    complaint: ComplaintUseCases
    opinion: OpinionUseCases
    consultation: ConsultationUseCases
    figures: FigureUseCases
    issue_bulletins: IssueBulletins
    queries: Queries
    packs: RulePacks


def all_use_cases(kept: Homes, packs: RulePacks, new_ballot_id: NewBallotId, clock: Clock) -> UseCases:
    """Every use case on these ports."""
    return UseCases(
        case=case_use_cases(kept, packs, clock),
        council=CouncilUseCases(record=RecordCouncil(kept.councils)),
        session=_session(kept, packs, new_ballot_id, clock),
        decision=_decision(kept, packs, clock),
        delegation=DelegationUseCases(
            record=DelegateSignature(kept.delegations, clock), end=EndDelegation(kept.delegations)
        ),
        award=_award(kept, packs, clock),
        finding=_finding(kept, packs, clock),
        complaint=_complaint(kept, packs, clock),
        opinion=opinion_use_cases(kept.opinions, kept.cases, packs, clock),
        consultation=consultation_use_cases(kept, packs, clock),
        figures=FigureUseCases.on(kept.figures, kept.answers, kept.formalities, kept.staff, packs, clock),
        issue_bulletins=IssueBulletins(kept.bulletins, kept.units, packs, clock),
        queries=Queries(kept.readings, kept.councils, kept.delegations, kept.complaints, kept.safe, clock),
        packs=packs,
    )


def _session(kept: Homes, packs: RulePacks, new_ballot_id: NewBallotId, clock: Clock) -> SessionUseCases:
    close_voting, adjourn = CloseVoting(kept.sessions, clock), AdjournSession(kept.sessions, clock)
    return SessionUseCases(
        recuse=RecuseMember(kept.sessions),
        convene=ConveneSession(kept.sessions, kept.councils, kept.cases, kept.units, packs, kept.numbers, clock),
        open_voting=OpenVoting(kept.sessions, kept.cases, ShareOfUnit(kept.figures, kept.staff, packs), packs, clock),
        cast=CastBallot(kept.sessions, new_ballot_id, clock),
        cast_written=CastWritten(kept.sessions, kept.cases, new_ballot_id, clock),
        close_voting=close_voting,
        adjourn=adjourn,
        minute=MinuteSession(kept.sessions, clock),
        end_overdue=EndOverdueVotes(kept.sessions, close_voting, adjourn, clock),
        remind=RemindMembers(kept.sessions, clock),
        strike=StrikeCases(kept.sessions, kept.cases),
    )


def _award(kept: Homes, packs: RulePacks, clock: Clock) -> AwardUseCases:
    notice_double = NoticeDouble(kept.findings, kept.numbers, clock)
    settle_claim = SettleClaim(kept.awards, kept.decisions, kept.deeds, notice_double)
    return AwardUseCases(
        reserve=ReserveAwards(kept.awards, kept.decisions, kept.cases, kept.deeds),
        grant=GrantAwards(kept.awards, kept.decisions, kept.cases, packs),
        free=FreeAwards(kept.awards),
        publish=PublishAward(kept.awards, clock),
        set_ceremony=SetCeremony(kept.awards, kept.units, clock),
        call_off_ceremony=CallOffCeremony(kept.awards),
        present=PresentAward(kept.awards, clock),
        correct=CorrectAward(kept.awards, clock),
        pay=PayBonus(kept.awards, clock),
        revoke=RevokeAward(kept.awards, clock),
        recover=RecoverAward(kept.awards),
        examine=ExamineAward(kept.awards),
        clear=ClearAward(kept.awards),
        settle_claim=settle_claim,
        follow_link=FollowLink(kept.awards, kept.deeds, settle_claim),
    )


def _finding(kept: Homes, packs: RulePacks, clock: Clock) -> FindingUseCases:
    return FindingUseCases(
        raise_finding=RaiseFinding(kept.findings, kept.awards, kept.cases, kept.numbers, clock),
        notice_late=NoticeLate(kept.findings, kept.awards, kept.numbers, packs, clock),
        watch=WatchFigures(kept.findings, kept.figures, kept.formalities, kept.staff, kept.numbers, packs, clock),
        assign=AssignFinding(kept.findings, clock),
        remedy=RemedyFinding(kept.findings),
        verify=VerifyFinding(kept.findings),
        reopen=ReopenFinding(kept.findings, clock),
        alarm=AlarmFindings(kept.findings, kept.units, packs, clock),
    )


def _complaint(kept: Homes, packs: RulePacks, clock: Clock) -> ComplaintUseCases:
    judged, has_award = JudgedComplaint(kept.complaints, kept.safe), HasAward(kept.decisions, kept.awards)
    return ComplaintUseCases(
        lodge=LodgeComplaint(kept.complaints, kept.awards, kept.cases, kept.numbers, kept.safe, packs, clock),
        take_up=TakeUpComplaint(judged, kept.complaints, kept.decisions, kept.awards, packs, clock),
        turn_down=TurnDownComplaint(judged, kept.complaints, clock),
        uphold=UpholdComplaint(judged, kept.complaints, has_award, clock),
        reject=RejectComplaint(judged, kept.complaints, clock),
        alarm=AlarmComplaints(kept.complaints, kept.units, packs, clock),
        has_award=has_award,
    )


def _decision(kept: Homes, packs: RulePacks, clock: Clock) -> DecisionUseCases:
    return DecisionUseCases(
        prepare=PrepareDecision(
            kept.decisions,
            kept.cases,
            kept.awards,
            kept.councils,
            kept.sessions,
            kept.units,
            packs,
            kept.deeds,
            clock,
        ),
        mark_row=MarkRow(kept.decisions),
        sign=SignDecision(kept.decisions, kept.cases, kept.units, kept.delegations, clock),
        send_back=SendDecisionBack(kept.decisions),
    )
