"""What can be wrong with a scenario while it is played."""

from deploy.standalone.errors import StandaloneError


class UnknownNameError(StandaloneError):
    """A `${name}` that no earlier step saved, or a field that the saved answer does not have."""
