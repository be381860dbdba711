"""What it takes to call an endpoint, beside the signature: whom we believe, who we are, and a token. Pure.

Source: section 6 of the design, "optional CA pin, mTLS, OAuth2"; RFC 6749, section 4.4.
"""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from shared.kernel.errors import RefusedError


class AccessUnusableError(RefusedError):
    """With such a certificate or key no call would arrive; `why` says what is wrong with it."""

    code = "ACCESS_UNUSABLE"


@dataclass(frozen=True, slots=True)
class Certificates:
    """One or a few, as PEM. `name` is whom the first is made out to, `until` when the first of them has ended.

    `since` is when that one began; None for what was kept before that was asked.
    """

    pem: str
    name: str
    until: datetime
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class TokenGrant:
    """Where a token is asked for, by whom; `secret_sealed` opens in the vault only."""

    url: str
    client_id: str
    secret_sealed: str
    scope: str = ""

    def is_known(self, url: str, before: "Access | None") -> bool:
        """Whether its host is that of an endpoint's URL, or the one that was asked before."""
        known = (url, before.grant.url if before and before.grant else url)
        return urlsplit(self.url).hostname in {urlsplit(each).hostname for each in known}


@dataclass(frozen=True, slots=True)
class Access:
    """`authorities` are the only ones that are believed, instead of those of the open internet.

    `certificate` is what is shown there, with the key that `key_sealed` opens to. Both hold at the address of the
    token as well.
    """

    authorities: Certificates | None = None
    certificate: Certificates | None = None
    key_sealed: str = ""
    grant: TokenGrant | None = None

    @property
    def has_tls(self) -> bool:
        """Whether TLS is other than that of the open internet."""
        return self.authorities is not None or self.certificate is not None
