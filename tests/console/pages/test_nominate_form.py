"""What the form of a nomination says before anything is sent."""

from datetime import timedelta

import pytest

from services.console.pages.nominate_form import faults_in, unit_of
from shared.kernel.clock import local_day, now_utc
from tests.console.pages.nominating import written


@pytest.mark.parametrize(
    ("rows", "field", "sentence"),
    [
        ({"nguoi-1": "CB-0533", "ty-le-1": ""}, "ty-le-1", "từ 1 đến 99"),
        ({"nguoi-1": "CB-0533", "ty-le-1": "100"}, "ty-le-1", "từ 1 đến 99"),
        ({"nguoi-1": "CB-0533", "ty-le-1": "một nửa"}, "ty-le-1", "từ 1 đến 99"),
        pytest.param({"nguoi-1": "CB-0533", "ty-le-1": "9" * 5_000}, "ty-le-1", "từ 1 đến 99", id="5000 digits"),
        ({"nguoi-1": "", "ty-le-1": "30"}, "nguoi-1", "Chọn người cùng làm"),
        ({"nguoi-1": "CB-0412", "ty-le-1": "30"}, "nguoi-1", "đã được đề nghị"),
        ({"nguoi-1": "A", "ty-le-1": "30", "nguoi-2": "A", "ty-le-2": "30"}, "nguoi-2", "nhiều lần"),
        ({"nguoi-1": "A", "ty-le-1": "60", "nguoi-2": "B", "ty-le-2": "40"}, "ty-le-2", "100 %"),
    ],
)
def test_a_row_that_cannot_be_is_named(rows: dict[str, str], field: str, sentence: str) -> None:
    assert sentence in faults_in(written(**rows), local_day(now_utc()))[field]


@pytest.mark.parametrize(
    ("chosen", "units", "unit"),
    [("", ["STP", "STP"], "STP"), ("", ["STP", "THADS"], None), ("1", ["STP", "THADS"], "THADS"), ("9", ["STP"], None)],
)
def test_forms_are_asked_for_the_unit_of_whom_the_form_names(chosen: str, units: list[str], unit: str | None) -> None:
    listed = [{"ref": str(ref), "unit_id": each} for ref, each in enumerate(units)]
    assert unit_of(listed, chosen) == unit


def test_a_blank_row_is_no_fault() -> None:
    assert faults_in(written(**{"nguoi-1": "", "ty-le-1": ""}), local_day(now_utc())) == {}


def test_a_year_that_has_begun_is_commended_without_days_and_rows() -> None:
    today = local_day(now_utc())
    of_a_year = {"theo-nam": "1", "nam": str(today.year), "doi-tuong": "CB-0077", "hinh-thuc": "CSTD_TINH"}
    told = {**of_a_year, "viec": "Ba năm liền", "trich-yeu": "Chiến sĩ thi đua cấp tỉnh"}
    assert faults_in(told, today) == {}
    assert set(faults_in(of_a_year, today)) == {"viec", "trich-yeu"}
    for wrong in (str(today.year + 1), "26", "năm nay", ""):
        assert set(faults_in({**told, "nam": wrong}, today)) == {"nam"}
    assert set(faults_in({**told, "loai": "ad_hoc"}, today)) == {"loai"}, "a year's work is not commended ad hoc"


def test_a_movement_is_its_own_kind_of_commendation() -> None:
    today, in_movement = local_day(now_utc()), {"phong-trao": "m"}
    assert faults_in(written(**in_movement), today) == faults_in(written(loai="dedication"), today) == {}
    assert set(faults_in(written(loai="dedication", **in_movement), today)) == {"loai"}


def test_days_must_ascend_and_lie_in_the_past() -> None:
    today = local_day(now_utc())
    tomorrow = today + timedelta(days=1)
    late = {"den-ngay-d": str(tomorrow.day), "den-ngay-m": str(tomorrow.month), "den-ngay-y": str(tomorrow.year)}
    faults = faults_in(written(**late), today)
    assert set(faults) == {"den-ngay", "biet-ngay"}
    assert faults_in(written(), today) == {}
    assert "gia-tri" in faults_in(written(**{"gia-tri": "37"}), today)
    assert "gia-tri" in faults_in(written(nguon="Sổ hộ tịch"), today), "words without a figure are not dropped"
    assert "biet-ngay" in faults_in(written(**{"biet-ngay-y": "26"}), today), "a year has four digits"
