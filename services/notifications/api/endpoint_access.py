"""What it takes to call an endpoint, as clients say it and as it is shown: never a key or a secret."""

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, Field

from services.notifications.domain.access import Access, Certificates, TokenGrant
from services.notifications.usecases.endpoint.set_access import AccessWish, GrantWish
from shared.runtime.web.bodies import Body

Pem = Annotated[str, Field(min_length=1, max_length=32_768)]


class ShownBody(Body):
    """What we show: our certificate, those above it after it, and its key without a password, which is kept sealed."""

    pem: Pem
    key_pem: Pem


class OAuth2Body(Body):
    """OAuth 2.0 client credentials: where a token is asked for, and as whom. The secret is kept sealed."""

    token_url: Annotated[str, Field(min_length=1, max_length=2_000)]
    client_id: Annotated[str, Field(min_length=1, max_length=200)]
    client_secret: Annotated[str, Field(min_length=1, max_length=1_000)]
    scope: Annotated[str, Field(max_length=500)] = ""


class AccessBody(Body):
    """All that it takes beside the signature; what is not named is not needed any more.

    `ca_pem`: the only authorities that are believed at the endpoint and at the address of the token.
    """

    ca_pem: Pem | None = None
    certificate: ShownBody | None = None
    oauth2: OAuth2Body | None = None

    def wish(self) -> AccessWish:
        """As the use case takes it."""
        oauth, shown = self.oauth2, self.certificate
        return AccessWish(
            authorities=self.ca_pem,
            certificate=shown.pem if shown else None,
            key=shown.key_pem if shown else "",
            grant=GrantWish(oauth.token_url, oauth.client_id, oauth.client_secret, oauth.scope) if oauth else None,
        )


class CertificateView(BaseModel):
    """Whom a certificate is made out to, and when it ends."""

    name: str
    until: datetime


class OAuth2View(BaseModel):
    """Where a token is asked for, and as whom."""

    token_url: str
    client_id: str
    scope: str


class AccessView(BaseModel):
    """What it takes to call an endpoint beside the signature."""

    ca: CertificateView | None
    certificate: CertificateView | None
    oauth2: OAuth2View | None


def access_view(access: Access | None) -> AccessView | None:
    """What may be shown of it; None when it takes nothing."""
    if access is None:
        return None
    ca, certificate = _certificate(access.authorities), _certificate(access.certificate)
    return AccessView(ca=ca, certificate=certificate, oauth2=_oauth2(access.grant))


def _certificate(found: Certificates | None) -> CertificateView | None:
    return None if found is None else CertificateView(name=found.name, until=found.until)


def _oauth2(grant: TokenGrant | None) -> OAuth2View | None:
    return None if grant is None else OAuth2View(token_url=grant.url, client_id=grant.client_id, scope=grant.scope)
