"""Routes of payments: the list of bonuses as JSON, or the same lines as a file for a spreadsheet."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel
from starlette.responses import Response

from services.reviews.api.bodies import Code
from services.reviews.domain.award import Award
from services.reviews.domain.payment import PaymentsAsked, PaymentState, amount_of
from services.reviews.usecases import UseCases
from shared.runtime.sheets import Sheet
from shared.runtime.web.doors import WithActor, door
from shared.runtime.web.downloads import FileKind, download

_HEADINGS = (
    *("Quyết định", "Ngày quyết định", "Họ tên, tập thể", "Mã", "Đơn vị", "Hình thức", "Hệ số", "Mức lương cơ sở"),
    *("Số tiền (đồng)", "Ngày chi"),
)


class PaymentRow(BaseModel):
    """One bonus in đồng; `amount_vnd` is what is or was to be paid, or what is still to come back."""

    award_id: str
    number: str
    decided_on: date
    subject_label: str
    subject_ref: str
    unit_id: str
    form_name_vi: str
    coefficient: Decimal
    base_salary_vnd: int
    amount_vnd: int
    paid_on: date | None


class PaymentsAnswer(BaseModel):
    """What was asked for, its lines in the order of days and numbers, and their sum in đồng."""

    state: PaymentState
    first: date
    last: date
    grantor_unit_id: str | None
    rows: tuple[PaymentRow, ...]
    total_vnd: int

    def sheet(self) -> Sheet:
        """The same lines for a spreadsheet, with their sum below."""
        cells = [tuple(row.model_dump(exclude={"award_id"}).values()) for row in self.rows]
        total = ("Cộng", *[None] * (len(_HEADINGS) - 3), self.total_vnd, None)
        return Sheet("Tiền thưởng", _HEADINGS, [*cells, total])


@dataclass(frozen=True, slots=True)
class Asked:
    """Awards decided from a first to a last day, by one grantor or by all that the reader may see; as which file."""

    first: Annotated[date, Query(alias="from")]
    last: Annotated[date, Query(alias="to")]
    grantor: Code | None = None
    state: PaymentState = PaymentState.DUE
    format: FileKind | None = None


def add_payments(api: APIRouter, use_cases: UseCases) -> None:
    """Add the route of payments."""

    @api.get("/payments", response_model=PaymentsAnswer, **door("payment.read"))
    async def payments(asked: Annotated[Asked, Depends()], actor: WithActor) -> PaymentsAnswer | Response:
        wanted = PaymentsAsked(asked.state, asked.first, asked.last, asked.grantor)
        answer = _answer(wanted, [_row(award) for award in await use_cases.queries.payments(wanted, actor)])
        return answer if asked.format is None else download("tien-thuong", answer.sheet(), asked.format)


def _answer(asked: PaymentsAsked, rows: list[PaymentRow]) -> PaymentsAnswer:
    return PaymentsAnswer(
        state=asked.state,
        first=asked.first,
        last=asked.last,
        grantor_unit_id=asked.grantor_unit_id,
        rows=tuple(rows),
        total_vnd=sum(row.amount_vnd for row in rows),
    )


def _row(award: Award) -> PaymentRow:
    grant = award.granted
    return PaymentRow(
        award_id=str(award.id),
        number=award.decision_number,
        decided_on=grant.decided_on,
        subject_label=award.subject_label,
        subject_ref=award.facts.subject_ref,
        unit_id=award.facts.unit_id,
        form_name_vi=grant.form_name_vi,
        coefficient=Decimal(grant.coefficient),
        base_salary_vnd=grant.base_salary_vnd,
        amount_vnd=amount_of(award),
        paid_on=award.paid_on,
    )
