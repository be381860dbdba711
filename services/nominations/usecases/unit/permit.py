"""Who may change a unit is asked with the path that leads to it."""

from datetime import date

from services.nominations.usecases.ports import Organisation
from shared.kernel.cause import Cause
from shared.kernel.policy import permit


async def permitted(organisation: Organisation, code: str, today: date, cause: Cause) -> tuple[str, ...]:
    """The path of a unit that the actor may act on. Raises: UnknownUnitError, ForbiddenError."""
    path = (await organisation.unit(code, today)).path
    permit(cause.actor, cause.action, path)
    return path
