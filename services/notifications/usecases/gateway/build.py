"""All that the gateway can do."""

from dataclasses import dataclass

from services.notifications.domain.client_rate import TOKENS_PER_MINUTE, ClientRate
from services.notifications.usecases.client import ClientUseCases, client_use_cases
from services.notifications.usecases.gateway.answer_once import AnswerOnce
from services.notifications.usecases.gateway.check_signature import CheckSignature
from services.notifications.usecases.gateway.folds import Folds
from services.notifications.usecases.gateway.issue_token import IssueToken
from services.notifications.usecases.gateway.list_units import ListUnits
from services.notifications.usecases.gateway.ports import GatewayPorts
from services.notifications.usecases.gateway.read_awards import ReadAwards
from services.notifications.usecases.gateway.recognise import Recognise
from services.notifications.usecases.gateway.resolve_unit import ResolveUnit
from services.notifications.usecases.intake.build import IntakeUseCases, intake_use_cases
from services.notifications.usecases.intake.ports import IntakePorts
from services.notifications.usecases.unit_code import UnitCodeUseCases, unit_code_use_cases


@dataclass(frozen=True, slots=True)
class GatewayUseCases:
    """The table of contents."""

    issue_token: IssueToken
    recognise: Recognise
    check_signature: CheckSignature
    answer_once: AnswerOnce
    awards: ReadAwards
    resolve_unit: ResolveUnit
    unit_catalogue: ListUnits
    client: ClientUseCases
    intake: IntakeUseCases
    unit_code: UnitCodeUseCases


def build_gateway(ports: GatewayPorts, intake: IntakePorts) -> GatewayUseCases:
    """Every use case of the gateway with its ports."""
    resolve = ResolveUnit(ports.codes, ports.units, ports.clock)
    return GatewayUseCases(
        issue_token=IssueToken(
            ports.clients,
            ports.tokens,
            ports.nonces,
            ports.proofs,
            ports.secret,
            ports.true_clock,
            ports.audiences,
            rate=ClientRate(TOKENS_PER_MINUTE),
            strangers=ClientRate(),
        ),
        recognise=Recognise(ports.clients, ports.tokens, ports.true_clock),
        check_signature=CheckSignature(ports.proofs, ports.nonces, ports.true_clock),
        answer_once=AnswerOnce(ports.answers, ports.secret, ports.true_clock),
        awards=ReadAwards(ports.register, ports.units, ports.clock, Folds(ports.register)),
        resolve_unit=resolve,
        unit_catalogue=ListUnits(ports.codes, ports.units, ports.clock),
        client=client_use_cases(ports),
        intake=intake_use_cases(intake, ports.clients, resolve, ports.secret, ports.true_clock),
        unit_code=unit_code_use_cases(ports),
    )
