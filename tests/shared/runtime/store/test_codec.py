from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.runtime.store.codec import Codec, UnkeepableError, decode, encode
from shared.runtime.store.driver import Document


class Colour(StrEnum):
    RED = "red"


@dataclass(frozen=True, slots=True)
class Part:
    name: str
    on: date | None
    share: Decimal


@dataclass(frozen=True, slots=True)
class Whole:
    id: UUID
    version: int
    parts: tuple[Part, ...]
    colours: frozenset[Colour]
    by_name: dict[str, Part]
    at: datetime
    of: UUID
    money: int


PARTS = st.builds(
    Part,
    name=st.text(st.characters(exclude_categories=["Cs"])),
    on=st.none() | st.dates(),
    share=st.decimals(0, 100, places=2),
)
INSTANTS = st.datetimes(datetime(1, 1, 2), datetime(9999, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - zoned beside
WHOLES = st.builds(
    Whole,
    id=st.uuids(),
    version=st.just(3),
    parts=st.lists(PARTS, max_size=3).map(tuple),
    colours=st.frozensets(st.sampled_from(Colour)),
    by_name=st.dictionaries(st.text("ab.$", min_size=1), PARTS, max_size=3),
    at=INSTANTS,
    of=st.uuids(),
    money=st.integers(-(2**63), 2**63 - 1),
)


@given(WHOLES)
def test_a_thing_comes_back_as_it_was_kept(whole: Whole) -> None:
    codec = Codec(Whole)
    document = {"_id": whole.id, "schema": 1, "version": 3, "state": codec.state_of(whole)}
    assert codec.thing_of(decode(encode(document))) == whole


def test_the_state_is_json_without_what_the_envelope_has() -> None:
    whole = Whole(uuid4(), 3, (Part("a", date(2026, 1, 2), Decimal("1.50")),), frozenset({Colour.RED}), {}, AT, OF, 7)
    assert Codec(Whole).state_of(whole) == {
        "parts": [{"name": "a", "on": "2026-01-02", "share": "1.50"}],
        "colours": ["red"],
        "by_name": {},
        "at": "2026-01-02T03:04:05Z",
        "of": str(OF),
        "money": 7,
    }


def test_an_old_schema_is_brought_up_when_read() -> None:
    def upcast(schema: int, state: Document) -> Document:
        assert schema == 1
        return {"name": state["nom"], "on": None, "share": "1"}

    @dataclass(frozen=True)
    class Now(Part):
        id: UUID
        version: int

    codec = Codec(Now, schema=2, upcast=upcast)
    read = codec.thing_of({"_id": OF, "schema": 1, "version": 4, "state": {"nom": "a"}})
    assert read == Now(name="a", on=None, share=Decimal(1), id=OF, version=4)
    again = codec.thing_of({"_id": OF, "schema": 2, "version": 5, "state": codec.state_of(read)})
    assert again.name == "a"


@pytest.mark.parametrize("value", [2**63, "\ud800", {"a\0b": 1}, object()])
def test_what_bson_cannot_carry_is_named(value: object) -> None:
    with pytest.raises(UnkeepableError):
        encode({"state": value})


AT = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
OF = uuid4()
