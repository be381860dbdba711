"""All that is done with what clients send."""

from dataclasses import dataclass

from services.notifications.usecases.gateway.ports import Clients
from services.notifications.usecases.gateway.resolve_unit import ResolveUnit
from services.notifications.usecases.intake.ports import IntakePorts, Owner
from services.notifications.usecases.intake.send import SendBatch
from services.notifications.usecases.intake.show import ShowIntake
from services.notifications.usecases.intake.take_nomination import TakeNomination
from services.notifications.usecases.intake.take_result import TakeResult
from services.notifications.usecases.intake.work import Takes, WorkAtBatch, WorkAtWhatIsDue
from services.notifications.usecases.ports import Secret
from shared.kernel.clock import Clock


@dataclass(frozen=True, slots=True)
class IntakeUseCases:
    """Sending, going on with what was sent, and asking about it."""

    send: SendBatch
    go_on: WorkAtWhatIsDue
    show: ShowIntake
    owner: Owner


def intake_use_cases(
    ports: IntakePorts, clients: Clients, resolve: ResolveUnit, secret: Secret, clock: Clock
) -> IntakeUseCases:
    """All of them on these ports."""
    takes = Takes(TakeNomination(ports.owner, ports.intakes, resolve), TakeResult(ports.owner, ports.intakes))
    work = WorkAtBatch(ports.batches, clients, takes, ports.announce, secret, clock)
    return IntakeUseCases(
        send=SendBatch(ports.batches, work, clock),
        go_on=WorkAtWhatIsDue(ports.batches, work, clock),
        show=ShowIntake(ports.batches, ports.intakes, ports.owner),
        owner=ports.owner,
    )
