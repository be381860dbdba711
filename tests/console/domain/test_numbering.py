"""Numbers sort as people read them."""

from services.console.domain.numbering import in_order


def test_the_ten_thousandth_file_of_a_year_follows_the_one_before_it() -> None:
    numbers = ["KT-2026-10000", "KT-2026-9999", "KT-2027-0001", "KT-2025-10001", "KT-2026-0002"]
    in_time = ["KT-2025-10001", "KT-2026-0002", "KT-2026-9999", "KT-2026-10000", "KT-2027-0001"]
    assert sorted(numbers, key=in_order) == in_time


def test_a_number_without_digits_and_one_of_zeros_sort_too() -> None:
    assert sorted(["KT-10", "KT-00", "KT"], key=in_order) == ["KT", "KT-00", "KT-10"]
