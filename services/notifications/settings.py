"""What can be turned in notifications."""

from typing import Final, Literal

from pydantic import Field, SecretStr, field_validator

from services.notifications.domain.address import ANY_CLIENT, Opened, network
from services.notifications.domain.centre import Centre, ZaloAccount, is_zalo_address
from services.notifications.domain.pace import A_SECOND, AT_ONCE, MASSES_A_SECOND
from services.notifications.domain.room import is_room_key
from shared.runtime.settings import prefixed
from shared.runtime.vault import SealingSettings, Vault

PARTS: Final = ("router", "sender", "live", "api", "gateway", "mirror")
"""What can run in a process of its own: `api` answers live streams too."""

_NEAR: Final = frozenset({"", "127.0.0.1", "localhost"})


class Settings(SealingSettings):
    """Each name is read from NOTIFICATIONS_<NAME>. `contact_key` seals what clients and people trust us with.

    It seals the keys and contacts of clients and the addresses of people.
    `gateway_key` is what this gateway vouches with for clients: 32 bytes as base64url, of which owners know the public
    half from `/.well-known/kipthoi-gateway-keys.json`. `nominations_url` is where the owner of nominations listens.
    `gateway_url` is where systems of clients reach the gateway, as they call it: what they sign is meant for it alone.
    `proxies` are believed here also when they say in `Client-Cert` which certificate a client showed, and in
    `X-Forwarded-For` from which address it came.
    `webhook_origin` is this house's name in DNS, by which receivers know who asks. `webhook_opened` are places inside
    that calls may go to: `client host network port`, such as `HT-KCN nhan.kcn.lan 10.20.0.0/16 8443`, with commas
    between them; `*` stands for every client. Of one endpoint `webhook_at_once` calls are under way, and
    `webhook_a_second` begin in a second, in each process.
    Of letters to many `masses_a_second` become due in a second, by each process that routes.
    `only` names the parts that run here, with commas between them; empty means all.
    """

    model_config = prefixed("NOTIFICATIONS_")

    port: int = 8703
    operations_port: int = 8803
    only: str = ""
    sweep_every_seconds: float = 15.0
    sweep_after_seconds: float = 60.0
    gateway_url: str = "http://127.0.0.1:8703/integration/v1"
    gateway_key: SecretStr = SecretStr("")
    nominations_url: str = "http://127.0.0.1:8701"
    live_poll_seconds: float = 0.2
    webhook_origin: str = "kipthoi.localhost"
    webhook_opened: str = ""
    webhook_at_once: int = Field(AT_ONCE, ge=1, le=100)
    webhook_a_second: int = Field(A_SECOND, ge=1, le=1_000)
    masses_a_second: int = Field(MASSES_A_SECOND, ge=1, le=1_000)
    public_url: str = "http://127.0.0.1:8703"
    """Where this service is reached from outside; links to end letters begin with it."""
    pages_url: str = "http://127.0.0.1:8700"
    """Where the console is reached; links in letters lead there."""
    mail_host: str = ""
    """The relay; while it is empty no mail is sent, which is said at each start."""
    mail_port: int = Field(default=25, ge=1, le=65535)
    mail_tls: Literal["starttls", "tls", "none"] = "starttls"
    mail_username: str = ""
    mail_password: SecretStr = SecretStr("")
    mail_sender: str = Field(default="kip-thoi@localhost.localdomain", pattern=r"^[^@\s]+@[^@\s]+$")

    sms_url: SecretStr = SecretStr("")
    """The short message centre, `smpp://user:password@host:port/sender`, or `smpps`; while empty no SMS is sent."""

    @field_validator("sms_url")
    @classmethod
    def _is_centre(cls, value: SecretStr) -> SecretStr:
        if value.get_secret_value():
            Centre.of(value.get_secret_value())
        return value

    zns_url: str = "https://business.openapi.zalo.me/message/template"
    zns_template: str = ""
    """The template that Zalo has approved, with the parameters `ma` and `noi_dung`."""
    zns_token_file: str = ""
    """The file in which whoever renews Zalo's token writes it; read at each message. While empty ZNS is off."""

    @field_validator("zns_url")
    @classmethod
    def _is_of_zalo(cls, value: str) -> str:
        if not is_zalo_address(value):
            raise ValueError("must be https, without anything secret in it")
        return value

    @field_validator("gateway_key")
    @classmethod
    def _is_seed(cls, value: SecretStr) -> SecretStr:
        Vault(value.get_secret_value())
        return value

    chat_rooms: dict[str, SecretStr] = Field(default_factory=dict)
    """Rooms of those who hold a role, a JSON object such as `{"role:emulation_officer@STP-HP": "tgram://…"}`."""

    @field_validator("chat_rooms")
    @classmethod
    def _are_of_roles(cls, value: dict[str, SecretStr]) -> dict[str, SecretStr]:
        for key in value:
            if not is_room_key(key):
                raise ValueError(f"{key} can have no room; a room is for role:<role>@<unit>")
        return value

    @field_validator("webhook_opened")
    @classmethod
    def _are_places(cls, value: str) -> str:
        _places(value)
        return value

    @field_validator("only")
    @classmethod
    def _are_parts(cls, value: str) -> str:
        if unknown := set(_names(value)) - set(PARTS):
            raise ValueError(f"must be names of {', '.join(PARTS)}, not {', '.join(sorted(unknown))}")
        return value

    def runs(self, part: str) -> bool:
        """Whether one of `PARTS` runs in this process."""
        return part in (_names(self.only) or PARTS)

    @property
    def opened(self) -> tuple[Opened, ...]:
        """The places inside that calls may go to."""
        return _places(self.webhook_opened)

    @property
    def centre(self) -> Centre | None:
        """The short message centre, if one is named."""
        url = self.sms_url.get_secret_value()
        return Centre.of(url) if url else None

    @property
    def zalo(self) -> ZaloAccount | None:
        """Zalo's account, if it is named."""
        is_named = self.zns_template and self.zns_token_file
        return ZaloAccount(self.zns_url, self.zns_template, self.zns_token_file) if is_named else None

    def concerns(self) -> list[str]:
        """What an operator should know of."""
        return [] if self.mail_host else ["mail_host is empty: no mail is sent"]

    def unsafe(self) -> list[str]:
        """As every service that seals, a gateway that owners believe, no place inside, nothing in the clear."""
        is_far, centre = self.mail_host not in _NEAR, self.centre
        is_open = centre is not None and not centre.has_tls and centre.host not in _NEAR
        faults = {
            "webhook_opened: a place on loopback": any(place.network.is_loopback for place in self.opened),
            "webhook_opened: a place for every client": any(place.client_ref == ANY_CLIENT for place in self.opened),
            "gateway_url: not https": not self.gateway_url.startswith("https://"),
            "gateway_key: not set": not self.gateway_key.get_secret_value(),
            "mail_tls: mail in the clear": is_far and self.mail_tls == "none",
            "zns_url: not https": not self.zns_url.startswith("https://"),
            "sms_url: short messages in the clear": is_open,
        }
        return [*super().unsafe(), *(fault for fault, holds in faults.items() if holds)]


def _names(text: str) -> tuple[str, ...]:
    return tuple(each.strip() for each in text.split(",") if each.strip())


def _places(text: str) -> tuple[Opened, ...]:
    return tuple(_place(each) for each in text.split(",") if each.strip())


def _place(text: str) -> Opened:
    client_ref, host, inside, port = text.split()
    return Opened(client_ref, host, network(inside), int(port))
