"""Why something is refused: deeds and who had a part in them."""

from collections.abc import Mapping

from shared.kernel.reasons.reason import Reason

DEEDS: Mapping[str, Reason] = {
    "ANSWER_INCOMPLETE": Reason(
        "Trả lời gợi ý phải nêu hồ sơ, hoặc lý do khi không đề nghị.",
        "An answer names the nomination, or the reason why there is none.",
        "Chọn hồ sơ đã lập, hoặc ghi lý do.",
        "Choose the nomination, or give the reason.",
    ),
    "CONTACT_UNREADABLE": Reason(
        "Không mở được thông tin liên hệ: khóa đã thay đổi.",
        "The contact cannot be opened: the key has changed.",
        "Báo bộ phận vận hành.",
        "Tell operations.",
    ),
    "CONTACT_NOT_KEPT": Reason(
        "Hệ thống chưa có khóa để giữ kín người gửi và thông tin liên hệ.",
        "There is no key yet to keep the sender and contact data secret.",
        "Gửi gợi ý không kèm thông tin liên hệ; gửi đơn thì báo bộ phận vận hành.",
        "Send a suggestion without contact data; to lodge a complaint, tell operations.",
    ),
    "DEED_ALREADY_REWARDED": Reason(
        "Thành tích đã được khen hoặc đã có trong quyết định {number}.",
        "The deed was already rewarded or stands in decision {number}.",
        "Xem khen thưởng đã có; một thành tích chỉ được khen một lần.",
        "See the award that exists; a deed is rewarded once.",
    ),
    "DEED_IN_REVIEW": Reason(
        "Hồ sơ {number} của thành tích này đang được xét.",
        "File {number} of this deed is accepted or in review.",
        "Trả hồ sơ để bổ sung rồi mới sửa thời gian, kết quả, minh chứng.",
        "Have the file returned, then change days, results or evidence.",
    ),
    "DEED_DISPUTED": Reason(
        "Đang làm rõ ai lập thành tích này.",
        "Who did this deed is disputed.",
        "Chờ cán bộ thi đua nghe hai bên và kết luận.",
        "Wait until an officer has heard both sides and resolved it.",
    ),
    "NOT_YOUR_SHARE": Reason(
        "Bạn không có tên trong những người lập thành tích này.",
        "You are not among those who did this deed.",
        "Nếu bạn có đóng góp, hãy nêu ý kiến về người lập thành tích.",
        "If you had a part in it, dispute who did it.",
    ),
    "NOT_BOTH_HEARD": Reason(
        "Chưa ghi ý kiến của cả hai bên.",
        "Both sides have not been heard.",
        "Ghi ý kiến của người nêu và của những người đang được ghi tên.",
        "Write what the claimant and what the contributors say.",
    ),
    "DEED_LINKED": Reason(
        "Thành tích này đã được gắn với một thành tích khác.",
        "This deed was found to be the same as another one.",
        "Làm việc với thành tích kia.",
        "Work with the other deed.",
    ),
    "DEED_ITSELF": Reason(
        "Hai thành tích này là một, hoặc đã gắn với nhau.",
        "These two are one deed, or linked already.",
        "Chọn một thành tích khác.",
        "Choose another deed.",
    ),
    "DATE_IN_FUTURE": Reason(
        "Ngày {field} ở tương lai.",
        "The date {field} lies in the future.",
        "Nhập ngày đã xảy ra, đến hôm nay.",
        "Give a day that has been, today at the latest.",
    ),
    "DATES_NOT_ASCENDING": Reason(
        "Các ngày không theo thứ tự: bắt đầu, kết thúc, ngày biết.",
        "The dates do not ascend: begun, ended, known.",
        "Sửa lại thứ tự các ngày.",
        "Put the dates in order.",
    ),
    "SHARES_NOT_HUNDRED": Reason(
        "Tổng tỷ lệ đóng góp là {total}, phải là 100.",
        "The shares add up to {total}, not to 100.",
        "Sửa tỷ lệ cho tổng bằng 100.",
        "Set the shares so that they add up to 100.",
    ),
    "SUBJECT_NOT_CONTRIBUTOR": Reason(
        "Người hoặc tập thể được đề nghị không có trong thành tích.",
        "The subject did not contribute to the deed.",
        "Chọn người đóng góp của thành tích.",
        "Choose a contributor of the deed.",
    ),
}
