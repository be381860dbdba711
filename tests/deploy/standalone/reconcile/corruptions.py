"""One corruption by hand of each kind, each undone again."""

import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any
from uuid import uuid4

from tests.deploy.standalone.reconcile.conftest import Document, Small

Corruption = Callable[[Small], AbstractContextManager[object]]


@contextmanager
def changed(
    small: Small, service: str, collection: str, wanted: Document, change: Callable[[Document], None]
) -> Iterator[Any]:
    """One document as it should not be, and as it was again; gives its id."""
    rows = small.database(service)[collection]
    before = rows.find_one(wanted)
    assert before is not None, f"no {collection} {wanted}"
    after = json_copy(before)
    change(after)
    rows.replace_one({"_id": before["_id"]}, after)
    try:
        yield before["_id"]
    finally:
        rows.replace_one({"_id": before["_id"]}, before)


@contextmanager
def gone(small: Small, service: str, collection: str, wanted: Document) -> Iterator[Any]:
    """One document lost, and found again; gives its id."""
    rows = small.database(service)[collection]
    before = rows.find_one(wanted, sort=[("_id", -1)])
    assert before is not None, f"no {collection} {wanted}"
    rows.delete_one({"_id": before["_id"]})
    try:
        yield before["_id"]
    finally:
        rows.insert_one(before)


@contextmanager
def added(small: Small, service: str, collection: str, document: Document) -> Iterator[Any]:
    """One document that nobody wrote, and gone again; gives its id."""
    rows = small.database(service)[collection]
    rows.insert_one(document)
    try:
        yield document["_id"]
    finally:
        rows.delete_one({"_id": document["_id"]})


@contextmanager
def told_otherwise(small: Small, alter: Callable[[list[Document]], None]) -> Iterator[None]:
    """The clients' history with other lines."""
    text = small.history_file.read_text(encoding="utf-8")
    lines = [json.loads(line) for line in text.splitlines()]
    alter(lines)
    small.history_file.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    try:
        yield
    finally:
        small.history_file.write_text(text, encoding="utf-8")


def json_copy(document: Document) -> Document:
    """A copy that can be changed in depth."""
    return {name: _copy(value) for name, value in document.items()}


def _copy(value: Any) -> Any:
    if isinstance(value, dict):
        return json_copy(value)
    return [_copy(one) for one in value] if isinstance(value, list) else value


def _forget_command(document: Document) -> None:
    document["inbox"] = [one for one in document["inbox"] if "h" not in one]


def _add_command(document: Document) -> None:
    document["inbox"].append({**document["inbox"][0], "k": uuid4()})


def _twice(document: Document) -> None:
    document["inbox"].append(document["inbox"][-1])


def _other_body(document: Document) -> None:
    first = next(one for one in document["inbox"] if "h" in one)
    document["inbox"].append({**first, "h": "0" * 64})


def _one_more_event(document: Document) -> None:
    document["seq"] += 1


def _back_to(state: str) -> Callable[[Document], None]:
    def change(document: Document) -> None:
        document["state"]["state"] = state

    return change


def _turned(document: Document) -> None:
    document["inbox"].reverse()


def _another_yes(document: Document) -> None:
    ballots = document["state"]["votes"][0]["ballots"]
    ballots[0]["choice"] = "no"


def _a_name_on_it(document: Document) -> None:
    document["state"]["votes"][0]["ballots"][0]["member"] = "HD-01"


def _chosen_by_name(document: Document) -> None:
    document["state"]["votes"][0]["choices"] = [{"member_ref": "HD-01", "choice": "yes"}]


def _one_ballot_less(document: Document) -> None:
    document["state"]["votes"][0]["ballots"].pop()


def _saw_less(document: Document) -> None:
    document["seen"]["nomination"] -= 1


def _a_line_twice(document: Document) -> None:
    document["timeline"].append(document["timeline"][-1])


def _a_line_of_another(document: Document) -> None:
    document["timeline"][-1] = {**document["timeline"][-1], "event": document["timeline"][0]["event"]}


def _unplanned(document: Document) -> None:
    document["is_planned"] = False


def _signed_else(document: Document) -> None:
    document["state"]["document"] += " "


def _chained_else(document: Document) -> None:
    document["public"]["bonus_vnd"] += 10_000


def _sealed_else(document: Document) -> None:
    document["chain"] = bytes(32)


def _unsealed(document: Document) -> None:
    del document["chain"]


def _more_ballots(lines: list[Document]) -> None:
    cast = next(line for line in lines if line["do"] == "cast" and line["outcome"] == "acknowledged")
    lines.append({**cast, "person": "HD-03", "key": "never kept"})


def _refuse_one(lines: list[Document]) -> None:
    next(line for line in lines if line["do"] == "submit")["outcome"] = "refused"


def _forget_ballots(lines: list[Document]) -> None:
    lines[:] = [line for line in lines if line["do"] != "cast"]


def _two_things(lines: list[Document]) -> None:
    next(line for line in lines if line["do"] == "draft" and line["things"])["things"].append(str(uuid4()))


def _forged_notice(small: Small) -> Document:
    last = _last_notice(small)
    return {**last, "_id": last["_id"] + 1, "entry": uuid4(), "event": uuid4()}


def _same_notice(small: Small) -> Document:
    last = _last_notice(small)
    return {**last, "_id": last["_id"] + 1, "entry": uuid4()}


def _last_notice(small: Small) -> Document:
    found = small.database("notifications")["feed_0"].find_one({}, sort=[("_id", -1)])
    assert found is not None
    return found


