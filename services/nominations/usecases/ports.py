"""What nominations needs from the world, in its own words."""

from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Protocol
from uuid import UUID

from services.nominations.domain.cluster import Cluster
from services.nominations.domain.deed import Deed
from services.nominations.domain.exemplar import Exemplar
from services.nominations.domain.law import ActivatedPack
from services.nominations.domain.likeness import Earlier, EarlierReport
from services.nominations.domain.movement import Movement
from services.nominations.domain.nomination import Nomination
from services.nominations.domain.report import Report
from services.nominations.domain.submission import Submission
from services.nominations.domain.suggestion import Suggestion
from services.nominations.domain.unit import Subject, Unit, UnitOn
from shared.contracts.event import Event
from shared.kernel.cause import Cause
from shared.kernel.lineage import Lineage

ONE_SUBMISSION = "one_submission_at_a_time"
"""The name of the rule that a file waits in one submission at most."""


class Nominations(Protocol):
    """Where nominations are kept."""

    async def unseen(self, nomination_id: UUID, cause: Cause) -> None:
        """Raises: AlreadyHandledError, CauseReusedError when this command drafted it before."""

    async def get(self, nomination_id: UUID, cause: Cause) -> Nomination:
        """Raises: ForbiddenError (absent, or not for this actor), AlreadyHandledError (a repeat)."""

    async def seen(self, nomination_id: UUID, cause: Cause) -> Nomination:
        """The nomination, to be read only. Raises: ForbiddenError (absent, or not for this actor)."""

    async def save(self, nomination: Nomination, *, emits: Sequence[Event], because_of: Cause) -> bool:
        """Keep the nomination, the events it causes and the id of their cause, all or nothing.

        Returns False and keeps nothing when that cause was handled before.
        Raises: StaleError when someone else saved it since it was read.
        """

    async def next_number(self, year: int) -> str:
        """A fresh public number of that year, such as KT-2026-0147; gaps are allowed."""

    async def earlier_near(self, nomination: Nomination, kin: Collection[UUID], window_days: int) -> Sequence[Earlier]:
        """Files before this one that may mean its deed, in whichever scope: the earliest first.

        At most 50 of the same deed or its kin, and 50 of the others: a likeness hides none of the same deed.

        Before it are those that were submitted earlier, and those that were accepted already: a file that waited in a
        submission is screened after what was sent later.
        They are open and for the same subject and deed, one of its kin, or deed fingerprint; or open or granted, about
        a deed with a common contributor that is not farther away than so many days.
        """

    async def reports_before(self, nomination: Nomination) -> Sequence[EarlierReport]:
        """The reports of files that its unit, or anybody in its movement, submitted before: the last 50 of each.

        Files of the same deed, or of the same subject and year, are left out: they may say the same.
        """

    async def open_of_deed(self, deed_id: UUID) -> Sequence[UUID]:
        """The files of this deed that were submitted and have not ended."""

    async def in_review_of(self, deed_id: UUID) -> str | None:
        """The number of a file of this deed that was accepted and has not ended, also of one that is held since."""

    async def overdue(self, today: date) -> Sequence[UUID]:
        """Returned files whose time to be completed was over before this day, the longest waiting first."""

    def falling_due(self, today: date, soon: date) -> AsyncIterator[Nomination]:
        """Files whose step is due by `soon` or was before `today`, and of whose day that was not told; in any order."""
        ...

    async def id_of(self, number: str) -> UUID:
        """The id of the file with this public number. Raises: LookupError."""


