import pytest

from services.reviews.domain.figures import Span
from shared.kernel.actor import Actor, Role
from tests.reviews.counted import HP, P5, THADS, counted
from tests.reviews.desk import Desk
from tests.reviews.facts import DIRECTOR, MINISTER, OFFICER, person

SPAN = Span("2026-01", "2026-12")
SUPERVISOR = person("GS-01", (Role.SUPERVISOR, "UB-HP"), (Role.SUPERVISOR, "BTP"))


@pytest.mark.parametrize(
    ("reader", "units"),
    [
        (DIRECTOR, [None, "STP-HP"]),
        (OFFICER, [None, "STP-HP"]),
        (MINISTER, [None, "P-THADS-5", "THADS-HP"]),
        (SUPERVISOR, [None, "P-THADS-5", "STP-HP", "THADS-HP"]),
        (person("X", (Role.PROPOSER, "STP-HP")), [None]),
    ],
)
async def test_each_reader_has_the_figures_of_the_own_scope(desk: Desk, reader: Actor, units: list[str | None]) -> None:
    for path in (HP, THADS, P5):
        await desk.homes.figures.count(counted(path=path))
    figures = await desk.do.figures.ask.stages(SPAN, None, None, reader)
    assert list(dict.fromkeys(figure.unit_id for figure in figures)) == units
    years = await desk.do.figures.ask.years(SPAN.of_whole_years(), None, reader)
    assert [figure.unit_id for figure in years] == (units if len(units) > 1 else [])


async def test_a_type_may_be_asked_for(desk: Desk) -> None:
    for kind in ("ad_hoc", "movement", "movement"):
        await desk.homes.figures.count(counted(nomination_type=kind))
    for asked, awards in (("movement", 2), ("ad_hoc", 1), ("merit", 0), (None, 3)):
        figures = await desk.do.figures.ask.stages(SPAN, None, asked, DIRECTOR)
        assert next(one.awards for one in figures if one.stage == "total") == awards
