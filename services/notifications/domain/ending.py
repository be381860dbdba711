"""When it has to be said that a certificate ends by which an endpoint is called. Pure.

Certificates end on a day that is known, and from then on no call arrives: whoever looks after the system hears of it
in time, of each twice.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal

from services.notifications.domain.access import Access

SAID_BEFORE: Final = (timedelta(days=30), timedelta(days=7))

Paper = Literal["authority", "certificate"]


@dataclass(frozen=True, slots=True)
class Ending:
    """A certificate that ends: the authority that is believed there, or the certificate that is shown."""

    paper: Paper
    at: datetime

    @property
    def said_at(self) -> Sequence[datetime]:
        """The instants from which it is said, in their order."""
        return tuple(self.at - before for before in SAID_BEFORE)


def first_word(access: Access | None, at: datetime) -> datetime | None:
    """Since when something is to be said of what counts from now on; None when there is nothing that ends.

    Of what ends in less than thirty days it is said at once: the instant has passed then.
    """
    firsts = (max(filter(at.__ge__, one.said_at), default=one.said_at[0]) for one in _endings(access))
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
        yield Ending("authority", access.authorities.until)
    if access is not None and access.certificate is not None:
        yield Ending("certificate", access.certificate.until)
