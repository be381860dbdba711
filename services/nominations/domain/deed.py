"""Deeds: what was done, by whom, with which measured result. All lead times start here."""

import hashlib
import json
from collections.abc import Collection, Sequence
from dataclasses import astuple, dataclass, replace
from datetime import date
from uuid import UUID

from services.nominations.domain.attribution import Claim, Dispute, DisputeOutcome, Hearing
from services.nominations.domain.parts import Evidence
from shared.kernel.errors import ConflictError, RefusedError
from shared.kernel.ids import id_from
from shared.kernel.separations import Standing, Standings

REGISTERED = "registered"
DISPUTED = "disputed"
LINKED = "linked"
_WHOLE = 100


class FutureDeedError(RefusedError):
    """A deed cannot lie in the future."""

    code = "DATE_IN_FUTURE"


class DeedDatesError(RefusedError):
    """A deed begins, ends and becomes known in that order."""

    code = "DATES_NOT_ASCENDING"


class SharesError(RefusedError):
    """The contributors' shares add up to a hundred, each at least one."""

    code = "SHARES_NOT_HUNDRED"


class RewardedDeedError(ConflictError):
    """A rewarded deed cannot be amended, and who did it is not disputed any more: there are complaints."""

    code = "DEED_ALREADY_REWARDED"


class DeedInReviewError(ConflictError):
    """What a file was accepted with stays as it was while that file is appraised and decided on."""

    code = "DEED_IN_REVIEW"


class DisputedDeedError(ConflictError):
    """Who did it is disputed: nothing is done with the deed until that is resolved."""

    code = "DEED_DISPUTED"


class LinkedDeedError(ConflictError):
    """It was found to be the same as another deed: that one is worked with."""

    code = "DEED_LINKED"


class SameDeedError(RefusedError):
    """A deed is neither linked to itself nor kept apart from what it is linked to."""

    code = "DEED_ITSELF"


class NotYourShareError(RefusedError):
    """Only a contributor confirms the own share."""

    code = "NOT_YOUR_SHARE"


@dataclass(frozen=True, slots=True)
class Result:
    """A measured result: what was counted, how much, where that stands; what it was before, and who attests it."""

    indicator: str
    value: str
    unit: str
    source: str
    baseline: str = ""
    attester: str = ""


@dataclass(frozen=True, slots=True)
class Contributor:
    """One who did it, with a share in whole percent, and the day on which that one confirmed it."""

    subject_ref: str
    share: int
    confirmed_on: date | None = None


