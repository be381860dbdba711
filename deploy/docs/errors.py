"""The page of refusals: every code with what people read and what they can do."""

from collections.abc import Iterable, Iterator

from shared.kernel.reasons import GROUPS
from shared.runtime.web.sentences import FIELDS, TECHNICAL, UNKNOWN

PATH = "docs/errors.md"
_HEAD = """# Refusals

Every refusal is a problem document (RFC 9457, `application/problem+json`) with `code`, `title` and `way_out_vi` in
Vietnamese, `detail_en` and `way_out_en` in English. `{name}` stands for a parameter. 403: not for you; 409: not as it
stands; 413: too large; 422: not lawful or not complete. Written by `./dev docs`.
"""
_FOUR = ("code", "people read", "English", "way out", "way out, English")


def errors_files() -> Iterator[tuple[str, str]]:
    """Give path and text of the page."""
    parts = [_HEAD]
    for title, group in GROUPS.items():
        rows = (
            (f"`{code}`", one.sentence_vi, one.sentence_en, one.way_out_vi, one.way_out_en)
            for code, one in group.items()
        )
        parts.append(f"## {title}\n\n{_table(_FOUR, rows)}")
    technical = (
        (f"`{code}` ({one.status})", one.vi, one.en, one.way_out_vi, one.way_out_en) for code, one in TECHNICAL.items()
    )
    parts.append(f"## The request itself, and the service\n\n{_table(_FOUR, technical)}")
    fields = {one.code: (f"`{one.code}`", one.vi, one.en) for one in (*FIELDS.values(), UNKNOWN)}
    parts.append(f"## One field of a request\n\nIn `errors` of `body_invalid`.\n\n{_table(_FOUR[:3], fields.values())}")
    yield PATH, "\n".join(parts)


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)
