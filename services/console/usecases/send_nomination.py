"""Send what a person wrote: the deed, the nomination, and its submission, each once for one form."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from services.console.domain.acts import may
from services.console.usecases.ports import Draft, Drafts, OwnerDownError, OwnerRefusedError, Owners, SignIn
from shared.kernel.ids import id_from

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Written:
    """The filled form as the owner wants it: the deed, and the nomination without the deed's id."""

    deed: Json
    nomination: Json


@dataclass(frozen=True, slots=True)
class Sent:
    """What came of it. `refusal` is set when the file exists as a draft and its submission was refused."""

    number: str
    seq: int
    refusal: OwnerRefusedError | OwnerDownError | None = None


@dataclass(frozen=True, slots=True)
class SendNomination:
    """Each step's key comes of the form's key and what the step says, so a repeat of any step is one command.

    What the owner confirmed is kept in the draft: a corrected form amends the deed instead of registering a second.
    Raises: OwnerRefusedError, OwnerDownError; the draft stays.
    """

    owners: Owners
    drafts: Drafts

    async def __call__(self, who: SignIn, draft: Draft, written: Written) -> Sent:
        """Do what is not yet done."""
        draft = await self._deed(who, draft, written.deed)
        body = {**written.nomination, "deed_id": draft.done["deed"]}
        drafted = await self.owners.act(who, "nominations/nominations", body, step_key(draft.key, "draft", body))
        sent = await self._submitted(who, draft.key, drafted)
        await self.drafts.close(draft.key, who.actor.ref, sent.number)
        return sent

    async def _deed(self, who: SignIn, draft: Draft, deed: Json) -> Draft:
        """The draft with the id of its deed, registered or amended as it reads now."""
        digest = str(step_key(draft.key, "deed", deed))
        if draft.done.get("deed_key") == digest:
            return draft
        known = draft.done.get("deed")
        path = f"nominations/deeds/{known}/amend" if known else "nominations/deeds"
        answer = await self.owners.act(who, path, _amendable(deed) if known else deed, digest)
        draft = replace(draft, done={**draft.done, "deed": str(answer["id"]), "deed_key": digest})
        await self.drafts.keep(draft)
        return draft

    async def _submitted(self, who: SignIn, key: str, drafted: Json) -> Sent:
        number, seq = str(drafted["number"]), int(drafted["seq"])
        if drafted["state"] != "draft" or not may(
            who.actor, "nomination.submit", tuple(grant.at for grant in who.actor.grants)
        ):
            return Sent(number, seq)
        path = f"nominations/nominations/{drafted['id']}/submit"
        try:
            answer = await self.owners.act(who, path, {}, step_key(key, "submit", {"id": str(drafted["id"])}))
        except (OwnerRefusedError, OwnerDownError) as refusal:
            return Sent(number, seq, refusal)
        return Sent(number, int(answer["seq"]))


def step_key(form_key: str, step: str, body: Json) -> str:
    """The idempotency key of one step of one form, with exactly this content."""
    content = json.dumps(body, sort_keys=True, ensure_ascii=False, default=str)
    return str(id_from("form step", form_key, step, hashlib.sha256(content.encode()).hexdigest()))


def _amendable(deed: Json) -> Json:
    return {name: value for name, value in deed.items() if name not in {"unit_id", "movement_id"}}
