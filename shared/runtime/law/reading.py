"""From a folder of files to their forms, or to a list of what is wrong in them, line by line."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from pydantic import BaseModel, ValidationError

from shared.runtime.marks import COMMON_VI, Fault, FaultyFilesError, Marked, Place, read_marked

F = TypeVar("F", bound=BaseModel)

_VI = {
    **COMMON_VI,
    "date_from_datetime_inexact": "phải là ngày, ví dụ 2026-10-06",
    "string_type": "phải là chữ, đặt trong ngoặc kép nếu là số hay ngày",
    "string_pattern_mismatch": "chỉ gồm chữ hoa, chữ số và dấu nối",
    "literal_error": "không phải giá trị được phép",
    "enum": "không phải giá trị được phép",
    "bool_type": "phải là true hoặc false",
    "bool_parsing": "phải là true hoặc false",
    "int_type": "phải là số nguyên",
    "int_parsing": "phải là số nguyên",
    "int_from_float": "phải là số nguyên",
    "greater_than": "phải lớn hơn 0",
    "greater_than_equal": "không được âm",
    "too_short": "phải có ít nhất một mục",
    "no_number": "phải là số thập phân như 0.8 hoặc phân số như 2/3",
    "no_share": "phải lớn hơn 0 và không quá 1",
    "negative": "không được âm",
    "descending": "ngày kết thúc trước ngày bắt đầu",
    "one_grantor": "phải có đúng một cấp khen: một đơn vị (grantor_unit) hoặc một loại đơn vị (grantor)",
    "no_vote": "thủ tục đầy đủ phải có quy tắc bỏ phiếu (vote)",
    "half_verified": "phải có cả người thẩm định và ngày, hoặc để trống cả hai",
}
"""By the type of an error, as pydantic and our own forms name it."""


@dataclass(frozen=True, slots=True)
class Read(Generic[F]):
    """A file as it is written, and its form."""

    marked: Marked
    form: F


def read_folder(folder: Path, form: type[F]) -> tuple[Sequence[Read[F]], Sequence[Fault]]:
    """All YAML files of a folder by name, those that have the form, and what is wrong with the others."""
    found: list[Read[F]] = []
    faults: list[Fault] = []
    for file in sorted(folder.glob("*.yaml")):
        try:
            marked = read_marked(file)
        except FaultyFilesError as error:
            faults += error.faults
            continue
        try:
            found.append(Read(marked, form.model_validate(marked.data)))
        except ValidationError as error:
            faults += marked.faults_in(error, _VI, _place)
    return found, faults


def _place(location: Place) -> Place:
    return tuple(part for part in location if part != "[key]")