class Deeds(Protocol):
    """Where deeds are kept."""

    async def unseen(self, deed_id: UUID, cause: Cause) -> None:
        """Raises: AlreadyHandledError, CauseReusedError when this command registered it before."""

    async def get(self, deed_id: UUID, cause: Cause) -> Deed:
        """Raises: ForbiddenError (absent, or not for this actor), AlreadyHandledError (a repeat)."""

    async def seen(self, deed_id: UUID, cause: Cause) -> Deed:
        """The deed, to be read only. Raises: ForbiddenError (absent, or not for this actor)."""

    async def kin(self, deed_id: UUID) -> frozenset[UUID]:
        """The deeds that are linked with this one, however far; without itself."""

    async def known(self, deed_ids: Collection[UUID]) -> Mapping[UUID, Deed]:
        """Those of these deeds that there are, as facts for another, whoever acts."""

    async def save(self, deed: Deed, *, emits: Sequence[Event], because_of: Cause) -> bool:
        """Keep the deed; as `Nominations.save`."""

    async def next_number(self, year: int) -> str:
        """A fresh public number of that year, such as VT-2026-0031; gaps are allowed."""


class Suggestions(Protocol):
    """Where suggestions are kept."""

    async def unseen(self, suggestion_id: UUID, cause: Cause) -> None:
        """Raises: AlreadyHandledError, CauseReusedError when this command made it before."""

    async def get(self, suggestion_id: UUID, cause: Cause) -> Suggestion:
        """Raises: ForbiddenError (absent, or not for this actor), AlreadyHandledError (a repeat)."""

    async def save(self, suggestion: Suggestion, *, emits: Sequence[Event], because_of: Cause) -> bool:
        """Keep the suggestion; as `Nominations.save`."""

    async def next_number(self, year: int) -> str:
        """A fresh public number of that year, such as GY-2026-0012; gaps are allowed."""

    def falling_due(self, today: date, soon: date) -> AsyncIterator[Suggestion]:
        """Those whose answer is owed; as `Nominations.falling_due`."""


class Submissions(Protocol):
    """Where submissions are kept."""

    async def unseen(self, submission_id: UUID, cause: Cause) -> None:
        """Raises: AlreadyHandledError, CauseReusedError when this command sent it before."""

    async def get(self, submission_id: UUID, cause: Cause) -> Submission:
        """Raises: ForbiddenError (absent, or not for this actor), AlreadyHandledError (a repeat)."""

    async def waiting(self, nomination_ids: Collection[UUID]) -> Collection[UUID]:
        """Those of these files that wait for their answer in a submission."""

    async def save(self, submission: Submission, *, emits: Sequence[Event], because_of: Cause) -> bool:
        """Keep the submission; as `Nominations.save`. Raises: TakenError (ONE_SUBMISSION)."""

    async def next_number(self, unit: str, year: int) -> str:
        """A fresh number of the unit's series of that year, such as 7/TTr-STP-HP; gaps are allowed."""


class ActivatedPacks(Protocol):
    """Where it is recorded which rule packs came into force."""

    async def find(self, activated_id: UUID) -> ActivatedPack | None:
        """The record, if there is one."""
        ...

    async def save(self, pack: ActivatedPack, *, emits: Sequence[Event], because_of: Cause) -> bool:
        """Keep the record; as `Nominations.save`."""
        ...


class Reports(Protocol):
    """Where reported figures are kept."""

    async def unseen(self, report_id: UUID, cause: Cause) -> None:
        """Raises: AlreadyHandledError, CauseReusedError when this command made it before."""

    async def seen(self, report_id: UUID, cause: Cause) -> Report:
        """The report, to be read only. Raises: ForbiddenError (absent, or not for this actor)."""
        ...

    async def save(self, report: Report, *, emits: Sequence[Event], because_of: Cause) -> bool:
        """Keep the report; as `Nominations.save`."""
        ...


class Exemplars(Protocol):
    """Where exemplars are kept."""

    async def is_known(self, exemplar_id: UUID) -> bool:
        """Whether it was detected before."""
        ...

    async def get(self, exemplar_id: UUID, cause: Cause) -> Exemplar:
        """Raises: ForbiddenError (absent, or not for this actor), RoleSeparationError, AlreadyHandledError."""
        ...

    async def seen(self, exemplar_id: UUID, cause: Cause) -> Exemplar:
        """The exemplar, to be read only. Raises: ForbiddenError (absent, or not for this actor)."""
        ...

    async def confirmed_until(self, day: date) -> Sequence[UUID]:
        """Those that were confirmed on this day or before and wait for an award, the longest waiting first."""
        ...

    async def save(self, exemplar: Exemplar, *, emits: Sequence[Event], because_of: Cause) -> bool:
        """Keep the exemplar; as `Nominations.save`. Raises: AlreadyExistsError when another cause detected it."""
        ...

    async def next_number(self, year: int) -> str:
        """A fresh public number of that year, such as DH-2026-0004; gaps are allowed."""
        ...


