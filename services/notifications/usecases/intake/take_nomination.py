"""One nomination from outside goes to its owner."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final
from uuid import UUID

from services.notifications.domain.client import Client
from services.notifications.domain.item import (
    AwardKindUnknownError,
    Intake,
    Item,
    ItemKind,
    ItemOutcome,
    ItemResult,
    LockedError,
    Remark,
    rejected,
    remark_of,
)
from services.notifications.domain.unit_code import ResolvedUnit
from services.notifications.domain.wrong_item import WrongItemError
from services.notifications.usecases.gateway.resolve_unit import ResolveUnit
from services.notifications.usecases.intake.passing import Passing
from services.notifications.usecases.intake.ports import Intakes, Owner, OwnerRefusedError
from shared.kernel.ids import id_from

_DRAFT: Final = "draft"
_NOBODY: Final = "UNKNOWN_SUBJECT"


@dataclass(frozen=True, slots=True)
class TakeNomination:
    """Make a draft of an item, or change the draft that it led to; its unit's head submits it in the house.

    Each step has a key that follows from the item, so that a repeat after a death anywhere is the same step for the
    owner. A deed whose draft was refused stays with the name, for whomever the next try is. The gateway decides
    nothing: whatever the owner refuses is told as it is.
    Raises: UnavailableError.
    """

    owner: Owner
    intakes: Intakes
    resolve: ResolveUnit

    async def __call__(self, client: Client, item: Item, *, is_trial: bool) -> ItemResult:
        known = await self.intakes.find(client.ref, ItemKind.NOMINATION, item.external_id)
        if known.hash == item.hash:
            return ItemResult(ItemOutcome.UNCHANGED, known.thing_id, known.number)
        try:
            unit, warnings = await self._unit(client, item)
            await self._check_kind(client, item)
            await self._require_open(client, item, known, unit)
            taken = known if is_trial else await self._take(client, item, known, unit)
        except WrongItemError as error:
            if not is_trial:
                await Passing(self.intakes).let_go(known, item)
            return rejected(remark_of(error, _PATHS.get(error.code, "unit")))
        except OwnerRefusedError as refused:
            return rejected(*refused.remarks)
        outcome = ItemOutcome.CREATED if known.thing_id is None else ItemOutcome.UPDATED
        return ItemResult(outcome, taken.thing_id, taken.number, warnings)

    async def give_up(self, client: Client, item: Item) -> None:
        """Nothing more is tried: the item's name is free again. Raises: UnavailableError."""
        known = await self.intakes.find(client.ref, ItemKind.NOMINATION, item.external_id)
        await Passing(self.intakes).let_go(known, item)

    async def _unit(self, client: Client, item: Item) -> tuple[ResolvedUnit, tuple[Remark, ...]]:
        named = item.body["unit"]
        found = await self.resolve(client, named["scheme"], named["value"], item.day("deed", "occurred_to"))
        if not found.is_retired:
            return found, ()
        return found, (Remark("unit_retired", "unit", {"successors": list(found.successors)}),)

    async def _check_kind(self, client: Client, item: Item) -> None:
        kinds = await self.owner.ask(client, "/forms")
        if item.body["award_kind"] not in {kind["code"] for kind in kinds}:
            raise AwardKindUnknownError

    async def _require_open(self, client: Client, item: Item, known: Intake, unit: ResolvedUnit) -> None:
        if known.thing_id is None:
            if known.deed_id is not None and known.frame != unit.unit_id:
                raise LockedError(unit=known.frame)
            return
        file = await self.owner.ask(client, f"/nominations/{known.thing_id}")
        if file["state"] != _DRAFT or known.frame != item.frame:
            raise LockedError(state=file["state"])

    async def _take(self, client: Client, item: Item, known: Intake, unit: ResolvedUnit) -> Intake:
        async def act(taken: Intake) -> Intake:
            if taken.thing_id is None:
                return await self._create(client, item, taken, unit)
            return await self._update(client, item, taken)

        return await Passing(self.intakes)(known, item, act)

    async def _create(self, client: Client, item: Item, known: Intake, unit: ResolvedUnit) -> Intake:
        subject = subject_ref(client.ref, item.body["person"])
        deed_id = await self._deed(client, item, known, unit, subject)
        proposal = {"subject_ref": subject, "type": "ad_hoc", "form_code": item.body["award_kind"], **_words(item)}
        proposal |= {"deed_id": str(deed_id)}
        try:
            file = await self.owner.act(client, "/nominations", proposal, known.key(item, "draft"))
        except OwnerRefusedError as refused:
            refused.so_far = replace(known, deed_id=deed_id, frame=unit.unit_id)
            raise
        return known.took(item, UUID(file["id"]), number=str(file["number"]), deed_id=deed_id)

    async def _deed(self, client: Client, item: Item, known: Intake, unit: ResolvedUnit, subject: str) -> UUID:
        """The deed that an earlier try left behind, as it is told now, or a new one."""
        told = {**_told(item), "contributors": [{"subject_ref": subject, "share": 100}]}
        if known.deed_id is None:
            path, told = "/deeds", {"unit_id": unit.unit_id, **told}
        else:
            path = f"/deeds/{known.deed_id}/amend"
        try:
            made = await self.owner.act(client, path, told, known.key(item, "deed"))
        except OwnerRefusedError as refused:
            if all(one.code != _NOBODY for one in refused.remarks):
                raise
            await self._introduce(client, item, known, unit)
            made = await self.owner.act(client, path, told, known.key(item, "deed"))
        return known.deed_id or UUID(made["id"])

    async def _introduce(self, client: Client, item: Item, known: Intake, unit: ResolvedUnit) -> None:
        """Somebody whom the house does not know is recorded; whom it knows it knows better."""
        person = item.body["person"]
        record = {"ref": subject_ref(client.ref, person), "name_vi": person["name"], "unit": unit.unit_id}
        record |= {name: person[name] for name in ("kind", "work_role", "size") if person.get(name) is not None}
        await self.owner.act(client, "/subjects", record, known.key(item, "subject"))

    async def _update(self, client: Client, item: Item, known: Intake) -> Intake:
        """The words first: whether the file is still a draft is asked of it, not of its deed."""
        await self.owner.act(client, f"/nominations/{known.thing_id}/amend", _words(item), known.key(item, "draft"))
        try:
            await self.owner.act(client, f"/deeds/{known.deed_id}/amend", _told(item), known.key(item, "deed"))
        except OwnerRefusedError as refused:
            refused.so_far = replace(known, hash="")
            raise
        return replace(known, hash=item.hash, pending="")


_PATHS: Final[Mapping[str, str]] = {"award_kind_unknown": "award_kind", "locked": "external_id"}


def subject_ref(client_ref: str, person: Mapping[str, Any]) -> str:
    """A person's name in the house: the official number, else one that follows from the client's own."""
    if person.get("official_number"):
        return str(person["official_number"])
    return f"HT-{id_from('outside_person', client_ref, person['external_id']).hex[:24].upper()}"


def _told(item: Item) -> dict[str, Any]:
    deed = item.body["deed"]
    return {
        "title_vi": deed["title"],
        "story_vi": deed["story"],
        "field": deed["field"],
        "occurred_from": deed["occurred_from"],
        "occurred_to": deed["occurred_to"],
        "known_on": deed["known_on"],
        "results": deed["results"],
    }


def _words(item: Item) -> dict[str, Any]:
    return {"citation_vi": item.body["citation"], "achievement_report": item.body["report"]}