def _second_award(small: Small) -> Document:
    award = small.database("reviews")["awards"].find_one({})
    assert award is not None
    copy = json_copy(award)
    copy["_id"], copy["state"]["claim"] = uuid4(), f"{uuid4()}:CB-0412"
    return copy


def _owes(document: Document) -> None:
    headers = {"ce_causationid": str(document["inbox"][0]["k"])}
    event = {"id": uuid4(), "seq": document["seq"], "type": "deed.registered", "at": document["created_at"]}
    document["outbox"] = [{**event, "topic": "deeds.v1", "headers": headers, "data": b"{}"}]


def _counted_again(document: Document) -> None:
    document["counted"].append(document["counted"][0])


def _parked(small: Small) -> Document:
    about = {"_id": uuid4(), "group": "reviews.cases", "topic": f"{small.site.namespace}.nominations.v1"}
    record: Document = {"partition": 0, "offset": 0, "key": None, "value": b"", "headers": []}
    return about | record | {"state": "parked", "reason": "NoRulePackError", "error": "", "held": True}


GRANTED = {"state.state": "granted"}
CORRUPTIONS: dict[str, tuple[str, Corruption]] = {
    "an acknowledged nomination is lost": ("I1", lambda w: gone(w, "nominations", "nominations", GRANTED)),
    "an acknowledged command is lost": (
        "I1",
        lambda w: changed(w, "nominations", "nominations", GRANTED, _forget_command),
    ),
    "an acknowledged ballot is lost": ("I1", lambda w: told_otherwise(w, _more_ballots)),
    "a command that nobody sent": ("I2", lambda w: changed(w, "nominations", "deeds", {}, _add_command)),
    "a command that was refused is kept": ("I2", lambda w: told_otherwise(w, _refuse_one)),
    "a ballot that nobody cast": ("I2", lambda w: told_otherwise(w, _forget_ballots)),
    "one key with two bodies": ("I3", lambda w: changed(w, "nominations", "nominations", GRANTED, _other_body)),
    "one key answered with two things": ("I3", lambda w: told_otherwise(w, _two_things)),
    "an event is missing": ("I4", lambda w: changed(w, "nominations", "deeds", {}, _one_more_event)),
    "a state that no event tells": ("I4", lambda w: changed(w, "reviews", "awards", {}, _back_to("reserved"))),
    "an award without its decision": ("I5", lambda w: gone(w, "reviews", "decisions", {})),
    "another document than was signed": ("I5", lambda w: changed(w, "reviews", "decisions", {}, _signed_else)),
    "an award without its vote": ("I5", lambda w: gone(w, "reviews", "sessions", {})),
    "a notice without its event": ("I5", lambda w: added(w, "notifications", "feed_0", _forged_notice(w))),
    "a case took events in out of order": (
        "I6",
        # Those of cases that ended long ago are pruned.
        lambda w: changed(w, "reviews", "cases", {"inbox.1": {"$exists": True}}, _turned),
    ),
    "an event took effect twice": ("I7", lambda w: changed(w, "reviews", "cases", {}, _twice)),
    "an event was never heard": ("I7", lambda w: gone(w, "notifications", "events", {})),
    "an event was never planned to the end": ("I7", lambda w: changed(w, "notifications", "events", {}, _unplanned)),
    "a row is behind": ("I7", lambda w: changed(w, "console", "cases", {}, _saw_less)),
    "a line stands twice": ("I7", lambda w: changed(w, "console", "cases", {}, _a_line_twice)),
    "a line tells another event": ("I7", lambda w: changed(w, "console", "cases", {}, _a_line_of_another)),
    "a card fell off the wall": ("I7", lambda w: gone(w, "console", "wall", {})),
    "an award is not remembered": ("I7", lambda w: gone(w, "nominations", "award_history", {})),
    "an award is not counted": ("I7", lambda w: gone(w, "reviews", "figures", {})),
    "an award is counted twice": ("I7", lambda w: changed(w, "reviews", "figures", {}, _counted_again)),
    "the staff of a unit is not known": ("I7", lambda w: gone(w, "reviews", "staff", {})),
    "the register was altered": ("I7", lambda w: changed(w, "notifications", "register", {}, _chained_else)),
    "an award was never published": ("I7", lambda w: changed(w, "reviews", "awards", {}, _back_to("granted"))),
    "a notice is missing": ("I8", lambda w: gone(w, "notifications", "feed_0", {})),
    "a notice stands twice": ("I8", lambda w: added(w, "notifications", "feed_0", _same_notice(w))),
    "a nomination is in no state": ("I9", lambda w: changed(w, "nominations", "nominations", {}, _back_to("lost"))),
    "a case is lost": ("I9", lambda w: gone(w, "reviews", "cases", {})),
    "a deed has two live awards": ("I9", lambda w: added(w, "reviews", "awards", _second_award(w))),
    "a ballot was altered": ("I10", lambda w: changed(w, "reviews", "sessions", {}, _another_yes)),
    "a ballot is lost": ("I10", lambda w: changed(w, "reviews", "sessions", {}, _one_ballot_less)),
    "a secret choice is kept by name": ("I10", lambda w: changed(w, "reviews", "sessions", {}, _chosen_by_name)),
    "a ballot names its member": ("I10", lambda w: changed(w, "reviews", "sessions", {}, _a_name_on_it)),
    "an audit chain was altered": ("I11", lambda w: changed(w, "reviews", "cases", {}, _sealed_else)),
    "an audit chain is gone": ("I11", lambda w: changed(w, "nominations", "deeds", {}, _unsealed)),
    "an event waits for ever": ("I12", lambda w: changed(w, "nominations", "deeds", {}, _owes)),
    "an event was set aside": ("I12", lambda w: added(w, "reviews", "parked", _parked(w))),
}
