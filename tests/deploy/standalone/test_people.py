from deploy.standalone.people import LOADER, WORLD, load_people
from shared.kernel.actor import Grant, Role

PEOPLE = load_people(WORLD)


def grants(ref: str) -> set[tuple[Role, str]]:
    return {(grant.role, grant.at) for grant in PEOPLE[ref].grants}


def test_accounts_keep_the_names_of_the_file() -> None:
    assert PEOPLE["PGD-HP-02"].name == "Đặng Thu Thủy"
    assert grants("PGD-HP-02") == {(Role.UNIT_HEAD, "STP-HP"), (Role.PROPOSER, "STP-HP")}


def test_members_of_the_council_sit_in_it_and_see_its_unit() -> None:
    assert len([ref for ref in PEOPLE if ref.startswith("HD-")]) == 9
    assert grants("HD-02") == {(Role.COUNCIL_MEMBER, "HD-BTP"), (Role.COUNCIL_MEMBER, "BTP")}


def test_the_chair_is_a_member_too() -> None:
    chairs = {(Role.COUNCIL_CHAIR, "HD-BTP"), (Role.COUNCIL_CHAIR, "BTP")}
    assert grants("HD-01") == chairs | {(Role.COUNCIL_MEMBER, "HD-BTP"), (Role.COUNCIL_MEMBER, "BTP")}


def test_the_secretary_of_a_council_sees_its_unit() -> None:
    assert grants("TK-01") == {(Role.COUNCIL_SECRETARY, "HD-BTP"), (Role.COUNCIL_SECRETARY, "BTP")}


def test_persons_who_may_be_rewarded_sign_in_and_teams_do_not() -> None:
    assert grants("CHV-118") == {(Role.RECIPIENT, "P-THADS-5"), (Role.PEER, "P-THADS-5")}
    assert PEOPLE["CHV-118"].name == "Huỳnh Thanh Sơn"
    assert "TT-07" not in PEOPLE


def test_one_person_with_two_places_in_the_file_has_one_account() -> None:
    assert Grant(Role.RECIPIENT, "STP-HP") in PEOPLE["GD-HP-01"].grants
    assert len(PEOPLE["GD-HP-01"].grants) == 4


def test_the_loader_works_at_every_root() -> None:
    roles = (Role.INTEGRATOR, Role.EMULATION_OFFICER)
    assert grants(LOADER) == {(role, root) for role in roles for root in ("BTP", "UB-HP", "STP-AL")}


def test_everybody_of_all_samples_signs_in_and_the_loader_works_at_the_roots_of_all() -> None:
    everybody = load_people()
    assert PEOPLE.keys() <= everybody.keys()
    assert {Grant(Role.INTEGRATOR, "BTP"), Grant(Role.INTEGRATOR, "STP-VL2")} <= set(everybody[LOADER].grants)
    assert len(everybody[LOADER].grants) < 200
