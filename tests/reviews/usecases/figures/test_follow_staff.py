from dataclasses import replace
from datetime import date
from uuid import UUID

from shared.contracts.organisation import StaffCount, UnitChanged
from tests.reviews.counted import HP, STAFF, staff_of
from tests.reviews.desk import Desk
from tests.reviews.facts import news


def changed(**said: object) -> UnitChanged:
    plain = {"unit_id": HP[-1], "unit_path": HP, "org_id": UUID(int=7), "code": HP[-1], "kind": "STP", "name_vi": "Sở"}
    return UnitChanged.model_validate(plain | said)


async def test_the_staff_of_a_unit_is_kept_as_it_was_told(desk: Desk) -> None:
    since, last = date(2026, 7, 1), date(2027, 6, 30)
    counts = [StaffCount(group=group, count=count, on=since) for group, count in STAFF[HP].items()]
    first, then = replace(news(), sequence=1), replace(news(), sequence=2)
    await desk.do.figures.follow_staff(changed(), first)
    await desk.do.figures.follow_staff(changed(staff=counts, valid_to=last), then)
    await desk.do.figures.follow_staff(changed(), first)
    assert list(await desk.homes.staff.units(None, None)) == [staff_of(HP, since, last)]
