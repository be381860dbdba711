"""Why something is refused and what to do, by code; each group of them in a file of its own."""

from collections.abc import Mapping
from typing import Final

from shared.kernel.reasons.access import ACCESS
from shared.kernel.reasons.awards import AWARDS
from shared.kernel.reasons.clients import CLIENTS
from shared.kernel.reasons.contacts import CONTACTS
from shared.kernel.reasons.councils import COUNCILS
from shared.kernel.reasons.decisions import DECISIONS
from shared.kernel.reasons.deeds import DEEDS
from shared.kernel.reasons.endpoints import ENDPOINTS
from shared.kernel.reasons.exemplars import EXEMPLARS
from shared.kernel.reasons.files import FILES
from shared.kernel.reasons.law import LAW
from shared.kernel.reasons.organisation import ORGANISATION
from shared.kernel.reasons.reason import Reason
from shared.kernel.reasons.supervision import SUPERVISION

GROUPS: Final[Mapping[str, Mapping[str, Reason]]] = {
    "Who may do what": ACCESS,
    "Units, subjects, movements": ORGANISATION,
    "Rule packs and calendars": LAW,
    "Deeds": DEEDS,
    "Exemplars": EXEMPLARS,
    "Nominations": FILES,
    "Councils, sessions, votes": COUNCILS,
    "Decisions": DECISIONS,
    "Awards": AWARDS,
    "Supervision": SUPERVISION,
    "Contacts": CONTACTS,
    "Systems of clients": {**ENDPOINTS, **CLIENTS},
}

REASONS: Final[Mapping[str, Reason]] = {code: reason for group in GROUPS.values() for code, reason in group.items()}
