"""When it has to be said that a certificate ends by which an endpoint is called. Pure.

Certificates end on a day that is known, and from then on no call arrives: whoever looks after the system hears of it
in time, of each twice. What lives for some days only is renewed by machines: what falls before its life is not said.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final, Literal

from services.notifications.domain.access import Access, Certificates

SAID_BEFORE: Final = (timedelta(days=30), timedelta(days=7))

Paper = Literal["authority", "certificate"]

_EVER: Final = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Ending:
    """A certificate that ends: the authority that is believed there, or the certificate that is shown."""

    paper: Paper
    at: datetime
    since: datetime

    @property
    def said_at(self) -> Sequence[datetime]:
        """The instants from which it is said, in their order: those of its life."""
        return tuple(said for before in SAID_BEFORE if (said := self.at - before) >= self.since)


def first_word(access: Access | None, at: datetime) -> datetime | None:
    """Since when something is to be said of what counts from now on; None when there is nothing that ends.

    Of what ends in less than thirty days it is said at once: the instant has passed then.
    """
    spoken = (one.said_at for one in _endings(access) if one.said_at)
    firsts = (max(filter(at.__ge__, said), default=said[0]) for said in spoken)
    return min(firsts, default=None)


def is_said_at_once(access: Access | None, at: datetime) -> bool:
    """Whether something that counts from now on ends so soon that it is said at once."""
    first = first_word(access, at)
    return first is not None and first <= at


def next_word(access: Access | None, after: datetime) -> datetime | None:
    """When there is something to say again; None once all was said."""
    return min((at for one in _endings(access) for at in one.said_at if at > after), default=None)


def to_say(access: Access | None, since: datetime, until: datetime) -> Sequence[Ending]:
    """What ends, of which something fell due between these instants, both included: each once."""
    return [one for one in _endings(access) if any(since <= at <= until for at in one.said_at)]


def _endings(access: Access | None) -> Iterable[Ending]:
    if access is not None and access.authorities is not None:
        yield _ending("authority", access.authorities)
    if access is not None and access.certificate is not None:
        yield _ending("certificate", access.certificate)


def _ending(paper: Paper, of: Certificates) -> Ending:
    return Ending(paper, of.until, of.since or _EVER)
