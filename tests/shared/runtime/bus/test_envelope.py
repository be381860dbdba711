"""The envelope, as written and as read."""

import base64
import json
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.contracts.nominations import NominationHeld
from shared.contracts.reviews import ReviewHeld
from shared.kernel.cause import job_cause
from shared.kernel.clock import now_utc
from shared.kernel.ids import id_from
from shared.runtime.bus.envelope import UnreadableError, read, seal
from tests.shared.runtime.bus.world import KNOWN, Told, told

THING = UUID(int=7)


@dataclass
class Raw:
    value: bytes | None
    headers: Sequence[tuple[str, bytes | None]]
    topic: str = "results.v1"
    partition: int = 0
    offset: int = 0
    key: bytes | None = field(default=None)


def raw_of(n: int = 3, **changes: bytes | None) -> Raw:
    entry = told(THING, n)
    headers: dict[str, bytes | None] = dict(entry.raw_headers)
    headers |= {name.replace("__", "-"): value for name, value in changes.items()}
    return Raw(entry.data, list(headers.items()))


def test_the_headers_are_those_of_binary_cloudevents_and_no_others() -> None:
    entry = told(THING, 3)
    cause = id_from("job", "tests", "tell", THING, 3)
    assert entry.id == id_from("event", entry.topic, THING, cause, 0)
    assert {**entry.headers, "ce_time": "", "ce_recordedtime": ""} == {
        "ce_specversion": "1.0",
        "content-type": "application/json",
        "ce_id": str(entry.id),
        "ce_source": "/kipthoi/tests",
        "ce_type": "thing.told",
        "ce_subject": str(THING),
        "ce_time": "",
        "ce_dataschema": "thing.told/1",
        "ce_correlationid": str(cause),
        "ce_causationid": str(cause),
        "ce_sequence": "0000000004",
        "ce_recordedtime": "",
    }
    assert entry.headers["ce_time"].endswith("Z")
    assert (entry.topic, entry.key) == ("results.v1", str(THING))


def test_a_nomination_and_its_case_make_two_events_of_one_cause() -> None:
    """They have one id and live in two services, and both may answer one event."""
    file, cause = uuid4(), job_cause("tests", "dispute")
    path = ("UB-HP", "STP-HP")
    about: dict[str, Any] = {"unit_id": "STP-HP", "unit_path": path, "number": "KT-2026-0001", "ground": "g"}
    held = NominationHeld(**about, nomination_id=file, proposer_ref="P")
    case_held = ReviewHeld(**about, case_id=file, grantor_unit_id="STP-HP", grantor_path=path)
    told = [
        seal(one, aggregate_id=file, seq=1, n=1, cause=cause, source="s", at=now_utc()) for one in (held, case_held)
    ]
    assert told[0].id != told[1].id


def test_what_is_sealed_reads_the_same() -> None:
    head, event = read(raw_of(), known=KNOWN)
    assert event == Told(thing_id=THING, n=3, unit_id="u", unit_path=("u",))
    assert (head.type, head.version, head.sequence, head.subject) == ("thing.told", 1, 4, str(THING))
    assert head.time is not None
    assert head.recorded_at == head.time


def test_a_type_that_is_not_wanted_is_not_opened() -> None:
    record = raw_of()
    record.value = b"not even JSON"
    head, event = read(record, wanted={"ledger.noted"}, known=KNOWN)
    assert (head.type, event) == ("thing.told", None)


@pytest.mark.parametrize("is_base64", [False, True])
def test_structured_mode_reads_the_same(*, is_base64: bool) -> None:
    entry = told(THING, 3)
    whole: dict[str, object] = {name[3:]: text for name, text in entry.headers.items() if name.startswith("ce_")}
    if is_base64:
        whole["data_base64"] = base64.b64encode(entry.data).decode()
    else:
        whole["data"] = json.loads(entry.data)
    record = Raw(json.dumps(whole).encode(), [("content-type", b"application/cloudevents+json; charset=utf-8")])
    ours, theirs = read(raw_of(), known=KNOWN), read(record, known=KNOWN)
    assert theirs[1] == ours[1]
    assert (theirs[0].id, theirs[0].version, theirs[0].sequence) == (ours[0].id, 1, 4)


POISON: Sequence[tuple[str, Raw]] = (
    ("null_value", Raw(None, raw_of().headers)),
    ("bad_json", Raw(b"{", raw_of().headers)),
    ("bad_data", Raw(b'{"thing_id": 1}', raw_of().headers)),
    ("bad_header", raw_of(ce_subject=b"\xff\xfe")),
    ("bad_header", raw_of(ce_subject=None)),
    ("bad_envelope", raw_of(ce_specversion=b"0.3")),
    ("bad_envelope", raw_of(ce_sequence=b"many")),
    ("bad_envelope", raw_of(ce_time=b"2025-01-01T00:00:00")),
    ("bad_envelope", Raw(b"{}", [("ce_specversion", b"1.0")])),
    ("bad_envelope", Raw(b"{}", [])),
    ("future_version", raw_of(ce_dataschema=b"thing.told/2")),
    ("unknown_type", raw_of(ce_type=b"thing.sung", ce_dataschema=b"thing.sung/1")),
)


@pytest.mark.parametrize(("reason", "record"), POISON, ids=[f"{i} {row[0]}" for i, row in enumerate(POISON)])
def test_poison_has_its_reason(reason: str, record: Raw) -> None:
    with pytest.raises(UnreadableError) as caught:
        read(record, known=KNOWN)
    assert caught.value.reason == reason


NAMES = st.sampled_from([*told(THING, 0).headers, "x", ""])
HEADERS = st.lists(st.tuples(NAMES, st.none() | st.binary(max_size=40) | st.text(max_size=20).map(str.encode)))


@given(st.none() | st.binary(max_size=60) | st.text().map(lambda text: json.dumps({"n": text}).encode()), HEADERS)
def test_whatever_the_bytes_are_they_read_or_are_unreadable(
    value: bytes | None, headers: list[tuple[str, bytes | None]]
) -> None:
    merged = dict(raw_of().headers) | dict(headers)
    with suppress(UnreadableError):
        head, event = read(Raw(value, list(merged.items())), known=KNOWN)
        assert head.type in KNOWN
        assert event is not None
