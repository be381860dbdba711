"""What is done to send again."""

from dataclasses import dataclass

from services.notifications.usecases.redrive.ask import AskRedrive
from services.notifications.usecases.redrive.show import ShowRedrives
from services.notifications.usecases.redrive.step import StepRedrives


@dataclass(frozen=True, slots=True)
class RedriveUseCases:
    """How something is sent again."""

    ask: AskRedrive
    step: StepRedrives
    show: ShowRedrives
