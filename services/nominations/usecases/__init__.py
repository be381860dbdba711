"""Everything that nominations can do: the table of contents."""

from dataclasses import dataclass

from services.nominations.usecases.cluster.record import RecordCluster
from services.nominations.usecases.deed.amend import AmendDeed
from services.nominations.usecases.deed.confirm_share import ConfirmShare
from services.nominations.usecases.deed.dispute import DisputeDeed
from services.nominations.usecases.deed.keep_apart import KeepDeedApart
from services.nominations.usecases.deed.link import LinkDeed
from services.nominations.usecases.deed.register import RegisterDeed
from services.nominations.usecases.deed.resolve import ResolveDispute
from services.nominations.usecases.deed.rewarded import Rewarded
from services.nominations.usecases.exemplar.confirm import ConfirmExemplar
from services.nominations.usecases.exemplar.detect import DetectExemplars
from services.nominations.usecases.exemplar.dismiss import DismissExemplar
from services.nominations.usecases.exemplar.expire import ExpireExemplars
from services.nominations.usecases.exemplar.recognise import RecogniseExemplar
from services.nominations.usecases.law.activate import ActivatePack
from services.nominations.usecases.movement.launch import LaunchMovement
from services.nominations.usecases.nomination.accept import AcceptNomination
from services.nominations.usecases.nomination.alarm import AlarmNominations
from services.nominations.usecases.nomination.amend import AmendDraft
from services.nominations.usecases.nomination.draft import DraftNomination
from services.nominations.usecases.nomination.follow import (
    FollowClose,
    FollowGrant,
    FollowReturn,
    ForgetGrant,
    RememberGrant,
)
from services.nominations.usecases.nomination.follow_deed import FollowDeed, HearOfDeed
from services.nominations.usecases.nomination.follow_hold import FollowHold
from services.nominations.usecases.nomination.forward import ForwardNomination
from services.nominations.usecases.nomination.hold import HoldNomination
from services.nominations.usecases.nomination.judge import JudgeNomination
from services.nominations.usecases.nomination.lapse import LapseNominations
from services.nominations.usecases.nomination.merge import MergeNomination
from services.nominations.usecases.nomination.release import ReleaseNomination
from services.nominations.usecases.nomination.reroute import DraftRerouted, RerouteNomination
from services.nominations.usecases.nomination.resubmit import ResubmitNomination
from services.nominations.usecases.nomination.return_for_completion import ReturnNomination
from services.nominations.usecases.nomination.rule_out import RuleOutNomination
from services.nominations.usecases.nomination.screen import ScreenNomination
from services.nominations.usecases.nomination.seek_duplicates import SeekDuplicates
from services.nominations.usecases.nomination.seek_repeated import SeekRepeated
from services.nominations.usecases.nomination.submit import SubmitNomination
from services.nominations.usecases.nomination.withdraw import WithdrawNomination
from services.nominations.usecases.ports import (
    ActivatedPacks,
    AwardHistory,
    Deeds,
    EvidenceFiles,
    Exemplars,
    Nominations,
    Organisation,
    Reports,
    Safe,
    Submissions,
    Suggestions,
)
from services.nominations.usecases.queries import Queries, Views
from services.nominations.usecases.result.report import ReportResult
from services.nominations.usecases.subject.record import RecordSubject
from services.nominations.usecases.subject.title import LoseTitle, RecordTitle, WinTitle
from services.nominations.usecases.submission.mark_row import MarkRows
from services.nominations.usecases.submission.send import SendSubmission
from services.nominations.usecases.suggestion import SuggestionUseCases, suggestion_use_cases
from services.nominations.usecases.unit.close import CloseUnit
from services.nominations.usecases.unit.merge import FollowMerger, MergeUnits
from services.nominations.usecases.unit.record import RecordUnit
from services.nominations.usecases.unit.split import FollowSplit, SplitUnit
from shared.kernel.clock import Clock
from shared.kernel.rulepack import RulePacks


@dataclass(frozen=True, slots=True)
class Ports:
    """What the use cases stand on."""

    nominations: Nominations
    deeds: Deeds
    suggestions: Suggestions
    submissions: Submissions
    reports: Reports
    exemplars: Exemplars
    organisation: Organisation
    awards: AwardHistory
    packs: ActivatedPacks
    files: EvidenceFiles
    safe: Safe
    views: Views
    rulepacks: RulePacks
    clock: Clock


