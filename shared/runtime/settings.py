"""What can be turned: read once from the environment and from secret files, by nobody else."""

import os
from collections.abc import Callable, Iterable, Mapping
from ipaddress import ip_network
from pathlib import Path
from typing import Any, Literal, TypeVar
from urllib.parse import urlsplit

from pydantic import AliasChoices, Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from shared.runtime import failpoints
from shared.runtime.web.proxies import Network

Environment = Literal["development", "test", "production"]
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


class SettingsError(Exception):
    """The service cannot start as configured. The message lists everything that is missing or wrong."""

    def __init__(self, faults: Iterable[str]) -> None:
        self.faults = tuple(faults)
        super().__init__("settings are not right:\n" + "\n".join(f"  - {fault}" for fault in self.faults))


def prefixed(prefix: str) -> SettingsConfigDict:
    """The configuration of a settings class whose names begin with `prefix`, such as `REVIEWS_`."""
    return SettingsConfigDict(
        env_prefix=prefix, extra="ignore", frozen=True, validate_by_name=True, env_ignore_empty=True
    )


class ServiceSettings(BaseSettings):
    """What every service can turn. A service adds its own and names its prefix."""

    env: Environment = Field(default="development", validation_alias=AliasChoices("ENV"))
    mongodb_url: str
    kafka_bootstrap: str
    namespace: str = Field(default="kipthoi", pattern=r"^[a-z0-9][a-z0-9._-]{0,60}$")
    host: str = "127.0.0.1"
    port: int = Field(ge=0, le=65535)
    operations_host: str = "127.0.0.1"
    operations_port: int = Field(ge=0, le=65535)
    issuer: str
    jwks_url: str
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    proxies: str = ""
    """Proxies in front, such as `10.1.0.4/32`, with commas between them: they alone are believed about who asks how."""
    blobs_dir: Path = Path(".run/blobs")
    api_pages: bool = False
    failpoint: str = ""
    replica: str = Field(default="", pattern=r"^[A-Za-z0-9._-]{0,100}$")
    """A name that this process keeps when it starts again: its partitions wait for it. No two may bear one name."""

    @field_validator("issuer", "jwks_url")
    @classmethod
    def _is_web_address(cls, value: str) -> str:
        if urlsplit(value).scheme not in ("http", "https"):
            raise ValueError("must begin with http:// or https://")
        return value

    @field_validator("mongodb_url")
    @classmethod
    def _is_database_address(cls, value: str) -> str:
        if urlsplit(value).scheme not in ("mongodb", "mongodb+srv"):
            raise ValueError("must begin with mongodb:// or mongodb+srv://")
        return value

    @field_validator("proxies")
    @classmethod
    def _are_networks(cls, value: str) -> str:
        _networks(value)
        return value

    @field_validator("failpoint")
    @classmethod
    def _is_failpoint(cls, value: str) -> str:
        if value:
            failpoints.parsed(value)
        return value

    @property
    def named_proxies(self) -> tuple[Network, ...]:
        """The proxies that are believed."""
        return _networks(self.proxies)

    @property
    def mark(self) -> Callable[[str], str] | None:
        """What makes of a text one by which nobody without this service's key can guess it; None without a key."""
        return None

    def database(self, service: str) -> str:
        """The service's database in this world. Dots may not stand in a database's name."""
        return f"{self.namespace.replace('.', '-')}_{service}"

    def unsafe(self) -> list[str]:
        """What production must not run with, each named. A service adds its own."""
        mongo, issuer = urlsplit(self.mongodb_url), urlsplit(self.issuer)
        faults = {
            "mongodb_url: has no password": not mongo.password,
            "issuer: a development issuer on loopback": issuer.hostname in _LOOPBACK,
            "issuer: not https": issuer.scheme != "https",
            "jwks_url: not https": urlsplit(self.jwks_url).scheme != "https",
            # Fails closed: the bus is only spoken to in plaintext so far.
            "kafka_bootstrap: plaintext bus, TLS is not there yet": True,
            "failpoint: set": bool(self.failpoint),
            "api_pages: shown": self.api_pages,
            "log_level: debug": self.log_level == "debug",
        }
        return [fault for fault, holds in faults.items() if holds]

    def shown(self) -> dict[str, str]:
        """The settings for a person's eyes, passwords masked."""
        return {name: redacted(str(getattr(self, name))) for name in type(self).model_fields}


S = TypeVar("S", bound=ServiceSettings)


def read(settings: type[S], **given: Any) -> S:
    """Read the settings of a service from the environment, and from files in the directory `<PREFIX>SECRETS_DIR`.

    What is `given` by name comes before both.
    Raises: SettingsError with everything that is missing, unknown, wrong or unsafe.
    """
    names = os.environ  # noqa: TID251 - the one reader of the environment
    prefix = settings.model_config.get("env_prefix", "")
    faults = _unknown(settings, prefix, names)
    try:
        found = settings(_secrets_dir=names.get(f"{prefix}SECRETS_DIR"), **given)
    except ValidationError as error:
        faults += [_fault(prefix, dict(one)) for one in error.errors()]
        raise SettingsError(faults) from None
    if found.env == "production":
        faults += [_named(prefix, fault) for fault in found.unsafe()]
    if faults:
        raise SettingsError(faults)
    return found


def redacted(text: str) -> str:
    """A web or database address without its password; other text as it is."""
    password = urlsplit(text).password if "://" in text else None
    return text.replace(f":{password}@", ":***@") if password else text


def _networks(text: str) -> tuple[Network, ...]:
    return tuple(ip_network(each.strip()) for each in text.split(",") if each.strip())


def _unknown(settings: type[ServiceSettings], prefix: str, names: Iterable[str]) -> list[str]:
    known = {f"{prefix}{name}".upper() for name in settings.model_fields} | {f"{prefix}SECRETS_DIR"}
    unknown = (name for name in sorted(names) if name.upper().startswith(prefix) and name.upper() not in known)
    return [f"{name}: no such setting" for name in unknown]


def _named(prefix: str, fault: str) -> str:
    name, _, why = fault.partition(":")
    return f"{prefix}{name.upper()}:{why} (refused in production)"


def _fault(prefix: str, error: Mapping[str, object]) -> str:
    location = error["loc"]
    name = str(location[0]) if isinstance(location, tuple) and location else "?"
    label = name if name.isupper() else f"{prefix}{name}".upper()
    return f"{label}: {'missing' if error['type'] == 'missing' else error['msg']}"
