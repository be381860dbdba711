from datetime import UTC, datetime
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from services.notifications.domain.addressed import Addressed, Fate
from services.notifications.domain.channel import Channel
from services.notifications.domain.delivery import State
from services.notifications.domain.message import Message
from services.notifications.domain.outgoing import Reader, addressed, delivery_of, postponed_of
from services.notifications.domain.plan import plan
from services.notifications.domain.preference import ANY_KIND, Level, Preferences, Setting, Topic
from tests.notifications.facts import event_of

EVENT = UUID(int=7)
DAY, NIGHT = datetime(2026, 10, 13, 2, 0, tzinfo=UTC), datetime(2026, 10, 13, 15, 0, tzinfo=UTC)
KINDS = ("award.granted", "award.published", "council.convened", "nomination.accepted", "award.presented")
ME = "person:CB-0412"


def message_of(kind: str) -> Message:
    event = event_of(kind)
    file = {"proposer_ref": "PCT-HP-THA", "subject_ref": "CB-0412", "endorser_ref": "TP-05"}
    return plan(kind, EVENT, event.aggregate_id, event.model_dump(), file)[0]


def to_reader(kind: str, now: datetime, setting: Setting | None = None, *, own: bool = False) -> Addressed:
    chosen = {Topic(ANY_KIND, Channel.EMAIL): setting} if setting else {}
    reader = Reader("CB-0412", (Channel.EMAIL,), ME, Preferences(ME, chosen))
    return addressed(message_of(kind), EVENT, reader, now, is_own_award=own)


def test_by_day_at_once_by_night_in_the_morning_and_what_is_urgent_at_any_hour() -> None:
    for kind, now, fate in (
        ("nomination.accepted", DAY, Fate.SEND),
        ("nomination.accepted", NIGHT, Fate.HOLD),
        ("council.convened", DAY, Fate.SEND),
        ("council.convened", NIGHT, Fate.SEND),
    ):
        planned = to_reader(kind, now)
        assert planned.fate is fate
        made = delivery_of(planned, EVENT, now)
        assert made.state is (State.HELD if fate is Fate.HOLD else State.DUE)
        assert (made.next_at, made.reached_by, made.level) == (planned.at, ME, planned.level)


def test_what_waits_for_a_digest_keeps_its_sentence_in_both_languages() -> None:
    planned = to_reader("award.published", DAY)
    assert planned.fate is Fate.DIGEST
    waits = postponed_of(planned, EVENT, message_of("award.published"), DAY)
    assert waits.due_at == planned.at
    assert waits.text_vi.startswith("Gương sáng mới: ")
    assert waits.text_en.startswith("A new example: ")


def test_what_is_turned_off_does_not_go_and_the_reason_stays() -> None:
    planned = to_reader("nomination.accepted", DAY, Setting.OFF)
    assert (planned.fate, planned.level, planned.decided_by) == (Fate.OFF, Level.PERSON, ME)


@given(
    kind=st.sampled_from(KINDS), setting=st.none() | st.sampled_from(list(Setting)), now=st.sampled_from([DAY, NIGHT])
)
def test_a_message_about_ones_own_award_never_waits_in_a_digest(
    kind: str, setting: Setting | None, now: datetime
) -> None:
    planned = to_reader(kind, now, setting, own=kind.startswith("award."))
    assert planned == to_reader(kind, now, setting, own=kind.startswith("award."))
    assert planned.at >= now
    if kind.startswith("award."):
        assert planned.fate is not Fate.DIGEST
    if kind == "council.convened":
        assert (planned.fate, planned.level) == (Fate.SEND, Level.MANDATED)
