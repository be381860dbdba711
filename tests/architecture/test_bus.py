"""Code and topics.yaml say the same of the bus."""

from deploy.docs.services import NAMES, all_groups
from deploy.standalone.topics import declared
from shared.contracts import topics
from shared.contracts.registry import EVENTS

TOPICS = {topic.name: topic for topic in declared()}


def test_topics_in_code_are_the_declared_ones() -> None:
    assert set(topics.ALL) == set(TOPICS)
    assert {event.topic for event in EVENTS.values()} <= set(TOPICS)


def test_every_group_is_declared_as_a_reader_and_every_reader_exists() -> None:
    reading = {(group.name, topic) for group in all_groups() for topic in group.topics}
    declared_readers = {(reader, topic.name) for topic in TOPICS.values() for reader in topic.readers}
    assert reading == declared_readers


def test_groups_are_named_service_and_purpose_and_never_shared() -> None:
    names = [group.name for group in all_groups()]
    assert len(names) == len(set(names))
    assert {name.partition(".")[0] for name in names} <= set(NAMES)
    assert all(name.count(".") == 1 for name in names)


def test_every_event_has_a_key_that_its_topic_declares() -> None:
    wrong = [event.type for event in EVENTS.values() if event.key not in TOPICS[event.topic].keys]
    assert wrong == []
