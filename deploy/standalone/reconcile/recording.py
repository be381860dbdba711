"""Requests that keep a history: what was asked under each key, and the last that was heard of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

import httpx

from deploy.standalone.playing.asking import Answer, Requests, Wish
from deploy.standalone.playing.commands import Command as Route
from deploy.standalone.reconcile.history import Command, History, Injected, Outcome
from deploy.standalone.reconcile.invariants.durable import BALLOTS

VOTED_BEFORE = frozenset({"ALREADY_VOTED", "MEMBER_VOTED"})
"""That a member has voted, told to the member and to who enters the paper."""

_COMMENT = "comment"
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
        return cls(requests.client, requests.addresses, requests.people, requests.systems)

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
        if command.of_system or not command.writes or content is not None or wish.person is None:
            return await Requests.call(self, command, path, query, wish, body=body, content=content)
        try:
            answer = await Requests.call(self, command, path, query, wish, body=body)
        except httpx.TransportError:
            self.note(wish, None)
            raise
        self.note(wish, answer)
        return answer

    def history(self) -> History:
        """All that was noted so far."""
        return History(dict(self.commands), frozenset(self.injected))

    def note(self, wish: Wish, answer: Answer | None) -> None:
        """Note a command and its answer. What was acknowledged once stays acknowledged; else the last word counts."""
        outcome = Outcome.UNKNOWN if answer is None else _outcome(wish, answer)
        is_ballot = wish.do in BALLOTS
        fresh = Command(
            person=wish.person or "",
            do=wish.do,
            key=wish.key,
            outcome=outcome,
            things=(str(wish.values["id"]),) if is_ballot else (),
            about=str(wish.values["case_id"]) if is_ballot else "",
            member=str(wish.values.get("member", "")) if is_ballot else "",
        )
        known = self.commands.get(fresh.cause, fresh)
        things = known.things
        if outcome is Outcome.ACKNOWLEDGED and answer is not None and not is_ballot:
            things = tuple(dict.fromkeys((*things, _named(wish, answer))))
        last = known.outcome if known.outcome is Outcome.ACKNOWLEDGED else outcome
        self.commands[fresh.cause] = replace(fresh, outcome=last, things=things)


def _named(wish: Wish, answer: Answer) -> str:
    """The thing that keeps what was done. Of a comment the answer names the comment, the path its consultation."""
    return str(wish.values["id"] if wish.do == _COMMENT else answer.body["id"])


def _outcome(wish: Wish, answer: Answer) -> Outcome:
    """A ballot has no key: that it was given before is how its repeat is acknowledged."""
    if answer.is_success or (wish.do in BALLOTS and VOTED_BEFORE & answer.codes):
        return Outcome.ACKNOWLEDGED
    return Outcome.UNKNOWN if answer.status >= _BROKEN or answer.status == _TOO_MANY else Outcome.REFUSED
