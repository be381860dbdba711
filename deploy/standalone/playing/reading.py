"""From a file to a scenario that can be played, or to a list of what is wrong in it, line by line."""

import difflib
from collections.abc import Collection, Iterator
from pathlib import Path

from pydantic import ValidationError

from deploy.standalone.playing import commands
from deploy.standalone.playing.format import Scenario, Step
from deploy.standalone.playing.references import used_names
from shared.runtime.marks import COMMON_VI, Fault, FaultyFilesError, Marked, Place, read_marked

_VI = {
    **COMMON_VI,
    "timezone_aware": "thời điểm phải có múi giờ, ví dụ 2026-10-06T08:00:00+07:00",
    "datetime_parsing": "phải là thời điểm, ví dụ 2026-10-06T08:00:00+07:00",
    "datetime_from_date_parsing": "phải là thời điểm, ví dụ 2026-10-06T08:00:00+07:00",
    "string_type": "phải là chữ",
    "no_steps": "phải có ít nhất một bước",
}
_ALIASES = {"as_": "as", "with_": "with"}


def read_scenario(file: Path, people: Collection[str] | None = None) -> Scenario:
    """Read and check a scenario; `people` are those who may be named by `as:`, all when None.

    The steps of those that it begins with come first. Raises: FaultyFilesError with every fault that was found.
    """
    return _read(file, people, (file.stem,))


def _read(file: Path, people: Collection[str] | None, begun: tuple[str, ...]) -> Scenario:
    marked = read_marked(file)
    try:
        scenario = Scenario.model_validate(marked.data)
    except ValidationError as error:
        raise FaultyFilesError(marked.faults_in(error, _VI, _place)) from error
    faults = list(_unreadable(scenario, marked, file.parent, begun))
    if faults:
        raise FaultyFilesError(faults)
    first = [_read(_named(file.parent, name), people, (*begun, name)) for name in scenario.begins_with]
    before = tuple(step for one in first for step in one.steps)
    faults = list(_meaning(scenario, marked, people, {step.save_as for step in before if step.save_as}))
    if faults:
        raise FaultyFilesError(faults)
    return scenario.model_copy(update={"steps": (*before, *scenario.steps)})


def _named(folder: Path, name: str) -> Path:
    return folder / f"{name}.yaml"


def _unreadable(scenario: Scenario, marked: Marked, folder: Path, begun: tuple[str, ...]) -> Iterator[Fault]:
    for index, name in enumerate(scenario.begins_with):
        if name in begun:
            vi, en = f"{name} bắt đầu bằng chính nó", f"{name} begins with itself"
            yield marked.fault(("begins_with", index), vi, en)
        elif not _named(folder, name).is_file():
            vi, en = f"không có kịch bản {name}.yaml", f"there is no scenario {name}.yaml"
            yield marked.fault(("begins_with", index), vi, en)


def _place(location: Place) -> Place:
    return tuple(_ALIASES.get(str(part), part) for part in location)


def _meaning(scenario: Scenario, marked: Marked, people: Collection[str] | None, saved: set[str]) -> Iterator[Fault]:
    for index, step in enumerate(scenario.steps):
        for field, vi, en in _step_faults(step, saved, people):
            yield marked.fault(("steps", index, field), vi, en)
        if step.save_as:
            saved.add(step.save_as)


def _step_faults(step: Step, saved: set[str], people: Collection[str] | None) -> Iterator[tuple[str, str, str]]:
    if not commands.is_known(step.do):
        yield _unknown_command(step.do)
        return
    if step.as_ is None and commands.needs_person(step.do):
        yield "as", "phải nêu người làm", "somebody must do it"
    is_person = step.as_ is not None and not commands.is_of_system(step.do)
    if is_person and people is not None and step.as_ not in people:
        yield "as", f"không có người {step.as_}", f"there is no person {step.as_}"
    for field in commands.needed_fields(step.do):
        if field not in step.with_:
            yield "with", f"thiếu {field}", f"{field} is missing"
    for part in ("with_", "expect", "when_written", "if_version"):
        for name in sorted({*used_names(getattr(step, part))} - saved):
            yield _ALIASES.get(part, part), f"chưa có tên {name}", f"no step before has saved {name}"


def _unknown_command(do: str) -> tuple[str, str, str]:
    near = difflib.get_close_matches(do, commands.names(), 1)
    vi, en = (f"; có phải {near[0]}?", f"; did you mean {near[0]}?") if near else ("", "")
    return "do", f"không có lệnh {do}{vi}", f"there is no command {do}{en}"
