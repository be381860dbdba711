"""Which form of commendation fits which file: for whom, for a deed or for a year, and within its time."""

from collections.abc import Mapping
from dataclasses import dataclass

from services.nominations.domain.nomination import Nomination
from services.nominations.domain.parts import Alternative
from services.nominations.domain.refusals import NoAuthorityError
from services.nominations.domain.rules import ONE_DEED
from shared.kernel.errors import RefusedError
from shared.kernel.rulepack import FormRule, RulePack

AD_HOC = "ad_hoc"
MOVEMENT = "movement"


class FormDoesNotFitError(RefusedError):
    """The form is for others, commends something else (a deed, a year's work), or nobody on the line grants it."""

    code = "FORM_DOES_NOT_FIT"


class YearMissingError(RefusedError):
    """A form that commends the work of a year needs the year."""

    code = "YEAR_MISSING"


class FutureYearError(RefusedError):
    """A year that has not begun cannot be commended."""

    code = "DATE_IN_FUTURE"


class DeedMissingError(RefusedError):
    """A form that commends a deed needs the deed."""

    code = "DEED_MISSING"


@dataclass(frozen=True, slots=True)
class Line:
    """The own line of a file as it stands: its units, the ended among theirs too, and the `nearest` of each kind."""

    units: frozenset[str]
    nearest: Mapping[str, str]

    def grants(self, form: FormRule) -> bool:
        """Whether the grantor of the form stands on the line."""
        return form.grantor_among(self.nearest) in self.units


def require_fit(
    form: FormRule, *, nomination_type: str, subject_kind: str, has_deed: bool, year: int | None, this_year: int
) -> None:
    """An annual form commends a year's work and no deed; any other commends a deed.

    Raises: FormDoesNotFitError (with the field), YearMissingError, FutureYearError, DeedMissingError.
    """
    unfit = {
        "subject_ref": subject_kind not in form.bonus,
        "type": form.annual and nomination_type in (AD_HOC, MOVEMENT),
        "deed_id": form.annual and has_deed,
        "year": not form.annual and year is not None,
    }
    field = next((name for name, is_unfit in unfit.items() if is_unfit), None)
    if field is not None:
        raise FormDoesNotFitError(form=form.code, field=field)
    if form.annual:
        _require_year(year, this_year)
    elif not has_deed:
        raise DeedMissingError(field="deed_id")


def _require_year(year: int | None, this_year: int) -> None:
    if year is None:
        raise YearMissingError(field="year")
    if year > this_year:
        raise FutureYearError(field="year")


def alternatives(nomination: Nomination, pack: RulePack, ruled_out_by: str, line: Line) -> tuple[Alternative, ...]:
    """The forms of the pack that fit instead, in its order. A deed that was rewarded before has none left.

    A file for a year's work may be followed by one for a deed, if there is a deed that qualifies. `line` is the
    subject's own line.
    """
    if ruled_out_by == ONE_DEED:
        return ()
    needs_deed = nomination.deed is None
    nomination_type = AD_HOC if needs_deed else nomination.nomination_type
    return tuple(
        Alternative(form.code, form.name_vi, nomination_type, needs_deed)
        for form in pack.forms.values()
        if fits(form, nomination, line)
    )


def fits(form: FormRule, nomination: Nomination, line: Line) -> bool:
    """Whether another form could commend a deed of this file's subject, by a grantor on its own line."""
    is_other, on_its_line = form.code != nomination.form_code, line.grants(form)
    return is_other and on_its_line and not form.annual and nomination.subject.kind in form.bonus


def require_authority(form_code: str, rightful: str, named: str) -> None:
    """The named grantor must be the one whom the rule pack names. Raises: NoAuthorityError with whom to ask."""
    if named != rightful:
        raise NoAuthorityError(form=form_code, suggested_grantor=rightful, field="grantor_unit_id")
