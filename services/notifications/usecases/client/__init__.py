"""What is done with the systems of clients themselves."""

from dataclasses import dataclass

from services.notifications.usecases.client.record import RecordClient
from services.notifications.usecases.client.resume import ResumeClient
from services.notifications.usecases.client.rotate_key import RotateClientKey
from services.notifications.usecases.client.show import ShowClients
from services.notifications.usecases.client.suspend import SuspendClient
from services.notifications.usecases.gateway.ports import GatewayPorts


@dataclass(frozen=True, slots=True)
class ClientUseCases:
    """What an operator does with clients, and what may be asked about them."""

    record: RecordClient
    rotate_key: RotateClientKey
    suspend: SuspendClient
    resume: ResumeClient
    show: ShowClients


def client_use_cases(ports: GatewayPorts) -> ClientUseCases:
    """All of them on these ports."""
    return ClientUseCases(
        record=RecordClient(ports.clients, ports.units, ports.proofs, ports.true_clock),
        rotate_key=RotateClientKey(ports.clients, ports.units, ports.proofs, ports.true_clock),
        suspend=SuspendClient(ports.clients, ports.units),
        resume=ResumeClient(ports.clients, ports.units, ports.true_clock),
        show=ShowClients(ports.clients, ports.units),
    )
