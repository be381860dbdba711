"""One figure from outside goes to its owner."""

from dataclasses import dataclass
from uuid import UUID

from services.notifications.domain.client import Client
from services.notifications.domain.item import Intake, Item, ItemKind, ItemOutcome, ItemResult, rejected
from services.notifications.usecases.intake.passing import Passing
from services.notifications.usecases.intake.ports import Intakes, Owner, OwnerRefusedError
from services.notifications.usecases.intake.take_nomination import subject_ref


@dataclass(frozen=True, slots=True)
class TakeResult:
    """Report a figure; another figure under the same name is another report, since no report is ever changed.

    The owner says of whom it takes figures, and publishes them.
    Raises: UnavailableError.
    """

    owner: Owner
    intakes: Intakes

    async def __call__(self, client: Client, item: Item, *, is_trial: bool) -> ItemResult:
        known = await self.intakes.find(client.ref, ItemKind.RESULT, item.external_id)
        if known.hash == item.hash:
            return ItemResult(ItemOutcome.UNCHANGED, known.thing_id)
        outcome = ItemOutcome.CREATED if known.thing_id is None else ItemOutcome.UPDATED
        if is_trial:
            return ItemResult(outcome, known.thing_id)
        told = {name: value for name, value in item.body.items() if name != "person" and value is not None}
        told["subject_ref"] = subject_ref(client.ref, item.body["person"])

        async def act(taken: Intake) -> Intake:
            report = await self.owner.act(client, "/results", told, taken.key(item, "report"))
            return taken.took(item, UUID(report["id"]))

        try:
            taken = await Passing(self.intakes)(known, item, act)
        except OwnerRefusedError as refused:
            return rejected(*refused.remarks)
        return ItemResult(outcome, taken.thing_id)

    async def give_up(self, client: Client, item: Item) -> None:
        """Nothing more is tried: the item's name is free again. Raises: UnavailableError."""
        known = await self.intakes.find(client.ref, ItemKind.RESULT, item.external_id)
        await Passing(self.intakes).let_go(known, item)
