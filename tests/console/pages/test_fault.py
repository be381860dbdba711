"""What an owner refuses is told in people's words, never in its own names for states, fields and times."""

from http import HTTPStatus

import pytest

from services.console.pages.fault import fault_of
from services.console.usecases.ports import Complaint, OwnerDownError, OwnerRefusedError


def refused(sentence: str, *complaints: Complaint, code: str = "", **params: object) -> OwnerRefusedError:
    return OwnerRefusedError(422, sentence, complaints=complaints, code=code, params=params)


@pytest.mark.parametrize(
    ("state", "word"),
    [("screening", "Đã tiếp nhận"), ("voting_open", "Đang bỏ phiếu"), ("signed", "Đã ký")],
)
def test_a_state_is_told_by_its_word(state: str, word: str) -> None:
    sentence = f"Việc này không làm được khi đang ở trạng thái {state}."
    assert fault_of(refused(sentence, state=state)).sentence.endswith(f"trạng thái “{word}”.")


def test_times_are_told_in_vietnams() -> None:
    sentence = "Còn 2 phiếu chưa bỏ, hạn đến 2026-11-27T17:30:00+00:00."
    assert fault_of(refused(sentence)).sentence == "Còn 2 phiếu chưa bỏ, hạn đến 28/11/2026 00:30."
    assert fault_of(refused("Đã quá hạn bổ sung 2026-12-08.")).sentence == "Đã quá hạn bổ sung 08/12/2026."
    assert fault_of(refused("Số 2026-99-99.")).sentence == "Số 2026-99-99."


def test_fields_are_told_as_our_forms_call_them() -> None:
    told = refused("Nội dung gửi có trường chưa đúng.", Complaint("contributors.0.share", "Phải từ 1 trở lên."))
    assert fault_of(told).reasons == ("Tỷ lệ đóng góp: Phải từ 1 trở lên.",)
    assert fault_of(refused("Sai.", Complaint("shape_of_things", "Không hợp lệ."))).reasons == ("Không hợp lệ.",)
    assert (
        fault_of(refused("Ngày occurred_to ở tương lai.", field="occurred_to")).sentence == "Ngày “Xong” ở tương lai."
    )


def test_a_refusal_that_speaks_of_one_field_stands_beside_it() -> None:
    fault = fault_of(refused("Số đã dùng.", code="NUMBER_TAKEN"), {"NUMBER_TAKEN": "so-quyet-dinh"})
    assert fault.fields == {"so-quyet-dinh": "Số đã dùng."}


def test_a_form_that_was_recorded_with_other_words_says_so() -> None:
    fault = fault_of(refused("Khóa chống lặp đã dùng.", code="IDEMPOTENCY_KEY_REUSED", id="7"), here="/phien/{id}")
    assert "Lần gửi trước đã đến nơi" in fault.sentence
    assert fault.see == ("/phien/7", "Mở trang đã ghi")
    assert "Khóa" not in fault.sentence


def test_silence_promises_nothing() -> None:
    fault = fault_of(OwnerDownError("reviews: ConnectError"))
    assert fault.status == HTTPStatus.SERVICE_UNAVAILABLE
    assert "chưa rõ kết quả" in fault.sentence
