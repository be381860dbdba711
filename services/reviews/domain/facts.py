"""What review knows of a nomination."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Self
from uuid import UUID

from shared.kernel.rulepack import PackQuote
from shared.kernel.separations import Standing, Standings


@dataclass(frozen=True, slots=True)
class Facts:
    """The nomination as it was forwarded, without texts and names. Paths lead from the root unit to the unit itself.

    A file of an annual form has a `year` instead of a deed and its days. `kin_refs` are who did the deeds that are
    linked with its own: of the same matter, though each deed keeps who was registered for it.
    """

    number: str
    nomination_type: str
    form_code: str
    grantor_unit_id: str
    grantor_path: tuple[str, ...]
    unit_id: str
    unit_path: tuple[str, ...]
    subject_ref: str
    subject_kind: str
    work_role: str | None
    size: int | None
    deed_id: UUID | None
    occurred_from: date | None
    occurred_to: date | None
    known_on: date | None
    movement_id: UUID | None
    movement_final_review_on: date | None
    contributor_refs: tuple[str, ...]
    proposer_ref: str
    endorser_ref: str
    received_on: date
    pack_id: str
    pack_version: str
    year: int | None = None
    pack_hash: str = ""
    kin_refs: tuple[str, ...] = ()

    @property
    def doer_refs(self) -> tuple[str, ...]:
        """Everybody who did its deed, or one that was found to be the same."""
        return tuple(dict.fromkeys((*self.contributor_refs, *self.kin_refs)))

    @property
    def pack(self) -> PackQuote:
        """How it quotes the rule pack of its receipt."""
        return PackQuote(self.pack_id, self.pack_version, self.pack_hash)

    def under(self, pack: PackQuote) -> Self:
        """The same file under another pack."""
        return replace(self, pack_id=pack.id, pack_version=pack.version, pack_hash=pack.hash)

    def granted_by(self, grantor_unit_id: str, grantor_path: tuple[str, ...]) -> Self:
        """The same file before another grantor: who decides is the unit in the grantor's place on that day."""
        return replace(self, grantor_unit_id=grantor_unit_id, grantor_path=grantor_path)

    def level(self, first: str | None) -> tuple[str, ...]:
        """The units of its own line that review it first; none when the form names none, or none of that line."""
        if first not in self.unit_path:
            return ()
        below = self.unit_path[: self.unit_path.index(first) + 1]
        return tuple(unit for unit in below if unit not in self.grantor_path)

    @property
    def standings(self) -> Standings:
        """Who is what in this file."""
        return {
            Standing.SUBJECT: (self.subject_ref,),
            Standing.CONTRIBUTOR: self.doer_refs,
            Standing.PROPOSER: (self.proposer_ref,),
        }

    @property
    def has_part(self) -> bool:
        """Whether the subject is among those who did the deed, as far as they are known."""
        return not self.contributor_refs or self.subject_ref in self.contributor_refs

    @property
    def days_until_received(self) -> int | None:
        """Calendar days from the day on which the unit knew of the deed, if there is one, to the day of receipt."""
        return None if self.known_on is None else (self.received_on - self.known_on).days

    @property
    def claim(self) -> str:
        """What only one live award may hold: this deed for this subject, or this annual form for a year's work."""
        if self.deed_id is None:
            return f"{self.year}:{self.subject_ref}:{self.form_code}"
        return self.claim_on(self.deed_id)

    def claim_on(self, deed_id: UUID) -> str:
        """The claim of this subject on a deed, such as the one to which the file's own was linked."""
        return f"{deed_id}:{self.subject_ref}"
