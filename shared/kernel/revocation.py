"""The four grounds on which an award is revoked. Source: the domain's rules on complaints, numbered as there."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final


class RevocationGround(StrEnum):
    """Why an award is revoked, in the order of the law: 1 to 4."""

    FRAUD = "fraud"
    FALSE_PAPERS = "false_papers"
    UNLAWFUL_APPRAISAL = "unlawful_appraisal"
    STANDARD_NOT_MET = "standard_not_met"


REVOCATION_VI: Final[Mapping[RevocationGround, str]] = {
    RevocationGround.FRAUD: "Gian dối trong kê khai thành tích",
    RevocationGround.FALSE_PAPERS: "Cung cấp sai sự thật để được xác nhận hồ sơ",
    RevocationGround.UNLAWFUL_APPRAISAL: "Thẩm định, xét, duyệt trái quy định",
    RevocationGround.STANDARD_NOT_MET: "Không đủ tiêu chuẩn, điều kiện khen thưởng",
}
"""The grounds in words, for those who decide."""
