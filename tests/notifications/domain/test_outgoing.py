from datetime import UTC, datetime
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from services.notifications.domain.delivery import Channel, State
from services.notifications.domain.language import Language
from services.notifications.domain.message import Message
from services.notifications.domain.outgoing import Outgoing, Reader, outgoing
from services.notifications.domain.plan import plan
from services.notifications.domain.preference import ANY_KIND, Preferences, Setting, Topic
from tests.notifications.facts import event_of

EVENT = UUID(int=7)
DAY, NIGHT = datetime(2026, 10, 13, 2, 0, tzinfo=UTC), datetime(2026, 10, 13, 15, 0, tzinfo=UTC)
KINDS = ("award.granted", "award.published", "council.convened", "nomination.accepted", "award.presented")


def message_of(kind: str) -> Message:
    event = event_of(kind)
    file = {"proposer_ref": "PCT-HP-THA", "subject_ref": "CB-0412", "endorser_ref": "TP-05"}
    return plan(kind, EVENT, event.aggregate_id, event.model_dump(), file)[0]


def to_reader(kind: str, now: datetime, setting: Setting | None = None, *, own: bool = False) -> Outgoing:
    chosen = {Topic(ANY_KIND, Channel.EMAIL): setting} if setting else {}
    reader = Reader("CB-0412", Channel.EMAIL, Language.EN, Preferences("person:CB-0412", chosen))
    return outgoing(message_of(kind), EVENT, reader, now, is_own_award=own)


def test_by_day_at_once_by_night_in_the_morning_and_what_is_urgent_at_any_hour() -> None:
    states = {
        (kind, now): made.state
        for kind in ("nomination.accepted", "council.convened")
        for now in (DAY, NIGHT)
        if (made := to_reader(kind, now).delivery)
    }
    assert states == {
        ("nomination.accepted", DAY): State.DUE,
        ("nomination.accepted", NIGHT): State.HELD,
        ("council.convened", DAY): State.DUE,
        ("council.convened", NIGHT): State.DUE,
    }


def test_what_waits_for_a_digest_keeps_its_sentence_in_the_readers_language() -> None:
    found = to_reader("award.published", DAY)
    assert found.delivery is None
    assert found.postponed is not None
    assert found.postponed.text.startswith("A new example: ")


def test_what_is_turned_off_does_not_go_and_the_reason_stays() -> None:
    found = to_reader("nomination.accepted", DAY, Setting.OFF)
    assert (found.delivery, found.postponed, found.decision.by) == (None, None, "person:CB-0412")


@given(
    kind=st.sampled_from(KINDS), setting=st.none() | st.sampled_from(list(Setting)), now=st.sampled_from([DAY, NIGHT])
)
def test_a_message_about_ones_own_award_never_waits_in_a_digest_and_each_goes_one_way_at_most(
    kind: str, setting: Setting | None, now: datetime
) -> None:
    found = to_reader(kind, now, setting, own=kind.startswith("award."))
    assert found == to_reader(kind, now, setting, own=kind.startswith("award."))
    assert found.delivery is None or found.postponed is None
    assert (found.delivery or found.postponed) is None or found.decision.setting is not Setting.OFF
    if kind in {"award.granted", "award.presented"}:
        assert found.postponed is None
    if found.delivery:
        assert (found.delivery.level, found.delivery.decided_by) == (found.decision.level, found.decision.by)
