"""The house keeps its shape: sizes, names, places."""

import re
import statistics
from pathlib import Path

import pytest

from tests.architecture.source import CODE, ROOT, classes, files, functions, short

BANNED = {"utils", "util", "helpers", "helper", "common", "misc", "base", "manager", "handlers", "models", "core"}
SERVICES = ("nominations", "reviews", "notifications", "console")
NAMES = {
    "__init__.py",
    "README.md",
    "pyproject.toml",
    "requirements.lock",
    "__main__.py",
    "app.py",
    "parts",
    "kit",
    "settings.py",
    "api.py",
    "api",
    "pages",
    "templates",
    "static",
    "locale",
    "subscribers.py",
    "schedule.py",
    "usecases",
    "domain",
    "adapters",
    "__pycache__",
}


def test_files_and_functions_stay_short() -> None:
    long_files = [short(path) for path in files(*CODE, "tests") if _lines(path) > 300 and "test_" not in path.name]
    assert long_files == []
    assert statistics.median(_lines(path) for path in files(*CODE)) < 80
    long = [f"{short(path)}:{one.name}" for path in files(*CODE) for one in functions(path) if _span(one) > 40]
    assert long == []


def test_no_module_has_a_name_that_says_nothing() -> None:
    said = [short(path) for path in files(*CODE, "tests") if {path.stem, *path.parent.parts} & BANNED]
    assert said == []


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_has_the_known_names_and_no_others(service: str) -> None:
    found = {path.name for path in (ROOT / "services" / service).iterdir()}
    assert found <= NAMES
    assert {"README.md", "app.py", "settings.py", "__main__.py", "usecases", "domain", "adapters"} <= found
    assert ("pages" in found) == (service == "console")


@pytest.mark.parametrize("service", SERVICES)
def test_a_services_readme_answers_the_seven_questions(service: str) -> None:
    text = (ROOT / "services" / service / "README.md").read_text(encoding="utf-8")
    asked = ("For whom", "Owns", "Says", "Listens", "Rules", "Run alone", "Scale")
    assert [question for question in asked if f"**{question}.**" not in text] == []


def test_services_is_a_namespace() -> None:
    assert not (ROOT / "services" / "__init__.py").exists()


def test_errors_end_in_error_and_have_a_sentence() -> None:
    wrong = [
        f"{short(path)}:{one.name}"
        for path in files("services", "shared")
        for one in classes(path)
        if any(getattr(parent, "id", "").endswith(("Error", "Exception")) for parent in one.bases)
        and not (one.name.endswith("Error") and _doc(one))
    ]
    assert wrong == []


def test_a_use_case_says_what_it_emits() -> None:
    wrong = []
    for path in files(*(f"services/{service}/usecases" for service in SERVICES)):
        text = path.read_text(encoding="utf-8")
        told = {name for line in re.findall(r"Emits: ([^.]*)\.", text) for name in re.findall(r"[A-Z]\w+", line)}
        built = {name for name in _event_names() if re.search(rf"\b{name}\(", text)}
        if not built <= told <= _event_names():
            wrong.append(f"{short(path)}: says {sorted(told)}, builds {sorted(built)}")
    assert wrong == []


def _event_names() -> set[str]:
    from shared.contracts.registry import EVENTS  # noqa: PLC0415 - the rest of this file only reads source

    return {event.__name__ for event in EVENTS.values()}


def _lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def _span(node: object) -> int:
    return int(getattr(node, "end_lineno", 0)) - int(getattr(node, "lineno", 0)) + 1


def _doc(node: object) -> bool:
    body = getattr(node, "body", [])
    return bool(body) and isinstance(getattr(getattr(body[0], "value", None), "value", None), str)
