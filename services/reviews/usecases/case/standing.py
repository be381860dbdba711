"""A case as its units stand on a day: who takes an ended unit's place decides, and is no outsider either."""

from dataclasses import replace
from datetime import date

from services.reviews.domain.case import Case
from shared.kernel.chart import Chart


def standing(case: Case, place: str, chart: Chart, on: date) -> Case:
    """The case before a council or a grantor at a place, never kept: who took its grantor's place grants instead."""
    facts = case.facts
    heir = next((unit for unit in chart.heirs(facts.grantor_unit_id, on) if place in chart.path(unit)), None)
    if heir is not None:
        facts = facts.granted_by(heir, chart.path(heir))
    later = (above for former in facts.unit_path for unit in chart.heirs(former, on) for above in chart.path(unit))
    below = next((unit for one in case.level[-1:] for unit in chart.heirs(one, on) if place in chart.path(unit)), None)
    level = case.level if below is None else tuple(one for one in chart.path(below) if one not in facts.grantor_path)
    return replace(case, level=level, facts=replace(facts, unit_path=tuple(dict.fromkeys((*later, *facts.unit_path)))))
