from services.notifications.domain.audience import EVERYBODY, keys_of, person, reaches, role_at, roles_on
from shared.kernel.actor import Actor, Grant, Role

OFFICER = Actor("TD-02", (Grant(Role.EMULATION_OFFICER, "THADS-HP"),))


def test_a_reader_holds_the_keys_of_everybody_of_the_person_and_of_each_role() -> None:
    assert keys_of(OFFICER) == {"all", "person:TD-02", "role:emulation_officer@THADS-HP"}


def test_a_message_along_a_path_reaches_a_role_held_above() -> None:
    assert reaches(OFFICER, roles_on(Role.EMULATION_OFFICER, ("BTP", "THADS-HP", "P-THADS-5")))
    assert not reaches(OFFICER, roles_on(Role.EMULATION_OFFICER, ("UB-HP", "STP-HP")))
    assert not reaches(OFFICER, roles_on(Role.UNIT_HEAD, ("BTP", "THADS-HP")))


def test_one_from_whom_it_is_hidden_does_not_get_it_in_any_role() -> None:
    audience = (person("TD-02"), role_at(Role.EMULATION_OFFICER, "THADS-HP"), EVERYBODY)
    assert reaches(OFFICER, audience)
    assert not reaches(OFFICER, audience, hidden_from=(person("TD-02"),))
