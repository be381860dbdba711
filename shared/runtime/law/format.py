"""The form of the files that hold law and calendars. A field that nothing uses is no part of it, and is refused."""

from datetime import date
from fractions import Fraction
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from shared.kernel.chart import UnitKind
from shared.kernel.detection import Measure, Operator
from shared.kernel.rulepack import Alerts

Step = Literal["screen", "appraise", "vote", "decide", "notify"]
SubjectKind = Literal["individual", "collective", "household"]
Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]


def _exact(value: object) -> object:
    """What is written, also without quotes: a float of 0.8 is a little more than 4/5."""
    try:
        return Fraction(str(value))
    except (ValueError, ZeroDivisionError) as error:
        raise PydanticCustomError("no_number", "a decimal such as 0.8 or a fraction such as 2/3") from error


def _share(value: Fraction) -> Fraction:
    if not 0 < value <= 1:
        raise PydanticCustomError("no_share", "a share above 0, and 1 at most")
    return value


def _coefficient(value: Fraction) -> Fraction:
    if value < 0:
        raise PydanticCustomError("negative", "not below 0")
    return value


def _as_target(value: object) -> object:
    return {"target": value} if isinstance(value, int) else value


Exact = Annotated[Fraction, BeforeValidator(_exact)]
Share = Annotated[Exact, AfterValidator(_share)]
Coefficient = Annotated[Exact, AfterValidator(_coefficient)]
Days = Annotated[int, Field(ge=0, strict=True)]


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)


class Span(_Strict):
    """The days from `from` to `to`, both included."""

    first: date = Field(alias="from")
    last: date = Field(alias="to")

    @model_validator(mode="after")
    def _ascends(self) -> Self:
        if self.last < self.first:
            raise PydanticCustomError("descending", "it ends before it begins")
        return self


class CalendarFile(_Strict):
    """One file of a calendar, usually a year; the files of one family are one calendar."""

    id: str = Field(min_length=1)
    family: str = Field(min_length=1)
    covers: Span
    time_zone: Literal["Asia/Ho_Chi_Minh"]
    weekend: tuple[Weekday, ...]
    holidays: tuple[date, ...]
    worked: tuple[date, ...] = ()


class Clock(_Strict):
    """Working days of one step: our target, and the law's limit, which may be unknown."""

    target: Days
    legal_max: Days | None = None


class Vote(_Strict):
    """How a council decides on a form."""

    denominator: Literal["all", "present"]
    quorum: Share
    threshold: Share
    secret: bool
    absentee: Literal["none", "written"] = "none"
    electronic: bool = True


class Opinion(_Strict):
    """A body that is asked about every file of the form, in working days, and what its silence counts as."""

    unit: str = Field(min_length=1)
    days: Annotated[int, Field(gt=0, strict=True)]
    silence: Literal["consent", "object", "none"]


class Consultation(_Strict):
    """For how many working days the public is asked about every file of the form, and whether it is told the name."""

    days: Annotated[int, Field(gt=0, strict=True)]
    names_public: Annotated[bool, Field(strict=True)]


class Requirement(_Strict):
    """The title that a form asks for, in so many years one after the other."""

    title: str = Field(min_length=1)
    consecutive_years: int = Field(ge=1, strict=True)


class Grantor(_Strict):
    """Who grants a form wherever it is proposed: the nearest unit of this kind on the line of the file's unit."""

    kind: UnitKind


