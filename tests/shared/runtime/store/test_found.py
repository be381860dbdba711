from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.kernel.errors import CauseReusedError
from shared.runtime.store.codec import decode, encode
from shared.runtime.store.found import Found, id_of, split

TEXTS = st.text(st.characters(exclude_categories=["Cs"]))
NAMES = st.sampled_from(["inbox", "inbox2", "xinbox", "a", "Ánh"])
LEAVES: st.SearchStrategy[Any] = st.one_of(
    st.none(), st.booleans(), st.floats(allow_nan=False), TEXTS, st.integers(-(2**63), 2**63 - 1), st.uuids(),
    st.binary(), st.just("\0inbox\0"), st.just(b"\4inbox\0"),
)  # fmt: skip
VALUES = st.recursive(LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3))
DOCUMENTS = st.dictionaries(st.sampled_from(["schema", "state", "xinbox", "outbox"]), VALUES)


@given(DOCUMENTS, st.lists(st.fixed_dictionaries({"k": st.uuids()}), max_size=3), DOCUMENTS)
def test_the_inbox_is_taken_out_and_nothing_else(
    before: dict[str, Any], inbox: list[dict[str, UUID]], after: dict[str, Any]
) -> None:
    rest = {"_id": uuid4(), **before, **after}
    whole = {"_id": rest["_id"], **before, "inbox": inbox, **after}
    without, array = split(encode(whole), b"inbox")
    assert decode(without) == rest
    assert list(decode(array).values()) == inbox
    assert id_of(encode(whole)) == rest["_id"]


@given(DOCUMENTS)
def test_a_document_without_the_field_stays_whole(document: dict[str, Any]) -> None:
    raw = encode(document)
    assert split(raw, b"inbox") == (raw, encode({}))


def test_a_cause_is_found_in_the_inbox_alone() -> None:
    here, elsewhere = uuid4(), uuid4()
    document = {"_id": elsewhere, "state": {"of": elsewhere}, "inbox": [{"k": here, "w": 7, "h": "one"}]}
    found = Found.of(encode(document))
    assert found.token(elsewhere, None) is None
    assert found.token(here, None) == found.token(here, "one") == 7
    with pytest.raises(CauseReusedError):
        found.token(here, "two")
