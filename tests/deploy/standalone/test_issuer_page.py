from deploy.standalone.issuer_page import roles_vi, sign_in_page
from deploy.standalone.people import Person
from shared.kernel.actor import Grant, Role

HOSTILE = Person('"><b>', "<i>Ánh</i>", (Grant(Role.GRANTOR, "BTP"), Grant(Role.GRANTOR, "UB-HP")))


def test_roles_are_said_in_words_with_their_places() -> None:
    assert roles_vi(HOSTILE) == "người quyết định khen (BTP, UB-HP)"


def test_every_role_has_its_word() -> None:
    everything = Person("X", "X", tuple(Grant(role, "A") for role in Role))
    assert roles_vi(everything).count("(A)") == len(Role)


def test_nothing_from_outside_becomes_markup() -> None:
    page = sign_in_page([HOSTILE], {"state": "'\"><script>"})
    assert "<script>" not in page
    assert "<i>" not in page
    assert 'value="&quot;&gt;&lt;b&gt;"' in page
