"""All that the gateway can do."""

from dataclasses import dataclass

from services.notifications.usecases.gateway.answer_once import AnswerOnce
from services.notifications.usecases.gateway.check_signature import CheckSignature
from services.notifications.usecases.gateway.issue_token import IssueToken
from services.notifications.usecases.gateway.ports import GatewayPorts
from services.notifications.usecases.gateway.read_awards import ReadAwards
from services.notifications.usecases.gateway.recognise import Recognise
from services.notifications.usecases.gateway.resolve_unit import ResolveUnit


@dataclass(frozen=True, slots=True)
class GatewayUseCases:
    """The table of contents."""

    issue_token: IssueToken
    recognise: Recognise
    check_signature: CheckSignature
    answer_once: AnswerOnce
    awards: ReadAwards
    resolve_unit: ResolveUnit


def build_gateway(ports: GatewayPorts) -> GatewayUseCases:
    """Every use case of the gateway with its ports."""
    return GatewayUseCases(
        issue_token=IssueToken(
            ports.clients, ports.tokens, ports.nonces, ports.proofs, ports.secret, ports.clock, ports.audiences
        ),
        recognise=Recognise(ports.clients, ports.tokens, ports.clock),
        check_signature=CheckSignature(ports.proofs, ports.nonces, ports.clock),
        answer_once=AnswerOnce(ports.answers, ports.secret, ports.clock),
        awards=ReadAwards(ports.register, ports.units),
        resolve_unit=ResolveUnit(ports.codes, ports.units, ports.clock),
    )
