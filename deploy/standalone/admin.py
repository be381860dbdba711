"""Orders to a Kafka that runs."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import KafkaError

from deploy.standalone.errors import StandaloneError


@asynccontextmanager
async def kafka_admin(bootstrap: str) -> AsyncIterator[AIOKafkaAdminClient]:
    """A client that is connected. Raises: StandaloneError when nobody answers there."""
    admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap, request_timeout_ms=15_000)
    try:
        await admin.start()
    except KafkaError as error:
        await admin.close()
        raise StandaloneError(f"Kafka does not answer at {bootstrap}: {error}") from error
    try:
        yield admin
    finally:
        await admin.close()
