"""What the reference receiver holds: which events it counted, and how each award stands."""

from services.notifications.kit.report import Held, Pulled, Report

TOLD = frozenset({"award.published", "award.presented", "award.corrected", "award.revoked"})
"""What changes how an award stands; whatever else comes is taken and passed over."""


class Books:
    """In memory; a system outside keeps the same in its database, in the transaction in which it acts on it."""

    def __init__(self) -> None:
        self._seen: set[str] = set()
        self._subjects: dict[str, Held] = {}
        self.pulled: Pulled | None = None

    def enter(self, message_id: str, kind: str, subject: str, sequence: int) -> None:
        """Take an event in. Each id counts once; what is older than what is known changes nothing."""
        if self.is_new(message_id) and kind in TOLD and self.is_newer(subject, sequence):
            self._subjects[subject] = Held(sequence=sequence, last=kind)
        self._seen.add(message_id)

    def is_new(self, message_id: str) -> bool:
        """Whether this id never came."""
        return message_id not in self._seen

    def is_newer(self, subject: str, sequence: int) -> bool:
        """Whether this happened after all that is known of an award."""
        known = self._subjects.get(subject)
        return known is None or sequence > known.sequence

    def report(self) -> Report:
        """What the kit asks for."""
        return Report(events=len(self._seen), subjects=dict(self._subjects), pulled=self.pulled)
