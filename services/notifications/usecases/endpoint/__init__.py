"""What is done with the endpoints of clients."""

from dataclasses import dataclass

from services.notifications.usecases.endpoint.confirm_contact import ConfirmContact
from services.notifications.usecases.endpoint.disable import DisableEndpoint
from services.notifications.usecases.endpoint.heed import HeedEnd
from services.notifications.usecases.endpoint.ports import EndpointPorts
from services.notifications.usecases.endpoint.prove import ProveEndpoint
from services.notifications.usecases.endpoint.register import RegisterEndpoint
from services.notifications.usecases.endpoint.reopen import ReopenEndpoint
from services.notifications.usecases.endpoint.revoke_keys import RevokeKeys
from services.notifications.usecases.endpoint.rotate_key import RotateKey
from services.notifications.usecases.endpoint.set_access import SetAccess
from services.notifications.usecases.endpoint.show import ShowEndpoints
from services.notifications.usecases.endpoint.try_out import TryEndpoint
from services.notifications.usecases.endpoint.warn_of_end import WarnOfEnd
from shared.kernel.clock import Clock


@dataclass(frozen=True, slots=True)
class EndpointUseCases:
    """What a client does with its endpoints, and what may be asked about them."""

    register: RegisterEndpoint
    prove: ProveEndpoint
    try_out: TryEndpoint
    rotate_key: RotateKey
    revoke_keys: RevokeKeys
    set_access: SetAccess
    disable: DisableEndpoint
    reopen: ReopenEndpoint
    heed: HeedEnd
    warn_of_end: WarnOfEnd
    confirm_contact: ConfirmContact
    show: ShowEndpoints


def endpoint_use_cases(ports: EndpointPorts, clock: Clock) -> EndpointUseCases:
    """All of them on these ports."""
    return EndpointUseCases(
        register=RegisterEndpoint(ports, clock),
        prove=ProveEndpoint(ports, clock),
        try_out=TryEndpoint(ports, clock),
        rotate_key=RotateKey(ports, clock),
        revoke_keys=RevokeKeys(ports, clock),
        set_access=SetAccess(ports, clock),
        disable=DisableEndpoint(ports, clock),
        reopen=ReopenEndpoint(ports),
        heed=HeedEnd(ports, clock),
        warn_of_end=WarnOfEnd(ports, clock),
        confirm_contact=ConfirmContact(ports.contacts, ports.keys, clock),
        show=ShowEndpoints(ports, clock),
    )
