from services.console.domain.timeline import SILENT, TITLE_VI, title_vi
from services.console.subscribers import build_subscribers
from services.console.usecases import build_use_cases
from shared.contracts.registry import EVENTS
from tests.console.usecases.nothing import NOTHING

ABOUT_NO_FILE = {"org.unit_changed", "org.unit_closed", "council.changed"}


def test_every_event_that_the_console_hears_about_a_file_has_words_or_is_silent_on_purpose() -> None:
    (group,) = build_subscribers(build_use_cases(NOTHING, lambda: None))
    heard = set(group.handlers)
    assert heard - ABOUT_NO_FILE == {*TITLE_VI, *SILENT}
    assert heard <= set(EVENTS)


def test_words_are_for_people() -> None:
    assert title_vi("nomination.returned") == "Trả lại để bổ sung"
