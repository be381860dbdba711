from hypothesis import given
from hypothesis import strategies as st

from services.notifications.domain.channel import Channel
from services.notifications.domain.preference import (
    ANY_KIND,
    CHOOSABLE,
    Decision,
    Level,
    Preferences,
    Setting,
    Topic,
    decide,
)
from services.notifications.domain.texts import TEMPLATES
from services.notifications.domain.urgency import WEIGHTS, Urgency, Weight, weight_of

KINDS = sorted(TEMPLATES)
CHANNELS = sorted(CHOOSABLE)
NORMAL = Weight()

CHOICES = st.dictionaries(
    st.builds(Topic, st.sampled_from([*KINDS[:4], ANY_KIND]), st.sampled_from(CHANNELS)),
    st.sampled_from(list(Setting)),
    max_size=6,
)
UNITS = st.lists(CHOICES, max_size=3).map(
    lambda found: [Preferences(f"unit:{n}", choices) for n, choices in enumerate(found)]
)
PERSONS = st.none() | CHOICES.map(lambda choices: Preferences("person:CB-0412", choices))
ASKED = {
    "kind": st.sampled_from(KINDS[:4]),
    "channel": st.sampled_from(CHANNELS),
    "weight": st.builds(Weight, st.sampled_from(list(Urgency)), st.booleans()),
    "units": UNITS,
    "person": PERSONS,
    "own": st.booleans(),
}


def of(audience: str, setting: Setting, kind: str = ANY_KIND, channel: Channel = Channel.EMAIL) -> Preferences:
    return Preferences(audience, {Topic(kind, channel): setting})


def asked(weight: Weight = NORMAL, **levels: Preferences) -> Decision:
    units = [levels["unit"]] if "unit" in levels else []
    return decide("accepted", Channel.EMAIL, weight, units=units, person=levels.get("person"))


def test_only_known_messages_weigh() -> None:
    assert set(WEIGHTS) <= set(TEMPLATES)


def test_each_level_goes_before_the_next() -> None:
    unit, person = of("unit:P-5", Setting.DIGEST), of("person:CB-0412", Setting.OFF)
    assert asked() == Decision(Setting.ON, Level.DEFAULT)
    assert asked(person=person) == Decision(Setting.OFF, Level.PERSON, "person:CB-0412")
    assert asked(person=person, unit=unit) == Decision(Setting.DIGEST, Level.UNIT, "unit:P-5")
    assert asked(Weight(is_mandated=True), person=person, unit=unit) == Decision(Setting.ON, Level.MANDATED)


def test_the_nearest_unit_that_says_something_counts() -> None:
    units = [Preferences("unit:P-5"), of("unit:THADS-HP", Setting.OFF), of("unit:BTP", Setting.ON)]
    found = decide("accepted", Channel.EMAIL, NORMAL, units=units, person=None)
    assert found == Decision(Setting.OFF, Level.UNIT, "unit:THADS-HP")


def test_a_choice_for_a_kind_goes_before_one_for_all() -> None:
    choices = {Topic(ANY_KIND, Channel.EMAIL): Setting.OFF, Topic("accepted", Channel.EMAIL): Setting.ON}
    assert asked(person=Preferences("person:CB-0412", choices)).setting is Setting.ON


def test_nobody_gets_a_text_on_a_telephone_who_did_not_ask() -> None:
    for channel in (Channel.SMS, Channel.CHAT):
        assert decide("accepted", channel, NORMAL, units=[], person=None).setting is Setting.OFF
        mine = of("person:CB-0412", Setting.ON, channel=channel)
        assert decide("accepted", channel, NORMAL, units=[], person=mine).setting is Setting.ON


def test_news_of_others_waits_for_the_digest_and_news_of_oneself_does_not() -> None:
    weight = weight_of("published")
    assert decide("published", Channel.EMAIL, weight, units=[], person=None).setting is Setting.DIGEST
    own = decide(
        "presented", Channel.EMAIL, NORMAL, units=[of("unit:P-5", Setting.DIGEST)], person=None, is_own_award=True
    )
    assert own == Decision(Setting.ON, Level.UNIT, "unit:P-5", is_lifted=True)


@given(**ASKED)
def test_a_mandated_mail_cannot_be_turned_off_and_an_own_award_never_waits(
    kind: str,
    channel: Channel,
    weight: Weight,
    units: list[Preferences],
    person: Preferences | None,
    own: bool,
) -> None:
    found = decide(kind, channel, weight, units=units, person=person, is_own_award=own)
    if weight.is_mandated and channel is Channel.EMAIL:
        assert found == Decision(Setting.ON, Level.MANDATED)
    if own or weight.is_mandated or weight.urgency is Urgency.NIGHT_TOO:
        assert found.setting is not Setting.DIGEST


@given(**ASKED)
def test_the_reason_names_whose_choice_it_was(
    kind: str,
    channel: Channel,
    weight: Weight,
    units: list[Preferences],
    person: Preferences | None,
    own: bool,
) -> None:
    found = decide(kind, channel, weight, units=units, person=person, is_own_award=own)
    known = {each.audience: each for each in [*units, *([person] if person else [])]}
    assert bool(found.by) is (found.level in {Level.UNIT, Level.PERSON})
    if found.by and not found.is_lifted:
        assert known[found.by].chosen(kind, channel) is found.setting


@given(**ASKED)
def test_what_a_person_chose_counts_only_where_no_unit_said_anything(
    kind: str,
    channel: Channel,
    weight: Weight,
    units: list[Preferences],
    person: Preferences | None,
    own: bool,
) -> None:
    found = decide(kind, channel, weight, units=units, person=person, is_own_award=own)
    if any(unit.chosen(kind, channel) for unit in units):
        assert found == decide(kind, channel, weight, units=units, person=None, is_own_award=own)
