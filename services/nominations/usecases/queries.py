"""Read-only questions to nominations; each says who asks."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from typing import Generic, Protocol, TypeVar
from uuid import UUID

from services.nominations.domain.cluster import Cluster, ClusterOn, UnknownClusterError
from services.nominations.domain.deed import Deed
from services.nominations.domain.exemplar import Exemplar
from services.nominations.domain.fitting import FormDoesNotFitError
from services.nominations.domain.movement import Movement
from services.nominations.domain.nomination import Nomination
from services.nominations.domain.report import Report
from services.nominations.domain.submission import Submission
from services.nominations.domain.suggestion import Suggestion
from services.nominations.domain.unit import ACTIVE, Subject, Unit, UnitOn, UnknownUnitError, path_to
from services.nominations.usecases.nomination.grantor import rightful_grantor
from services.nominations.usecases.ports import Organisation, Safe
from shared.kernel.actor import Actor
from shared.kernel.clock import Clock, local_day
from shared.kernel.lineage import Lineage, Tie
from shared.kernel.policy import permit
from shared.kernel.rulepack import FormRule, RulePack, RulePacks

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Seen(Generic[T]):
    """A thing as it stands, with its version and the number of its last event."""

    thing: T
    version: int
    seq: int


@dataclass(frozen=True, slots=True)
class Descent:
    """A unit, its ties with the names that the others had, and the lineage of all, asked as of a day."""

    unit: Seen[Unit]
    on: date
    lineage: Lineage
    ties: Sequence[tuple[Tie, str]]


@dataclass(frozen=True, slots=True)
class Offer:
    """A form of the pack in force, and who grants it to a unit; without a unit, whom the pack names, if it does."""

    form: FormRule
    pack: RulePack
    grantor: str | None


class Views(Protocol):
    """What can be looked up; every answer lies within the asking actor's scope."""

    async def nomination(self, nomination_id: UUID, actor: Actor) -> Seen[Nomination]:
        """Raises: ForbiddenError (absent, or not for this actor)."""
        ...

    async def nominations(
        self, actor: Actor, *, state: str | None, ids: Sequence[UUID] | None, limit: int
    ) -> list[Seen[Nomination]]:
        """The newest first; those outside the scope are left out."""
        ...

    async def deed(self, deed_id: UUID, actor: Actor) -> Seen[Deed]:
        """Raises: ForbiddenError (absent, or not for this actor); who did it may read it from anywhere."""
        ...

    async def deeds(self, actor: Actor, *, limit: int) -> list[Seen[Deed]]:
        """The newest first; those outside the scope are left out, but not one's own."""
        ...

    async def suggestion(self, suggestion_id: UUID, actor: Actor) -> Seen[Suggestion]:
        """Raises: ForbiddenError (absent, or not for this actor); its sender may read it from anywhere."""
        ...

    async def suggestions(self, actor: Actor, *, state: str | None, limit: int) -> list[Seen[Suggestion]]:
        """Those that fall due first; those outside the scope are left out, but not one's own."""
        ...

    async def submission(self, submission_id: UUID, actor: Actor) -> Seen[Submission]:
        """Raises: ForbiddenError (absent, or not for this actor)."""
        ...

    async def submissions(self, actor: Actor, *, limit: int) -> list[Seen[Submission]]:
        """The newest first; those outside the scope are left out."""
        ...

    async def report(self, report_id: UUID, actor: Actor) -> Seen[Report]:
        """Raises: ForbiddenError (absent, or not for this actor)."""
        ...

    async def exemplar(self, exemplar_id: UUID, actor: Actor) -> Seen[Exemplar]:
        """Raises: ForbiddenError (absent, or not for this actor)."""
        ...

    async def exemplars(self, actor: Actor, *, state: str | None, limit: int) -> list[Seen[Exemplar]]:
        """The newest first; those outside the scope are left out."""
        ...

    async def subjects(self, actor: Actor, *, unit: str | None, text: str | None, limit: int) -> list[Seen[Subject]]:
        """People and teams whose name or code holds the text, by code, but first the one whose code it is.

        Those outside the scope are left out.
        """
        ...

    async def subject(self, subject_ref: str, actor: Actor) -> Seen[Subject]:
        """Raises: ForbiddenError (absent, or not for this actor)."""
        ...

    async def units(self) -> list[Seen[Unit]]:
        """All units that were ever recorded, by code; their names are public."""
        ...

    async def unit(self, code: str, on: date) -> Seen[UnitOn]:
        """One unit as it was on a day. Raises: UnknownUnitError."""
        ...

    async def recorded(self, code: str) -> Seen[Unit]:
        """One unit with all that was ever recorded of it. Raises: UnknownUnitError."""
        ...

    async def clusters(self) -> list[Seen[Cluster]]:
        """All clusters that were ever recorded, by code."""
        ...

    async def lineage(self) -> Lineage:
        """Who came after whom, of all units."""
        ...

    async def movement(self, code: str) -> Seen[Movement]:
        """One movement. Raises: UnknownMovementError."""
        ...

    async def movements(self) -> list[Seen[Movement]]:
        """All movements; they are public."""
        ...