@dataclass(frozen=True, slots=True)
class UnitUseCases:
    """What can be done with units, and what follows of it."""

    record: RecordUnit
    merge: MergeUnits
    split: SplitUnit
    close: CloseUnit
    follow_merger: FollowMerger
    follow_split: FollowSplit


@dataclass(frozen=True, slots=True)
class SubjectUseCases:
    """What can be done with subjects, and what awards make of them."""

    record: RecordSubject
    record_title: RecordTitle
    win_title: WinTitle
    lose_title: LoseTitle


@dataclass(frozen=True, slots=True)
class DeedUseCases:
    """What can be done with deeds."""

    register: RegisterDeed
    amend: AmendDeed
    confirm_share: ConfirmShare
    dispute: DisputeDeed
    resolve: ResolveDispute
    link: LinkDeed
    keep_apart: KeepDeedApart


@dataclass(frozen=True, slots=True)
class ExemplarUseCases:
    """What can be done with exemplars."""

    detect: DetectExemplars
    confirm: ConfirmExemplar
    dismiss: DismissExemplar
    recognise: RecogniseExemplar
    expire: ExpireExemplars


@dataclass(frozen=True, slots=True)
class NominationUseCases:
    """What can be done with nominations."""

    draft: DraftNomination
    submit: SubmitNomination
    screen: ScreenNomination
    accept: AcceptNomination
    return_for_completion: ReturnNomination
    rule_out: RuleOutNomination
    lapse: LapseNominations
    alarm: AlarmNominations
    reroute: RerouteNomination
    draft_rerouted: DraftRerouted
    resubmit: ResubmitNomination
    merge: MergeNomination
    hold: HoldNomination
    release: ReleaseNomination
    withdraw: WithdrawNomination
    amend: AmendDraft
    forward: ForwardNomination
    remember_grant: RememberGrant
    forget_grant: ForgetGrant
    follow_grant: FollowGrant
    follow_close: FollowClose
    follow_return: FollowReturn
    follow_hold: FollowHold
    follow_deed: FollowDeed
    hear_of_deed: HearOfDeed


@dataclass(frozen=True, slots=True)
class SubmissionUseCases:
    """What can be done with submissions, and what follows of it."""

    send: SendSubmission
    mark_rows: MarkRows


@dataclass(frozen=True, slots=True)
class UseCases:
    """All that nominations can do, by aggregate."""

    unit: UnitUseCases
    record_cluster: RecordCluster
    subject: SubjectUseCases
    launch_movement: LaunchMovement
    activate_pack: ActivatePack
    deed: DeedUseCases
    suggestion: SuggestionUseCases
    report_result: ReportResult
    exemplar: ExemplarUseCases
    nomination: NominationUseCases
    submission: SubmissionUseCases
    queries: Queries


def build_use_cases(ports: Ports) -> UseCases:
    """Put every use case on its ports."""
    rewarded, nomination = Rewarded(ports.deeds, ports.awards), _nomination(ports)
    return UseCases(
        unit=_unit(ports),
        record_cluster=RecordCluster(ports.organisation, ports.clock),
        subject=SubjectUseCases(
            record=RecordSubject(ports.organisation, ports.clock),
            record_title=RecordTitle(ports.organisation, ports.rulepacks, ports.clock),
            win_title=WinTitle(ports.organisation),
            lose_title=LoseTitle(ports.organisation),
        ),
        launch_movement=LaunchMovement(ports.organisation, ports.clock),
        activate_pack=ActivatePack(ports.packs, ports.rulepacks, ports.clock),
        deed=DeedUseCases(
            register=RegisterDeed(ports.deeds, ports.exemplars, ports.organisation, ports.files, ports.clock),
            amend=AmendDeed(ports.deeds, ports.nominations, rewarded, ports.organisation, ports.files, ports.clock),
            confirm_share=ConfirmShare(ports.deeds, ports.clock),
            dispute=DisputeDeed(ports.deeds, rewarded, ports.clock),
            resolve=ResolveDispute(ports.deeds, ports.organisation, ports.clock),
            link=LinkDeed(ports.deeds),
            keep_apart=KeepDeedApart(ports.deeds),
        ),
        suggestion=suggestion_use_cases(
            ports.suggestions, ports.nominations, ports.organisation, ports.safe, ports.rulepacks, ports.clock
        ),
        report_result=ReportResult(ports.reports, ports.organisation, ports.rulepacks, ports.clock),
        exemplar=_exemplar(ports),
        nomination=nomination,
        submission=SubmissionUseCases(
            send=SendSubmission(ports.submissions, ports.nominations, ports.deeds, ports.organisation, ports.clock),
            mark_rows=MarkRows(
                ports.submissions, ports.nominations, ports.deeds, nomination.submit, nomination.resubmit
            ),
        ),
        queries=Queries(ports.views, ports.organisation, ports.safe, ports.rulepacks, ports.clock),
    )


