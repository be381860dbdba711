"""What is done with the codes by which others name units."""

from dataclasses import dataclass

from services.notifications.usecases.gateway.ports import GatewayPorts
from services.notifications.usecases.unit_code.record import RecordUnitCodes
from services.notifications.usecases.unit_code.show import ShowUnitCodes


@dataclass(frozen=True, slots=True)
class UnitCodeUseCases:
    """What keepers of units do with their codes, and what may be asked about them."""

    record: RecordUnitCodes
    show: ShowUnitCodes


def unit_code_use_cases(ports: GatewayPorts) -> UnitCodeUseCases:
    """All of them on these ports."""
    return UnitCodeUseCases(RecordUnitCodes(ports.codes, ports.units), ShowUnitCodes(ports.codes))
