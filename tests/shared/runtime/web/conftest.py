import pytest
import structlog


@pytest.fixture(autouse=True, scope="session")
def quiet_logs() -> None:
    """Nobody reads these logs, and drawing tracebacks takes seconds; `capture_logs` still sees every line."""
    structlog.configure(processors=[lambda _, __, line: str(line)], logger_factory=structlog.ReturnLoggerFactory())
