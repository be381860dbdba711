"""Whether a unit still decides: one that has ended leaves that to its successors."""

from datetime import date

from services.reviews.domain.decision import NotTheGrantorError
from shared.kernel.chart import Chart


def require_in_office(grantor_unit_id: str, form: str, chart: Chart, on: date) -> None:
    """Raises: NotTheGrantorError, which names who took the unit's place by that day."""
    if heirs := chart.heirs(grantor_unit_id, on):
        raise NotTheGrantorError(form=form, suggested_grantor=", ".join(heirs))
