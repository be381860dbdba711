"""What can be turned in nominations."""

from pathlib import Path
from urllib.parse import urlsplit

from shared.kernel.actor import Role
from shared.kernel.clock import now_utc
from shared.runtime.law.loading import SHIPPED
from shared.runtime.settings import prefixed
from shared.runtime.vault import SealingSettings
from shared.runtime.web.auth import IssuerKeys, StandIn, Tokens, over_http


class Settings(SealingSettings):
    """Each name is read from NOMINATIONS_<NAME>. `contact_key` seals how those who suggest deeds can be reached.

    `gateway_issuer` is the gateway that may ask here in the name of systems outside, `gateway_jwks_url` has its keys;
    without both it may not.
    """

    model_config = prefixed("NOMINATIONS_")

    port: int = 8701
    operations_port: int = 8801
    data_dir: Path = SHIPPED
    gateway_issuer: str = ""
    gateway_jwks_url: str = ""

    def gateway(self, stand_in: StandIn) -> Tokens | None:
        """What reads the gateway's tokens. It can vouch for systems alone."""
        if not self.gateway_issuer or not self.gateway_jwks_url:
            return None
        keys = IssuerKeys(over_http(self.gateway_jwks_url))
        return Tokens(self.gateway_issuer, "nominations", keys, now_utc, stand_in, roles=frozenset({Role.INTEGRATOR}))

    def unsafe(self) -> list[str]:
        """What production must not run with: that of every service, and keys of the gateway that anybody can change."""
        is_open = self.gateway_jwks_url and urlsplit(self.gateway_jwks_url).scheme != "https"
        return [*super().unsafe(), *(["gateway_jwks_url: not https"] if is_open else [])]
