"""A client says what it takes to call its system beside the signature."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit
from uuid import UUID

from services.notifications.domain.access import Access, AccessUnusableError, Certificates, TokenGrant
from services.notifications.domain.address import opened_for, url_fault
from services.notifications.domain.ending import is_said_at_once
from services.notifications.domain.endpoint import UrlForbiddenError
from services.notifications.domain.share import COUNTED, require_grants_left
from services.notifications.usecases.endpoint.ports import EndpointPorts
from shared.kernel.cause import Cause
from shared.kernel.clock import Clock


@dataclass(frozen=True, slots=True)
class GrantWish:
    """Where to ask for a token, and as whom."""

    url: str
    client_id: str
    secret: str
    scope: str = ""


@dataclass(frozen=True, slots=True)
class AccessWish:
    """Certificates and keys as PEM. What is not named is not needed."""

    authorities: str | None = None
    certificate: str | None = None
    key: str = ""
    grant: GrantWish | None = None


@dataclass(frozen=True, slots=True)
class SetAccess:
    """It counts from the next call on, in place of what was said before. Keys and secrets are kept sealed.

    Raises: AccessUnusableError, UrlForbiddenError, TooManyCallsError, NoVaultError, ForbiddenError.
    """

    ports: EndpointPorts
    clock: Clock

    async def __call__(self, endpoint_id: UUID, wish: AccessWish, cause: Cause) -> None:
        endpoint, now = await self.ports.endpoints.get(endpoint_id, cause), self.clock()
        access = Access(
            authorities=self._authorities(wish, now),
            certificate=self._certificate(wish, now),
            key_sealed=self.ports.keys.seal(wish.key) if wish.certificate else "",
            grant=self._grant(wish.grant, endpoint.client_ref),
        )
        addresses = [endpoint.url, *([access.grant.url] if access.grant else [])]
        if access.has_tls and any(urlsplit(url).scheme != "https" for url in addresses):
            raise AccessUnusableError(why="address without TLS")
        if access.grant is not None or is_said_at_once(access, now):
            known = await self.ports.endpoints.counted_of(endpoint.client_ref, now - COUNTED)
            require_grants_left(known, now)
        await self.ports.endpoints.save(endpoint.reached_by(access, now), because_of=cause)

    def _authorities(self, wish: AccessWish, now: datetime) -> Certificates | None:
        return self.ports.papers.authorities(wish.authorities, now) if wish.authorities else None

    def _certificate(self, wish: AccessWish, now: datetime) -> Certificates | None:
        return self.ports.papers.identity(wish.certificate, wish.key, now) if wish.certificate else None

    def _grant(self, wish: GrantWish | None, client_ref: str) -> TokenGrant | None:
        if wish is None:
            return None
        rule = url_fault(wish.url, opened_for(client_ref, self.ports.opened))
        if rule is not None:
            raise UrlForbiddenError(rule=rule)
        return TokenGrant(wish.url, wish.client_id, self.ports.keys.seal(wish.secret), wish.scope)
