"""Send what a person wrote: the deed if there is one, the nomination, and its submission, each once for one form."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from services.console.usecases.ports import Draft, Drafts, OwnerDownError, OwnerRefusedError, Owners, SignIn
from shared.kernel.ids import id_from
from shared.kernel.policy import may

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Written:
    """The filled form as the owner wants it: the deed, and the nomination without the deed's id.

    A nomination for a year's work has no deed.
    """

    deed: Json | None
    nomination: Json


@dataclass(frozen=True, slots=True)
class Sent:
    """What came of it. `refusal` is set when the file exists as a draft and its submission was refused."""

    number: str
    seq: int
    refusal: OwnerRefusedError | OwnerDownError | None = None


class SentBeforeError(Exception):
    """The file was drafted by an earlier sending that was never answered, with what the form said then."""

    def __init__(self, number: str) -> None:
        self.number = number
        super().__init__(number)


@dataclass(frozen=True, slots=True)
class SendNomination:
    """Each step has one key, whatever the form says: until the owner has answered nobody knows whether it arrived.

    A sending without an answer is therefore never followed by a second deed or file. When the owner says that the key
    was used with other words, the first sending arrived: its deed is amended to what the form says now, and a drafted
    file, which cannot be amended, is named. What the owner confirmed is kept in the draft.
    Raises: SentBeforeError, OwnerRefusedError, OwnerDownError; the draft stays.
    """

    owners: Owners
    drafts: Drafts

    async def __call__(self, who: SignIn, draft: Draft, written: Written) -> Sent:
        """Do what is not yet done."""
        if written.deed is not None:
            draft = await self._deed(who, draft, written.deed)
        drafted = await self._drafted(who, draft, written.nomination)
        sent = await self._submitted(who, draft.key, drafted)
        await self.drafts.close(draft.key, who.actor.ref, sent.number)
        return sent

    async def _deed(self, who: SignIn, draft: Draft, deed: Json) -> Draft:
        """The draft with the id of its deed, registered or amended as it reads now."""
        if "deed" not in draft.done:
            draft = await self._registered(who, draft, deed)
        while draft.done.get("reads") != _digest(deed):
            draft = await self._amended(who, draft, deed)
        return draft

    async def _registered(self, who: SignIn, draft: Draft, deed: Json) -> Draft:
        try:
            answer = await self.owners.act(who, "nominations/deeds", deed, step_key(draft.key, "deed"))
        except OwnerRefusedError as refusal:
            if not refusal.made_before:
                raise
            return await self._confirmed(draft, deed=refusal.made_before)
        return await self._confirmed(draft, deed=str(answer["id"]), reads=_digest(deed))

    async def _amended(self, who: SignIn, draft: Draft, deed: Json) -> Draft:
        """One amendment further. One that arrived unanswered has taken its number, so the next one is tried."""
        path, number = f"nominations/deeds/{draft.done['deed']}/amend", draft.done.get("amended", "0")
        counted = str(int(number) + 1)
        try:
            await self.owners.act(who, path, _amendable(deed), step_key(draft.key, "amend", {"number": number}))
        except OwnerRefusedError as refusal:
            if not refusal.made_before:
                raise
            return await self._confirmed(draft, amended=counted)
        return await self._confirmed(draft, amended=counted, reads=_digest(deed))

    async def _confirmed(self, draft: Draft, **done: str) -> Draft:
        draft = replace(draft, done={**draft.done, **done})
        await self.drafts.keep(draft)
        return draft

    async def _drafted(self, who: SignIn, draft: Draft, nomination: Json) -> Json:
        body = {**nomination, "deed_id": draft.done["deed"]} if "deed" in draft.done else nomination
        try:
            return await self.owners.act(who, "nominations/nominations", body, step_key(draft.key, "draft"))
        except OwnerRefusedError as refusal:
            if not refusal.made_before:
                raise
            found = await self.owners.ask(who, f"nominations/nominations/{refusal.made_before}")
            raise SentBeforeError(str(found["number"])) from refusal

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


def step_key(form_key: str, step: str, content: Json | None = None) -> str:
    """The idempotency key of one step of one form; with content, of the step with exactly this content."""
    return str(id_from("form step", form_key, step, _digest(content or {})))


def _digest(content: Json) -> str:
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def _amendable(deed: Json) -> Json:
    return {name: value for name, value in deed.items() if name not in {"unit_id", "movement_id", "exemplar_id"}}
