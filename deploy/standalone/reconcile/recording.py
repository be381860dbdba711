"""Requests that keep a history: what was asked under each key, and the last that was heard of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

import httpx

from deploy.standalone.playing.asking import Answer, Requests, Wish
from deploy.standalone.playing.commands import Command as Route
from deploy.standalone.reconcile.history import Command, History, Injected, Outcome
from deploy.standalone.reconcile.invariants.durable import CAST

VOTED_BEFORE = "ALREADY_VOTED"
_TOO_MANY = 429
_BROKEN = 500


@dataclass(frozen=True, slots=True)
class Recorder(Requests):
    """Does what `Requests` does and notes every command, by its cause. Files of evidence are no commands of a store."""

    commands: dict[UUID, Command] = field(default_factory=dict)
    injected: set[Injected] = field(default_factory=set)

    @classmethod
    def of(cls, requests: Requests) -> "Recorder":
        """The same requests, with a history from now on."""
        return cls(requests.client, requests.addresses, requests.people)

    async def call(
        self,
        command: Route,
        path: str,
        query: Mapping[str, Any],
        wish: Wish,
        *,
        body: Any = None,
        content: bytes | None = None,
    ) -> Answer:
        """One request, noted. Raises: httpx.TransportError."""
        if not command.writes or content is not None or wish.person is None:
            return await Requests.call(self, command, path, query, wish, body=body, content=content)
        try:
            answer = await Requests.call(self, command, path, query, wish, body=body)
        except httpx.TransportError:
            self._note(wish, Outcome.UNKNOWN, None)
            raise
        self._note(wish, _outcome(wish, answer), answer)
        return answer

    def history(self) -> History:
        """All that was noted so far."""
        return History(dict(self.commands), frozenset(self.injected))

    def _note(self, wish: Wish, outcome: Outcome, answer: Answer | None) -> None:
        """What was acknowledged once stays acknowledged; else the last word counts."""
        is_ballot = wish.do == CAST
        fresh = Command(
            person=wish.person or "",
            do=wish.do,
            key=wish.key,
            outcome=outcome,
            things=(str(wish.values["id"]),) if is_ballot else (),
            about=str(wish.values["case_id"]) if is_ballot else "",
        )
        known = self.commands.get(fresh.cause, fresh)
        things = known.things
        if outcome is Outcome.ACKNOWLEDGED and answer is not None and not is_ballot:
            things = tuple(dict.fromkeys((*things, str(answer.body["id"]))))
        last = known.outcome if known.outcome is Outcome.ACKNOWLEDGED else outcome
        self.commands[fresh.cause] = replace(fresh, outcome=last, things=things)


def _outcome(wish: Wish, answer: Answer) -> Outcome:
    """A ballot has no key: that it was given before is how its repeat is acknowledged."""
    if answer.is_success or (wish.do == CAST and VOTED_BEFORE in answer.codes):
        return Outcome.ACKNOWLEDGED
    return Outcome.UNKNOWN if answer.status >= _BROKEN or answer.status == _TOO_MANY else Outcome.REFUSED
