from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from services.notifications.domain.register import GENESIS, Draft, Entry, canonical, draft, enter, first_broken
from tests.notifications.facts import SECRET_CITATION, SECRET_NAME, event_of

AT = datetime(2026, 10, 13, 2, 30, tzinfo=UTC)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
OBJECTS = st.dictionaries(st.text(max_size=8), JSON, max_size=4)


def register(contents: list[tuple[dict[str, object], dict[str, object]]]) -> list[Entry]:
    entries: list[Entry] = []
    for seq, (public, personal) in enumerate(contents, start=1):
        item = Draft(UUID(int=seq), "award.published", AT, public, personal)
        prev = entries[-1].hash if entries else GENESIS
        entries.append(enter(item, seq=seq, epoch="e1", prev=prev, salt=f"{seq:064x}"))
    return entries


@given(st.lists(st.tuples(OBJECTS, OBJECTS), max_size=6))
def test_a_register_as_written_is_whole(contents: list[tuple[dict[str, object], dict[str, object]]]) -> None:
    entries = register(contents)
    assert first_broken(entries) is None
    assert first_broken(entries[1:], after=1, prev=entries[0].hash if entries else GENESIS) is None


@given(st.lists(st.tuples(OBJECTS, OBJECTS), min_size=1, max_size=6), st.data())
def test_any_change_is_found_at_its_place(
    contents: list[tuple[dict[str, object], dict[str, object]]], data: st.DataObject
) -> None:
    entries = register(contents)
    at = data.draw(st.integers(0, len(entries) - 1))
    changed = data.draw(
        st.sampled_from(
            [
                replace(entries[at], public={**entries[at].public, "bonus_vnd": "changed"}),
                replace(entries[at], personal={**(entries[at].personal or {}), "subject_label": ("changed",)}),
                replace(entries[at], salt="0" * 63 + "f"),
                replace(entries[at], seq=entries[at].seq + 1),
                replace(entries[at], epoch="e2"),
                replace(entries[at], key=UUID(int=99)),
                replace(entries[at], hash="f" * 64),
            ]
        )
    )
    assert first_broken([*entries[:at], changed, *entries[at + 1 :]]) == at + 1


@given(st.lists(st.tuples(OBJECTS, OBJECTS), min_size=2, max_size=6))
def test_a_missing_entry_is_found(contents: list[tuple[dict[str, object], dict[str, object]]]) -> None:
    entries = register(contents)
    assert first_broken(entries[1:]) == 1


@given(st.lists(st.tuples(OBJECTS, OBJECTS), min_size=1, max_size=4))
def test_erasing_the_personal_parts_keeps_the_chain(
    contents: list[tuple[dict[str, object], dict[str, object]]],
) -> None:
    erased = [replace(entry, personal=None, salt=None) for entry in register(contents)]
    assert first_broken(erased) is None


def test_another_salt_gives_another_digest() -> None:
    item = Draft(UUID(int=1), "award.published", AT, {}, {"subject_label": "Hạnh"})
    one = enter(item, seq=1, epoch="e1", prev=GENESIS, salt="a" * 64)
    other = enter(item, seq=1, epoch="e1", prev=GENESIS, salt="b" * 64)
    assert one.personal_sha256 != other.personal_sha256


def test_canonical_json_is_the_same_for_any_order_of_keys() -> None:
    assert canonical({"b": 1, "a": {"d": "ă", "c": None}}) == canonical({"a": {"c": None, "d": "ă"}, "b": 1})
    assert canonical({"b": 1, "a": "ă"}) == '{"a":"ă","b":1}'.encode()


def test_only_a_published_award_enters_and_its_name_is_personal() -> None:
    granted = event_of("award.granted").model_dump(mode="json")
    published = event_of("award.published").model_dump(mode="json")
    assert draft("award.granted", UUID(int=1), AT, granted) is None
    found = draft("award.published", UUID(int=1), AT, published)
    assert found is not None
    assert SECRET_NAME not in str(found.public)
    assert SECRET_CITATION not in str(found.public)
    assert "CB-0412" not in str(found.public)
    assert found.personal["subject_label"] == SECRET_NAME
    assert {"proposer_ref", "endorser_ref"}.isdisjoint({*found.public, *found.personal})