class Form(_Strict):
    """One form of commendation. A full procedure has a vote; only an annual form has a deadline or asks for titles."""

    code: str = Field(pattern=r"^[A-Z][A-Z0-9_]*$")
    name_vi: str = Field(min_length=1)
    grantor_unit: str | None = Field(default=None, min_length=1)
    grantor: Grantor | None = None
    procedure: Literal["simplified", "full"]
    annual: bool = False
    appraiser_may_grant: bool = False
    vote: Vote | None = None
    opinions: tuple[Opinion, ...] = ()
    consultation: Consultation | None = None
    reviewed_first_by: str | None = None
    clock: dict[Step, Annotated[Clock, BeforeValidator(_as_target)]]
    bonus: dict[SubjectKind, Coefficient]
    deadline: date | None = None
    requires: Requirement | None = None
    dossier: tuple[Literal["bien_ban"], ...] = ()

    @model_validator(mode="after")
    def _has_one_grantor(self) -> Self:
        if (self.grantor_unit is None) == (self.grantor is None):
            raise PydanticCustomError(
                "one_grantor", "either a unit (grantor_unit) or a kind of units (grantor) grants it"
            )
        return self

    @model_validator(mode="after")
    def _is_annual_when_dated(self) -> Self:
        if not self.annual and (self.deadline or self.requires):
            raise PydanticCustomError("not_annual", "only an annual form has a deadline or asks for titles")
        return self

    @model_validator(mode="after")
    def _goes_up_when_full(self) -> Self:
        if self.reviewed_first_by is not None and self.procedure != "full":
            raise PydanticCustomError("no_way_up", "only a full procedure is reviewed below its grantor first")
        return self

    @model_validator(mode="after")
    def _votes_when_full(self) -> Self:
        if self.procedure == "full" and self.vote is None:
            raise PydanticCustomError("no_vote", "a full procedure needs a vote")
        if self.procedure != "full" and self.dossier:
            raise PydanticCustomError("no_minutes", "without a vote there are no minutes to ask for")
        return self


class Detection(_Strict):
    """What a reported figure must show to point at an exemplar."""

    id: str = Field(pattern=r"^[A-Z][A-Z0-9-]*$")
    indicator: str = Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")
    indicator_vi: str = Field(min_length=1)
    unit_vi: str = Field(min_length=1)
    field: str = Field(min_length=1)
    measure: Measure
    operator: Operator
    threshold: Coefficient
    min_confidence: Share


class Salary(_Strict):
    """The base salary in đồng from a day on."""

    since: date = Field(alias="from")
    vnd: int = Field(gt=0)


class Rounding(_Strict):
    """Amounts are rounded up to a multiple of the step, in đồng."""

    mode: Literal["up"]
    step_vnd: int = Field(gt=0)


class Verified(_Strict):
    """Who compared the file with the gazetted text, and when; nobody yet while both are null."""

    by: str | None
    on: date | None

    @model_validator(mode="after")
    def _both_or_none(self) -> Self:
        if (self.by is None) != (self.on is None):
            raise PydanticCustomError("half_verified", "a name and a day, or neither")
        return self


class Warnings(_Strict):
    """From where on a figure is told as a warning: a share of the year's end, a ratio for so many quarters running.

    Reports that are like each other, and the share of what is done for form's sake, as `Alerts` says of them.
    """

    year_end_share: Share
    fair_ratio: Share
    quarters: int = Field(ge=1, le=8, strict=True)
    similarity: Share = Alerts().similarity
    formalism: Share = Alerts().formalism


class Duplicate(_Strict):
    """When a file may mean the deed of another: days so near, told so alike."""

    window_days: Days
    similarity: Share


class PackFile(_Strict):
    """One version of a rule pack."""

    id: str = Field(pattern=r"^[A-Z][A-Z0-9-]*$")
    version: str = Field(min_length=1)
    supersedes: str | None = None
    effective: Span
    applies_by: Literal["receipt_date"]
    favourable_clause: bool = False
    verified: Verified
    calendar: str
    base_salary: tuple[Salary, ...] = Field(min_length=1)
    rounding: Rounding
    return_window_working_days: Days
    suggestion_answer_working_days: Days
    late_detection_calendar_days: Days
    complaint_take_up_working_days: Days
    complaint_resolve_calendar_days: Days
    small_collective_max_size: Days
    alerts: Warnings | None = None
    duplicate: Duplicate
    forms: tuple[Form, ...] = Field(min_length=1)
    detection: tuple[Detection, ...] = ()