@dataclass(frozen=True, slots=True)
class Deed:
    """What was done. Days are of Asia/Ho_Chi_Minh; they ascend and lie not after today.

    `number` is its public code, such as VT-2026-0031. `disputes` are all disputes about who did it, the last of them
    open while the deed is disputed. `linked_to` is the deed that it is the same as; `kept_apart` are those that only
    look like it.
    `exemplar_id` is the source of a deed that was detected from results; any other was seen by people.
    """

    id: UUID
    unit_code: str
    unit_path: tuple[str, ...]
    title_vi: str
    story_vi: str
    field: str
    occurred_from: date
    occurred_to: date
    known_on: date
    contributors: tuple[Contributor, ...]
    results: tuple[Result, ...] = ()
    movement_id: UUID | None = None
    exemplar_id: UUID | None = None
    number: str = ""
    registrar_ref: str = ""
    disputes: tuple[Dispute, ...] = ()
    linked_to: UUID | None = None
    kept_apart: tuple[UUID, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    state: str = REGISTERED
    version: int = 0

    @property
    def fingerprint(self) -> str:
        """SHA-256 of contributors, days and field: two registrations of one deed have the same."""
        refs = ",".join(sorted(self.contributor_refs))
        text = f"{refs}|{self.occurred_from.isoformat()}|{self.occurred_to.isoformat()}|{self.field}"
        return hashlib.sha256(text.encode()).hexdigest()

    @property
    def told_hash(self) -> str:
        """SHA-256 of all that is told of it; a confirmed share, a dispute or a link changes nothing."""
        days = (self.occurred_from, self.occurred_to, self.known_on)
        told = (
            (self.title_vi, self.story_vi, self.field, *map(date.isoformat, days)),
            [(one.subject_ref, one.share) for one in self.contributors],
            [astuple(one) for one in self.results],
            [one.sha256 for one in self.evidence],
        )
        return hashlib.sha256(json.dumps(told).encode()).hexdigest()

    @property
    def weighed(self) -> tuple[object, ...]:
        """What a file of it is appraised by: its days, results and evidence. Who did it may turn out at any moment."""
        return self.occurred_from, self.occurred_to, self.known_on, self.results, self.evidence

    @property
    def standings(self) -> Standings:
        """Who is what in it."""
        return {
            Standing.CONTRIBUTOR: self.contributor_refs,
            Standing.PROPOSER: (self.registrar_ref,),
            Standing.CLAIMANT: () if self.open_dispute is None else (self.open_dispute.claim.claimant_ref,),
        }

    @property
    def contributor_refs(self) -> tuple[str, ...]:
        """Who did it."""
        return tuple(contributor.subject_ref for contributor in self.contributors)

    @property
    def open_dispute(self) -> Dispute | None:
        """The dispute about who did it that is not resolved yet."""
        return self.disputes[-1] if self.state == DISPUTED else None

    def checked(self, today: date) -> "Deed":
        """Give the deed back when its facts can be true. Raises: FutureDeedError, DeedDatesError, SharesError."""
        for name in ("occurred_from", "occurred_to", "known_on"):
            if getattr(self, name) > today:
                raise FutureDeedError(field=name)
        if not self.occurred_from <= self.occurred_to <= self.known_on:
            raise DeedDatesError(field="occurred_from")
        _check_shares(self.contributors)
        return self

    def amended(self, today: date, **changes: object) -> "Deed":
        """Correct or complete the deed; a share that stays as it was stays confirmed.

        Raises: DisputedDeedError, and as `checked`.
        """
        self._require_registered()
        amended = replace(self, **changes).checked(today)  # type: ignore[arg-type]
        return replace(amended, contributors=_confirmed_as_before(amended.contributors, self.contributors))

    def confirm_share(self, subject_ref: str, on: date) -> "Deed":
        """A contributor confirms the own share; confirmed before, the deed is given back.

        Raises: DisputedDeedError, NotYourShareError.
        """
        self._require_registered()
        if not self.has_contributor(subject_ref):
            raise NotYourShareError
        rows = tuple(
            replace(row, confirmed_on=row.confirmed_on or on) if row.subject_ref == subject_ref else row
            for row in self.contributors
        )
        return self if rows == self.contributors else replace(self, contributors=rows)

    def dispute(self, claim: Claim) -> "Deed":
        """A colleague says that another share of it is the own one. Raises: DisputedDeedError."""
        self._require_registered()
        return replace(self, state=DISPUTED, disputes=(*self.disputes, Dispute(claim)))

    def resolve(self, contributors: Sequence[Contributor], hearing: Hearing, on: date) -> "Deed":
        """An officer heard both sides and says who did it, with which shares.

        Raises: ConflictError, NotHeardError, SharesError.
        """
        dispute = self.open_dispute
        if dispute is None:
            raise ConflictError("STATE_CHANGED", state=self.state)
        _check_shares(contributors)
        shares = {row.subject_ref: row.share for row in contributors}
        is_kept = shares == {row.subject_ref: row.share for row in self.contributors}
        outcome = DisputeOutcome.REJECTED if is_kept else DisputeOutcome.UPHELD
        return replace(
            self,
            state=REGISTERED,
            contributors=_confirmed_as_before(contributors, self.contributors),
            disputes=(*self.disputes[:-1], dispute.resolved(hearing, outcome, on)),
        )

    def link(self, other_id: UUID, kin: Collection[UUID]) -> "Deed":
        """It is the same as another deed. `kin` are all that are linked with it already.

        Raises: SameDeedError, DisputedDeedError, LinkedDeedError.
        """
        self._require_registered()
        if other_id in {self.id, *kin}:
            raise SameDeedError(field="other_deed_id")
        apart = tuple(one for one in self.kept_apart if one != other_id)
        return replace(self, state=LINKED, linked_to=other_id, kept_apart=apart)

    def keep_apart(self, other_id: UUID, kin: Collection[UUID]) -> "Deed":
        """It is not the same as another deed that looks like it; said before, the deed is given back.

        Raises: SameDeedError.
        """
        if other_id in {self.id, *kin}:
            raise SameDeedError(field="other_deed_id")
        if other_id in self.kept_apart:
            return self
        return replace(self, kept_apart=(*self.kept_apart, other_id))

    def is_apart_from(self, other: "Deed") -> bool:
        """Whether somebody said of either of them that they are two deeds."""
        return other.id in self.kept_apart or self.id in other.kept_apart

    def _require_registered(self) -> None:
        if self.state == DISPUTED:
            raise DisputedDeedError
        if self.state == LINKED:
            raise LinkedDeedError

    def has_contributor(self, subject_ref: str) -> bool:
        """Whether this person or team did it."""
        return subject_ref in self.contributor_refs


def deed_id_of(cause_id: UUID, exemplar_id: UUID | None = None) -> UUID:
    """The id of the deed that this command registers; of an exemplar comes one deed, whoever registers it."""
    return id_from("deed", cause_id) if exemplar_id is None else deed_id_of_exemplar(exemplar_id)


def deed_id_of_exemplar(exemplar_id: UUID) -> UUID:
    """The id of the deed that comes of this exemplar."""
    return id_from("deed", "exemplar", exemplar_id)


def _confirmed_as_before(now: Sequence[Contributor], before: Sequence[Contributor]) -> tuple[Contributor, ...]:
    known = {(row.subject_ref, row.share): row.confirmed_on for row in before}
    return tuple(replace(row, confirmed_on=known.get((row.subject_ref, row.share))) for row in now)


def _check_shares(contributors: Sequence[Contributor]) -> None:
    total = sum(contributor.share for contributor in contributors)
    if total != _WHOLE or any(contributor.share < 1 for contributor in contributors):
        raise SharesError(total=total, field="contributors")