class Safe(Protocol):
    """Seals what must not stand in the store as it is."""

    def seal(self, text: str) -> str:
        """Raises: RefusedError (CONTACT_NOT_KEPT) when there is no key."""
        ...

    def open(self, sealed: str) -> str:
        """The text again."""
        ...


class Organisation(Protocol):
    """Units, subjects and movements; reading them needs no role, their names are shown by policy of the door."""

    async def changing(self, code: str, cause: Cause) -> Unit:
        """A unit, for a change by this cause; who may change it is asked with its path.

        Raises: UnknownUnitError, AlreadyHandledError, CauseReusedError (a repeat).
        """
        ...

    async def lineage(self) -> Lineage:
        """Who came after whom, of all units."""
        ...

    async def promise(self, predecessors: Collection[str], successors: Collection[str], now: datetime) -> None:
        """Note who is about to come after whom, right before it is kept. Raises: MergerCycleError, StaleError."""

    async def recorded(self, code: str) -> Unit:
        """A unit with all that was ever recorded of it. Raises: UnknownUnitError."""
        ...

    async def above(self, unit: Unit, on: date) -> Mapping[str, Unit]:
        """The unit and all that stood above it on a day, by code. Raises: UnknownUnitError (one above)."""
        ...

    async def unit(self, code: str, on: date) -> UnitOn:
        """A unit as it was on a day, under those who were above it then. Raises: UnknownUnitError."""
        ...

    async def subject(self, subject_ref: str) -> Subject:
        """Raises: UnknownSubjectError."""
        ...

    async def movement(self, movement_id: UUID) -> Movement:
        """Raises: UnknownMovementError."""
        ...

    async def cluster(self, code: str, cause: Cause) -> Cluster:
        """A cluster, for a change by this cause; an empty one when it was never recorded.

        Raises: AlreadyHandledError, CauseReusedError (a repeat).
        """
        ...

    async def record_cluster(self, cluster: Cluster, *, emits: Sequence[Event], because_of: Cause) -> bool:
        """Keep a cluster as it is now; as `Nominations.save`."""
        ...

    async def record_unit(self, unit: Unit, *, emits: Sequence[Event], because_of: Cause) -> bool:
        """Keep a unit as it is now; as `Nominations.save`."""
        ...

    async def record_subject(self, subject: Subject, *, emits: Sequence[Event], because_of: Cause) -> bool:
        """Keep a subject as it is now; as `Nominations.save`."""
        ...

    async def record_movement(self, movement: Movement, *, emits: Sequence[Event], because_of: Cause) -> bool:
        """Keep a movement; as `Nominations.save`."""
        ...


class AwardHistory(Protocol):
    """Which deeds were rewarded, as told by `awards.v1`."""

    async def remember(self, award_id: UUID, *, deed_id: UUID, fingerprint: str, subject_ref: str, number: str) -> None:
        """Keep an award; a repeat changes nothing."""

    async def forget(self, award_id: UUID) -> None:
        """An award that was revoked counts no more, however often its grant is told again."""

    async def rewarded_by(
        self, *, deed_ids: Collection[UUID], fingerprint: str, subject_ref: str, apart: Collection[UUID]
    ) -> str | None:
        """The number of the decision that rewarded this subject for one of these deeds, under whichever registration.

        A deed with the same fingerprint that is kept apart from them does not count.
        """
        ...


class EvidenceFiles(Protocol):
    """Where evidence bytes lie, by their SHA-256."""

    def size(self, sha256: str) -> int | None:
        """How many bytes have this hash; None when they are not here."""
        ...
