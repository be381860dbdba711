"""Documents keep up with the code."""

import re

from tests.architecture.source import ROOT, classes, files

DECISIONS = sorted((ROOT / "docs" / "decisions").glob("*.md"))


def test_every_public_domain_class_is_in_the_glossary() -> None:
    glossary = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    domains = [path for path in files("services") if "domain" in path.parts]
    names = {
        one.name
        for path in domains
        for one in classes(path)
        if not one.name.startswith("_") and one.name[-5:] != "Error"
    }
    assert names
    assert sorted(name for name in names if f"`{name}`" not in glossary) == []


def test_decisions_are_numbered_without_gaps_and_say_what_enforces_them() -> None:
    numbers = [int(path.name[:4]) for path in DECISIONS]
    assert numbers == list(range(1, len(numbers) + 1))
    for path in DECISIONS:
        text = path.read_text(encoding="utf-8")
        assert "Enforced by:" in text, path.name
        assert re.search(r"^\*[^*]+\*$", text, re.MULTILINE | re.DOTALL), path.name


def test_links_between_documents_lead_somewhere() -> None:
    pages = [ROOT / "README.md", *(ROOT / "docs").rglob("*.md"), *(ROOT / "services").glob("*/README.md")]
    broken = [
        f"{page.relative_to(ROOT)} → {target}"
        for page in pages
        for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
        if "://" not in target and not (page.parent / target).exists()
    ]
    assert broken == []
