"""The form of a nomination as a person fills it in."""

from datetime import timedelta

from shared.kernel.clock import local_day, now_utc
from tests.console.desk import form

KEY = "0b0e4a4e-7d2a-4c50-9d0a-1f7a3b6f2c11"


def written(**changes: str) -> dict[str, str]:
    day = local_day(now_utc()) - timedelta(days=2)
    days = {
        f"{name}-{part}": str(value)
        for name in ("tu-ngay", "den-ngay", "biet-ngay")
        for part, value in (("d", day.day), ("m", day.month), ("y", day.year))
    }
    values = {
        "khoa": KEY,
        "doi-tuong": "CB-0412",
        "hinh-thuc": "GIAY_KHEN_SO",
        "tieu-de": "Cấp trích lục cho 37 hộ",
        "viec": "Trực ngoài giờ hai ngày.",
        "trich-yeu": "Trực ngoài giờ, kịp thời giúp dân",
        **days,
        **changes,
    }
    return {**form(), **values}
