"""Plays a scenario: each step as a person would do it, then looks whether it came as expected."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

import httpx

from deploy.standalone.errors import StandaloneError
from deploy.standalone.playing import commands
from deploy.standalone.playing.asking import Answer, Requests, Wish
from deploy.standalone.playing.errors import UnknownNameError
from deploy.standalone.playing.expectations import Judge
from deploy.standalone.playing.format import Scenario, Step
from deploy.standalone.playing.letters import Letters, at_letters
from deploy.standalone.playing.mirror import read_mirror
from deploy.standalone.playing.moving import moved
from deploy.standalone.playing.quiet import NotQuietError
from deploy.standalone.playing.receivers import Receivers, at_receiver
from deploy.standalone.playing.references import filled
from deploy.standalone.playing.register import read_register
from deploy.standalone.playing.report import ScenarioReport, StepReport
from deploy.standalone.playing.texts import Texts, at_texts
from deploy.standalone.playing.watcher import Watcher, answer_about

_AWAY = frozenset({429, 502, 503, 504})
_NOT_YET = frozenset({403, 404, 409})
_BROKEN = 500
_PAUSE_SECONDS, _LONGEST_PAUSE_SECONDS = 0.03, 0.3

Settle = Callable[[], Awaitable[None]]
SetTo = Callable[[datetime], None]


@dataclass(frozen=True, slots=True)
class Stage:
    """The world that scenarios are played in. `set_clock` is None on the real clock: then dates are moved instead.

    `run_jobs` lets every service do what fell due.
    """

    requests: Requests
    watcher: Watcher
    settle: Settle
    judge: Judge
    receivers: Receivers
    letters: Letters
    texts: Texts
    set_clock: SetTo | None = None
    run_jobs: Settle | None = None


@dataclass(slots=True)
class Player:
    """Plays one scenario on a stage.

    `move_days` moves every date of it; `patience_seconds` is the least time that a step is given.
    """

    stage: Stage
    scenario: Scenario
    move_days: int = 0
    on_step: Callable[[StepReport], None] = lambda _: None
    patience_seconds: float = 0.0
    _saved: dict[str, Any] = field(default_factory=dict)
    _is_settled: bool = True

    async def play(self) -> ScenarioReport:
        """Play until the end, or until the first step that does not come out as expected."""
        report = ScenarioReport(
            self.scenario.scenario, self.scenario.title_vi, self.scenario.day, len(self.scenario.steps)
        )
        for number, step in enumerate(self.scenario.steps, start=1):
            done = await self._step(number, step)
            report.steps.append(done)
            self.on_step(done)
            if done.faults:
                return report
        try:
            await self.stage.settle()
        except NotQuietError as error:
            report.faults.append(str(error))
        report.faults += self.stage.watcher.gaps()
        return report

    async def _step(self, number: int, step: Step) -> StepReport:
        began = time.perf_counter()
        tries, answer, faults = 0, None, [""]
        try:
            await self._turn_clock(step.at)
            wish = self._wish(number, step)
            expected = self._expected(step)
            tries, answer, faults = await self._insist(wish, expected, max(step.eventually, self.patience_seconds))
        except (UnknownNameError, NotQuietError, StandaloneError) as error:
            faults = [str(error)]
        if step.save_as and answer is not None:
            self._saved[step.save_as] = answer.body
        if commands.writes(step.do):
            self._is_settled = False
        ms = (time.perf_counter() - began) * 1000
        return _reported(StepReport(number, step.as_, step.do, ms, tries, tuple(faults)), answer)

    async def _turn_clock(self, at: datetime | None) -> None:
        """Another time begins when everything of the time before has taken effect, with what fell due until then."""
        if at is None:
            return
        if not self._is_settled:
            await self.stage.settle()
            self._is_settled = True
        if self.stage.set_clock is not None:
            self.stage.set_clock(at)
        if self.stage.run_jobs is not None:
            await self.stage.run_jobs()
            self._is_settled = False

    def _wish(self, number: int, step: Step) -> Wish:
        values = moved(filled(step.with_, self._saved), self.move_days)
        version = filled(step.if_version, self._saved)
        return Wish(step.as_, step.do, values, step.key or f"{self.scenario.scenario}/{number}", version)

    def _expected(self, step: Step) -> dict[str, Any]:
        wanted = step.expect if self.stage.judge.is_moved else {**step.expect, **step.when_written}
        expected: dict[str, Any] = moved(filled(wanted, self._saved), self.move_days)
        return expected

    async def _insist(self, wish: Wish, expected: Mapping[str, Any], seconds: float) -> tuple[int, Answer, list[str]]:
        """Ask until it comes out as expected, or waiting longer cannot help. The key makes asking again harmless."""
        deadline = time.monotonic() + seconds
        tries = 0
        while True:
            tries += 1
            answer = await self._ask(wish)
            faults = self.stage.judge.differences(expected, answer)
            if not faults or time.monotonic() > deadline or not _may_change(wish, expected, answer):
                return tries, answer, faults
            await asyncio.sleep(min(_PAUSE_SECONDS * tries, _LONGEST_PAUSE_SECONDS))

    async def _ask(self, wish: Wish) -> Answer:
        try:
            return await self._done(wish)
        except httpx.TransportError as error:
            return Answer(503, {"text": f"{type(error).__name__}: {error}"}, 0.0)

    async def _done(self, wish: Wish) -> Answer:
        requests = self.stage.requests
        match wish.do:
            case "upload_evidence":
                return await requests.upload(wish)
            case "see_page":
                return await requests.page(str(wish.values["path"]))
            case "see_register":
                return await read_register(requests)
            case "set_receiver" | "see_received" | "see_letters" | "return_letter" | "see_texts":
                return await self._outside(wish)
            case "see_mirror" | "see_events":
                return await self._overheard(wish)
            case _:
                return await requests.send(wish)

    async def _outside(self, wish: Wish) -> Answer:
        """What came to others, by calls, by letters or by short messages."""
        if wish.do == "see_texts":
            return at_texts(self.stage.texts, wish)
        if wish.do.endswith(("_letter", "_letters")):
            return await at_letters(self.stage.letters, self.stage.requests, wish)
        return await at_receiver(self.stage.receivers, self.stage.requests, wish)

    async def _overheard(self, wish: Wish) -> Answer:
        """What stands on topics, as somebody else reads them."""
        watcher = self.stage.watcher
        if wish.do == "see_mirror":
            return await read_mirror(watcher.bootstrap, watcher.namespace, str(wish.values["client"]))
        return Answer(200, answer_about(watcher.about(str(wish.values["about"]))), 0.0)


def _may_change(wish: Wish, expected: Mapping[str, Any], answer: Answer) -> bool:
    """Whether asking again may answer otherwise: services hear of each other a moment later, and come back."""
    if answer.status in _AWAY:
        return True
    if answer.status == _BROKEN:
        return False
    if not commands.writes(wish.do):
        return True
    return answer.status in _NOT_YET and "refused" not in expected


def _reported(report: StepReport, answer: Answer | None) -> StepReport:
    """The report with the id and the state of what was answered."""
    if answer is None or not isinstance(answer.body, dict):
        return report
    thing, state = answer.body.get("id"), answer.body.get("state")
    return replace(
        report,
        answer_ms=answer.ms,
        thing=thing if isinstance(thing, str) else None,
        state=state if isinstance(state, str) else None,
    )
