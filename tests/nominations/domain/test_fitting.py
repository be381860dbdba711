from contextlib import nullcontext
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from services.nominations.domain.fitting import (
    DeedMissingError,
    FormDoesNotFitError,
    FutureYearError,
    Line,
    YearMissingError,
    alternatives,
    require_fit,
)
from services.nominations.domain.refusals import SelfEndorsementError
from shared.kernel.errors import RefusedError
from shared.kernel.rulepack import FormRule, PackQuote
from shared.runtime.law.loading import load_rulepacks
from tests.nominations.files import NOW, TODAY, drafted, submitted

PACK = load_rulepacks().in_force(date(2026, 10, 6))
LINE = Line(frozenset({"UB-HP", "STP-HP"}), {"PROVINCE_COMMITTEE": "UB-HP", "STP": "STP-HP"})
CERTIFICATE, TITLE = PACK.form("GIAY_KHEN_SO"), PACK.form("CSTD_CS")


@pytest.mark.parametrize(
    ("form", "wish", "refused"),
    [
        (CERTIFICATE, {}, None),
        (CERTIFICATE, {"nomination_type": "merit"}, None),
        (CERTIFICATE, {"has_deed": False}, DeedMissingError),
        (CERTIFICATE, {"year": 2026}, FormDoesNotFitError),
        (TITLE, {"nomination_type": "merit", "has_deed": False, "year": 2026}, None),
        (TITLE, {"nomination_type": "merit", "has_deed": False, "year": None}, YearMissingError),
        (TITLE, {"nomination_type": "merit", "has_deed": False, "year": 2027}, FutureYearError),
        (TITLE, {"nomination_type": "merit", "has_deed": True, "year": 2026}, FormDoesNotFitError),
        (TITLE, {"nomination_type": "ad_hoc", "has_deed": False, "year": 2026}, FormDoesNotFitError),
        (
            TITLE,
            {"nomination_type": "merit", "has_deed": False, "year": 2026, "subject_kind": "collective"},
            FormDoesNotFitError,
        ),
    ],
)
def test_a_form_commends_a_deed_or_a_year(
    form: FormRule, wish: dict[str, Any], refused: type[RefusedError] | None
) -> None:
    whole: dict[str, Any] = {
        "nomination_type": "ad_hoc",
        "subject_kind": "individual",
        "has_deed": True,
        "year": None,
    } | wish
    with pytest.raises(refused) if refused else nullcontext():
        require_fit(form, this_year=2026, **whole)


def test_what_fits_instead_is_granted_on_the_subjects_own_line_and_commends_a_deed() -> None:
    offered = alternatives(submitted(), PACK, "R-RESULT", LINE)
    assert [(one.form_code, one.nomination_type, one.needs_deed) for one in offered] == [
        ("BANG_KHEN_TINH", "ad_hoc", False)
    ]


def test_a_form_by_kind_fits_where_a_unit_of_the_kind_stands_on_the_line() -> None:
    by_kind = {
        form.code: replace(form, grantor_unit_id=None, grantor_kind=kind)
        for form, kind in ((PACK.form("BANG_KHEN_TINH"), "PROVINCE_COMMITTEE"), (PACK.form("BANG_KHEN_BO"), "MINISTRY"))
    }
    offered = alternatives(submitted(), replace(PACK, forms=by_kind), "R-RESULT", LINE)
    assert [one.form_code for one in offered] == ["BANG_KHEN_TINH"]


def test_a_years_work_may_be_followed_by_a_deed_that_qualifies() -> None:
    file = replace(drafted(), deed=None, year=2026, form_code="CSTD_TINH", nomination_type="merit")
    offered = alternatives(file, PACK, "R-THREE-CONSECUTIVE", LINE)
    assert [(one.form_code, one.nomination_type, one.needs_deed) for one in offered] == [
        ("GIAY_KHEN_SO", "ad_hoc", True),
        ("BANG_KHEN_TINH", "ad_hoc", True),
    ]


def test_a_rewarded_deed_has_no_other_form_left() -> None:
    assert alternatives(submitted(), PACK, "R-ONE-DEED", LINE) == ()


def test_a_file_for_a_year_claims_the_year_and_nobody_endorses_oneself() -> None:
    file = replace(drafted(), deed=None, year=2026, form_code="CSTD_CS", nomination_type="merit")
    assert file.claim == "2026:CB-0412:CSTD_CS"
    with pytest.raises(SelfEndorsementError):
        file.submit(endorser_ref="CB-0412", at=NOW, on=TODAY, pack=PackQuote("FIX-2026", "1"), screen=file.steps)  # type: ignore[arg-type]
