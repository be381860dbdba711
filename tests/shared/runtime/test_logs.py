import json
import subprocess
import sys
from uuid import UUID

from shared.kernel.actor import Actor
from shared.kernel.cause import Cause
from shared.runtime.logs import allow, context_of

PROGRAM = """
import logging, structlog
from shared.runtime.logs import configure
configure("reviews", "info", "1.2.3")
log = structlog.get_logger("case")
structlog.contextvars.bind_contextvars(correlation_id="c-1")
log.debug("too quiet")
log.info("handled", case_id="k-1", name="Nguyễn Thị Hạnh", vote="đồng ý")
try:
    raise ValueError("Nguyễn Thị Hạnh")
except ValueError:
    log.exception("failed", event_id="e-1")
logging.getLogger("aiokafka").info("too chatty")
logging.getLogger("aiokafka").warning("away from %s", "broker-1")
"""
OUTAGE = """
import logging, warnings, structlog
from shared.runtime import logs
logs._ALIKE_SECONDS = 0.2
logs.configure("reviews", "info")
import time
for n in range(500):
    logging.getLogger("aiokafka").error("away from %s", n)
    structlog.get_logger("case").info("handled", case_id=str(n))
time.sleep(0.3)
logging.getLogger("aiokafka").error("away from %s", "all")
warnings.warn("going out of use")
"""


def lines(program: str = PROGRAM) -> list[dict[str, object]]:
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stderr == ""
    assert "Hạnh" not in done.stdout
    assert "đồng ý" not in done.stdout
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_every_line_is_json_with_listed_keys_only() -> None:
    handled, failed, away = lines()
    assert {name: handled[name] for name in ("event", "case_id", "correlation_id", "service", "version", "level")} == {
        "event": "handled",
        "case_id": "k-1",
        "correlation_id": "c-1",
        "service": "reviews",
        "version": "1.2.3",
        "level": "info",
    }
    assert str(handled["ts"]).endswith("Z")
    assert failed["error"] == "ValueError"
    assert "<string>:" in str(failed["where"])
    assert (away["event"], away["logger"]) == ("away from broker-1", "aiokafka")


def test_a_library_says_the_same_thing_once_and_we_say_everything() -> None:
    said = lines(OUTAGE)
    library = [line["event"] for line in said if line["logger"] == "aiokafka"]
    assert library[0] == "away from 0"
    assert str(library[-1]).startswith("away from all (")
    assert len(library) < 10
    assert len([line for line in said if line["event"] == "handled"]) == 500
    assert "going out of use" in str(said[-1]["event"])


def test_the_allow_list_drops_the_rest() -> None:
    assert allow(None, "info", {"event": "x", "actor_ref": "TD-01", "note": "y"}) == {
        "event": "x",
        "actor_ref": "TD-01",
    }


def test_a_cause_gives_its_ids_and_its_trace() -> None:
    cause = Cause(
        id=UUID(int=1),
        actor=Actor("TD-01"),
        action="case.appraise",
        correlation_id=UUID(int=2),
        causation_id=UUID(int=3),
        traceparent="00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
    )
    assert context_of(cause) == {
        "correlation_id": str(UUID(int=2)),
        "causation_id": str(UUID(int=3)),
        "actor_ref": "TD-01",
        "trace_id": "0af7651916cd43dd8448eb211c80319c",
    }
