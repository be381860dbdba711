"""A real broker on loopback: KRaft, one node, a small heap."""

import uuid
from base64 import urlsafe_b64encode
from collections.abc import Callable
from pathlib import Path

from deploy.standalone.addresses import Ports
from deploy.standalone.jars import classpath, fetch_jars, jars_folder
from deploy.standalone.java import find_java
from deploy.standalone.probes import kafka_ready
from deploy.standalone.unit import Unit

_SMALL = ("-Xmx384m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")
_LOGGING = (
    "-Dorg.slf4j.simpleLogger.showDateTime=true",
    "-Dorg.slf4j.simpleLogger.dateTimeFormat=yyyy-MM-dd'T'HH:mm:ss.SSSXXX",
    "-Dorg.slf4j.simpleLogger.showThreadName=false",
)

# Who comes by the listener OUTSIDE has to prove who it is, and may do what the authorizer allows. The house itself
# comes by the other without a name, and may do everything.
# A broker that was killed may register again only when its former life counts as over: 9 s by default, 3 s here.
_PROPERTIES = """\
process.roles=broker,controller
node.id=1
controller.quorum.voters=1@127.0.0.1:{controller_port}
listeners=PLAINTEXT://127.0.0.1:{port},CONTROLLER://127.0.0.1:{controller_port},OUTSIDE://127.0.0.1:{outside_port}
advertised.listeners=PLAINTEXT://127.0.0.1:{port},OUTSIDE://127.0.0.1:{outside_port}
controller.listener.names=CONTROLLER
listener.security.protocol.map=CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT,OUTSIDE:SASL_PLAINTEXT
listener.name.outside.sasl.enabled.mechanisms=SCRAM-SHA-512
listener.name.outside.scram-sha-512.sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required;
authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer
super.users=User:ANONYMOUS
log.dirs={data}
broker.session.timeout.ms=3000
broker.heartbeat.interval.ms=500
auto.create.topics.enable=false
offsets.topic.replication.factor=1
offsets.topic.num.partitions=4
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
group.initial.rebalance.delay.ms=0
log.retention.ms=-1
log.index.size.max.bytes=1048576
"""


def properties(ports: Ports, data: Path) -> str:
    """What the broker is told: its listeners, who may do what, and where it keeps its data."""
    where = {"port": ports.kafka, "controller_port": ports.kafka_controller, "outside_port": ports.kafka_outside}
    return _PROPERTIES.format(**where, data=data)


async def kafka_unit(folder: Path, ports: Ports, root: Path, say: Callable[[str], None]) -> Unit:
    """A broker that keeps its data in `folder`/kafka. Fetches the jars when they are not there yet.

    Raises: MissingToolError, TamperedJarError, StandaloneError.
    """
    java, jars = find_java(), jars_folder(root)
    await fetch_jars(jars, say)
    data = folder / "kafka"
    data.mkdir(parents=True, exist_ok=True)
    file = folder / "kafka.properties"
    file.write_text(properties(ports, data), encoding="utf-8")
    run = (java, *_SMALL, *_LOGGING, "-cp", classpath(jars))
    # A leading dash would read as an option.
    cluster = urlsafe_b64encode(uuid.uuid4().bytes).decode().rstrip("=").replace("-", "A")
    prepare = (*run, "kafka.tools.StorageTool", "format", "-t", cluster, "-c", str(file))
    return Unit(
        name="kafka",
        command=(*run, "kafka.Kafka", str(file)),
        before=() if (data / "meta.properties").exists() else (prepare,),
        ready=kafka_ready(ports.kafka),
    )