def _exemplar(ports: Ports) -> ExemplarUseCases:
    return ExemplarUseCases(
        detect=DetectExemplars(ports.reports, ports.exemplars, ports.clock),
        confirm=ConfirmExemplar(ports.exemplars, ports.clock),
        dismiss=DismissExemplar(ports.exemplars, ports.clock),
        recognise=RecogniseExemplar(ports.deeds, ports.exemplars),
        expire=ExpireExemplars(ports.exemplars, ports.nominations, ports.clock),
    )


def _unit(ports: Ports) -> UnitUseCases:
    return UnitUseCases(
        record=RecordUnit(ports.organisation, ports.clock),
        merge=MergeUnits(ports.organisation, ports.clock),
        split=SplitUnit(ports.organisation, ports.clock),
        close=CloseUnit(ports.organisation, ports.clock),
        follow_merger=FollowMerger(ports.organisation, ports.clock),
        follow_split=FollowSplit(ports.organisation, ports.clock),
    )


def _nomination(ports: Ports) -> NominationUseCases:
    rewarded = Rewarded(ports.deeds, ports.awards)
    judge = JudgeNomination(
        SeekDuplicates(ports.nominations, ports.deeds), ports.organisation, rewarded, ports.rulepacks, ports.clock
    )
    remember = RememberGrant(ports.nominations, ports.awards)
    follow_deed = FollowDeed(ports.nominations, ports.deeds, ports.rulepacks, ports.clock)
    filed = (ports.nominations, ports.deeds, ports.organisation, ports.files, ports.rulepacks, ports.clock)
    draft = DraftNomination(*filed)
    return NominationUseCases(
        draft=draft,
        submit=SubmitNomination(*filed),
        screen=ScreenNomination(ports.nominations, judge, SeekRepeated(ports.nominations, ports.rulepacks)),
        accept=AcceptNomination(ports.nominations, ports.deeds, judge, ports.clock),
        return_for_completion=ReturnNomination(ports.nominations, ports.rulepacks, ports.clock),
        lapse=LapseNominations(ports.nominations, ports.submissions, ports.clock),
        alarm=AlarmNominations(ports.nominations, ports.submissions, ports.organisation, ports.rulepacks, ports.clock),
        reroute=RerouteNomination(ports.nominations, ports.deeds, ports.organisation, ports.rulepacks, ports.clock),
        draft_rerouted=DraftRerouted(ports.nominations, draft),
        rule_out=RuleOutNomination(ports.nominations, judge, ports.organisation, ports.rulepacks, ports.clock),
        resubmit=ResubmitNomination(*filed),
        merge=MergeNomination(ports.nominations, judge),
        hold=HoldNomination(ports.nominations, ports.clock),
        release=ReleaseNomination(ports.nominations, ports.rulepacks, ports.clock),
        withdraw=WithdrawNomination(ports.nominations),
        amend=AmendDraft(ports.nominations),
        forward=ForwardNomination(ports.nominations),
        remember_grant=remember,
        forget_grant=ForgetGrant(ports.awards),
        follow_grant=FollowGrant(remember, ports.nominations),
        follow_close=FollowClose(ports.nominations),
        follow_return=FollowReturn(ports.nominations),
        follow_hold=FollowHold(ports.nominations, ports.rulepacks, ports.clock),
        follow_deed=follow_deed,
        hear_of_deed=HearOfDeed(ports.nominations, ports.deeds, follow_deed),
    )
