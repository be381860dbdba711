"""The page of refusals: every code with what people read and what they can do."""

from collections.abc import Iterator
from pathlib import Path

import yaml

from deploy.docs.stories import told_steps
from deploy.markdown import table
from shared.kernel.reasons import GROUPS
from shared.runtime.web.sentences import FIELDS, TECHNICAL, UNKNOWN

PATH = "docs/errors.md"
_INTRODUCTION = """# Refusals

Every refusal is a problem document (RFC 9457, `application/problem+json`) with `code`, `title` and `way_out_vi` in
Vietnamese, `detail_en` and `way_out_en` in English. `{name}` stands for a parameter. 403: not for you; 409: not as it
stands; 413: too large; 422: not lawful or not complete. Written by `./dev docs`.
"""
_FILES = Path(__file__).resolve().parents[2] / "tests" / "shared" / "runtime" / "law" / "wrong_files.yaml"
_HEAD = ("code", "people read", "English", "way out", "way out, English")


def errors_files() -> Iterator[tuple[str, str]]:
    """Give path and text of the page."""
    parts = [_INTRODUCTION]
    for title, group in GROUPS.items():
        rows = (
            (f"`{code}`", one.sentence_vi, one.sentence_en, one.way_out_vi, one.way_out_en)
            for code, one in group.items()
        )
        parts.append(f"## {title}\n\n{table(_HEAD, rows)}\n")
    technical = (
        (f"`{code}` ({one.status})", one.vi, one.en, one.way_out_vi, one.way_out_en) for code, one in TECHNICAL.items()
    )
    parts.append(f"## The request itself, and the service\n\n{table(_HEAD, technical)}\n")
    fields = {one.code: (f"`{one.code}`", one.vi, one.en) for one in (*FIELDS.values(), UNKNOWN)}
    parts.append(
        f"## One field of a request\n\nIn `errors` of `body_invalid`.\n\n{table(_HEAD[:3], fields.values())}\n"
    )
    parts += [_wrong_commands(), _wrong_files()]
    yield PATH, "\n".join(parts)


def _wrong_commands() -> str:
    rows = (
        (step.note, f"`{step.do}`", ", ".join(f"`{code}`" for code in step.refused), step.file.name)
        for step in told_steps()
        if step.refused and step.note
    )
    said = "Played by `./dev play tests/scenarios/FILE`; each is refused so, and changes nothing."
    return f"## Wrong commands\n\n{said}\n\n{table(('what is wrong', 'command', 'refused with', 'file'), rows)}\n"


def _wrong_files() -> str:
    rows = ((one["wrong"], f"`{one['file']}`", _cell(one["told"])) for one in yaml.safe_load(_FILES.read_text("utf-8")))
    said = "Told by `python -m deploy.standalone law`, by every start and by `./dev check`, each with its line."
    return f"## Wrong files\n\n{said}\n\n{table(('what is wrong', 'file', 'told (its beginning)'), rows)}\n"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").removesuffix(" /").strip()
