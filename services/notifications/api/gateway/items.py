"""What clients may send, thing by thing, and how each is told what became of it."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Final, Literal

from pydantic import AfterValidator, BaseModel, Field, ValidationError

from services.notifications.domain.item import Item, ItemOutcome, ItemResult, Line, Remark, rejected
from shared.runtime.web.bodies import Body
from shared.runtime.web.outside import ITEMS
from shared.runtime.web.problems import invalid

Name = Annotated[str, Field(min_length=1, max_length=100)]
Text = Annotated[str, Field(min_length=1, max_length=300)]
Story = Annotated[str, Field(min_length=1, max_length=20_000)]
Short = Annotated[str, Field(min_length=1, max_length=200)]
Maybe = Annotated[str, Field(max_length=200)]
Official = Annotated[str, Field(pattern=r"^[A-Z0-9][A-Za-z0-9.-]{0,39}$")]


def _plain(amount: Decimal) -> Decimal:
    """The one way to write an amount: 1.50 and 1.5 are the same figure."""
    return Decimal(format((amount + 0).normalize(), "f"))


Amount = Annotated[Decimal, Field(ge=0, max_digits=18, decimal_places=6, allow_inf_nan=False), AfterValidator(_plain)]


class UnitBody(Body):
    """A unit by a code of one of the schemes, as of the day of the deed; scheme `unit_id` names it by its own id."""

    scheme: Name
    value: Name


class PersonBody(Body):
    """A person or team, known in the house by `official_number`, else by what follows from the client's name for it.

    The name counts for somebody whom the house does not know yet. No citizen number is taken: `external_id` is none.
    """

    external_id: Name
    name: Text
    official_number: Official | None = None
    kind: Literal["individual", "collective", "household"] = "individual"
    work_role: Literal["direct", "specialist", "leader"] | None = None
    size: Annotated[int, Field(ge=1, le=10_000_000)] | None = None


class MeasuredBody(Body):
    """A measured result of a deed."""

    indicator: Short
    value: Short
    unit: Short
    source: Short
    baseline: Maybe = ""
    attester: Maybe = ""


class DoneBody(Body):
    """What was done. Days are of Asia/Ho_Chi_Minh."""

    title: Text
    story: Story
    field: Short
    occurred_from: date
    occurred_to: date
    known_on: date
    results: Annotated[tuple[MeasuredBody, ...], Field(max_length=20)] = ()


class NominationItem(Body):
    """One nomination. `external_id` is the client's name for it, for ever."""

    external_id: Name
    unit: UnitBody
    person: PersonBody
    deed: DoneBody
    award_kind: Annotated[str, Field(pattern=r"^[A-Z][A-Z0-9_]{0,39}$")]
    citation: Annotated[str, Field(min_length=1, max_length=200)]
    report: Story


class ResultItem(Body):
    """One figure: what a person or team of the client's units achieved in a period."""

    external_id: Name
    person: PersonBody
    indicator: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
    period_from: date
    period_to: date
    value: Amount
    target: Amount | None = None
    baseline: Amount | None = None
    source: Annotated[str, Field(pattern=r"^[A-Z][A-Z0-9_-]{0,39}$")]


class RemarkView(BaseModel):
    """What is wrong with a part of an item, or what its sender should know."""

    code: str
    path: str
    message_vi: str
    message_en: str
    params: dict[str, Any]


class ItemView(BaseModel):
    """What came of one place of a batch. `id` and `number` are of the file or the figure in the house."""

    index: int
    external_id: str
    outcome: ItemOutcome
    id: str | None
    number: str
    warnings: list[RemarkView]
    errors: list[RemarkView]


def read_items(kind: type[NominationItem | ResultItem], sent: Sequence[Any]) -> list[Item | tuple[str, ItemResult]]:
    """Each thing that was sent, or what makes it unreadable; the others go on."""
    return [_read(kind, one) for one in sent]


def shown(line: Line) -> ItemView | None:
    """An answered place as its sender is told; None for one that is still open."""
    result = line.result
    if result is None:
        return None
    return ItemView(
        index=line.index,
        external_id=line.external_id,
        outcome=result.outcome,
        id=None if result.thing_id is None else str(result.thing_id),
        number=result.number,
        warnings=[_told(one) for one in result.warnings],
        errors=[_told(one) for one in result.errors],
    )


def inlined(model: type[BaseModel]) -> dict[str, Any]:
    """The JSON schema of a model without references, for a description that stands by itself."""
    schema = model.model_json_schema()
    parts = schema.pop("$defs", {})
    whole: dict[str, Any] = _resolved(schema, parts)
    return whole


def _read(kind: type[NominationItem | ResultItem], sent: Any) -> Item | tuple[str, ItemResult]:
    try:
        read = kind.model_validate(sent)
    except ValidationError as error:
        faults = invalid(error.errors()).errors
        return _name(sent), rejected(*(_fault(one) for one in faults))
    body = read.model_dump(mode="json", exclude={"external_id"})
    return Item(read.external_id, body)


def _name(sent: Any) -> str:
    name = sent.get("external_id") if isinstance(sent, Mapping) else None
    return name[:100] if isinstance(name, str) else ""


def _fault(one: Mapping[str, str]) -> Remark:
    return Remark(one["code"], one["path"], {}, one["message_vi"], one["message_en"])


def _told(remark: Remark) -> RemarkView:
    words = ITEMS.get(remark.code)
    return RemarkView(
        code=remark.code,
        path=remark.path,
        message_vi=remark.message_vi or (words.vi if words else remark.code),
        message_en=remark.message_en or (words.en if words else remark.code),
        params=dict(remark.params),
    )


_REFERENCE: Final = "#/$defs/"


def _resolved(value: Any, parts: Mapping[str, Any]) -> Any:
    if isinstance(value, list):
        return [_resolved(one, parts) for one in value]
    if not isinstance(value, dict):
        return value
    if isinstance(name := value.get("$ref"), str):
        return _resolved(parts[name.removeprefix(_REFERENCE)], parts)
    return {key: _resolved(inner, parts) for key, inner in value.items()}
