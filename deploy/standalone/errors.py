"""What can go wrong before and while the product runs. Every message says what to do."""


class StandaloneError(Exception):
    """The run cannot start or go on; the message is for the person at the terminal."""


class MissingToolError(StandaloneError):
    """A program that nobody can fetch for you is not installed."""


class PortTakenError(StandaloneError):
    """Another program listens where one of ours should."""


class DiskFullError(StandaloneError):
    """There is no room for the data."""


class AlreadyRunningError(StandaloneError):
    """Another run holds this folder."""


class TamperedJarError(StandaloneError):
    """A fetched jar is not the one whose hash was committed."""


class MissingPartError(StandaloneError):
    """A service that should be started has no module to start."""


class UnitFailedError(StandaloneError):
    """A unit ended by itself or did not become ready; the message ends with the last lines of its log."""


class TopicsDifferError(StandaloneError):
    """The topics on the bus are not those of `deploy/kafka/topics.yaml`."""