@dataclass(frozen=True, slots=True)
class Queries:
    """All read-only questions."""

    views: Views
    organisation: Organisation
    safe: Safe
    rulepacks: RulePacks
    clock: Clock

    async def contact(self, suggestion_id: UUID, actor: Actor) -> str | None:
        """How the sender of a suggestion can be reached. Raises: ForbiddenError, NoVaultError."""
        suggestion = (await self.views.suggestion(suggestion_id, actor)).thing
        permit(actor, "suggestion_contact.read", suggestion.unit_path)
        sealed = suggestion.contact_sealed
        return None if sealed is None else self.safe.open(sealed)

    async def units(self, on: date | None) -> list[Seen[UnitOn]]:
        """The units that were there on a day, as they were then; without a day all, as they stand today."""
        day, every = on or self._today, await self.views.units()
        known = {seen.thing.code: seen.thing for seen in every}
        shown = (
            Seen(seen.thing.as_of(day, path_to(seen.thing.code, day, known)), seen.version, seen.seq) for seen in every
        )
        clusters = await self.clusters(day)
        return [_placed(seen, clusters) for seen in shown if on is None or seen.thing.state == ACTIVE]

    async def descent(self, code: str, on: date | None = None) -> Descent:
        """Where a unit comes from, and who stands in its place on a day (today). Raises: UnknownUnitError."""
        day, seen = on or self._today, await self.views.recorded(code)
        ties = [
            (tie, (await self.views.recorded(tie.unit)).thing.as_of(tie.on, ()).name_vi) for tie in seen.thing.lineage
        ]
        return Descent(seen, day, await self.views.lineage(), ties)

    async def unit(self, code: str, on: date | None = None) -> Seen[UnitOn]:
        """One unit as it was on a day, or as it stands today. Raises: UnknownUnitError."""
        day = on or self._today
        return _placed(await self.views.unit(code, day), await self.clusters(day))

    async def clusters(self, on: date | None) -> list[Seen[ClusterOn]]:
        """All clusters as they were on a day, or as they stand today."""
        day = on or self._today
        return [Seen(seen.thing.as_of(day), seen.version, seen.seq) for seen in await self.views.clusters()]

    async def cluster(self, code: str, on: date | None = None) -> Seen[ClusterOn]:
        """One cluster as it was on a day, or as it stands today. Raises: UnknownClusterError."""
        for seen in await self.clusters(on):
            if seen.thing.code == code:
                return seen
        raise UnknownClusterError(cluster=code)

    async def forms(self, unit: str | None = None) -> list[Offer]:
        """The forms by which a file would be received today; of a unit only those that somebody grants to it.

        Raises: NoRulePackError, UnknownUnitError.
        """
        pack = self.rulepacks.in_force(self._today)
        if unit is None:
            return [Offer(form, pack, form.grantor_unit_id) for form in pack.forms.values()]
        await self.organisation.recorded(unit)
        offers = []
        for form in pack.forms.values():
            with suppress(FormDoesNotFitError, UnknownUnitError):
                offers.append(Offer(form, pack, await rightful_grantor(self.organisation, form, unit, self._today)))
        return offers

    @property
    def _today(self) -> date:
        return local_day(self.clock())


def _placed(seen: Seen[UnitOn], clusters: Sequence[Seen[ClusterOn]]) -> Seen[UnitOn]:
    """The unit with the clusters that it was in."""
    within = tuple(each.thing.code for each in clusters if seen.thing.code in each.thing.members)
    return replace(seen, thing=replace(seen.thing, clusters=within))
