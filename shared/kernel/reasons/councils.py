"""Why something is refused: opinions, consultations, councils, sessions and votes."""

from collections.abc import Mapping

from shared.kernel.reasons.reason import Reason

COUNCILS: Mapping[str, Reason] = {
    "OPINION_OVER": Reason(
        "Đã hết hạn cho ý kiến {due_on}.",
        "The time to answer ended on {due_on}.",
        "Gửi ý kiến trực tiếp cho cơ quan thẩm định.",
        "Write to the office that appraises.",
    ),
    "CONSULTATION_NOT_ASKED": Reason(
        "Hồ sơ {number} không phải lấy ý kiến nhân dân, hoặc đã lấy xong.",
        "The public is not asked about file {number}, or was asked before.",
        "Không cần làm gì thêm; hồ sơ đi tiếp theo quy định.",
        "Nothing more needs to be done; the file goes on by its rules.",
    ),
    "CONSULTATION_NOT_OPEN": Reason(
        "Hiện không nhận góp ý về hồ sơ {number}.",
        "Nothing can be said about file {number} now.",
        "Gửi đơn nếu thấy việc khen thưởng có sai sót.",
        "Lodge a complaint if the commendation is wrong.",
    ),
    "ALREADY_COMMENTED": Reason(
        "Bạn đã góp ý về hồ sơ này.",
        "You have spoken about this file.",
        "Xem góp ý của bạn và phần trả lời ở trang Lấy ý kiến.",
        "See your comment and its answer on the page of consultations.",
    ),
    "COMMENTS_FULL": Reason(
        "Đã nhận {most} góp ý, hiện không còn chỗ.",
        "{most} comments were taken; there is no room for more now.",
        "Gửi lại khi đã có thêm góp ý được trả lời; gửi đơn nếu thấy việc khen thưởng có sai sót.",
        "Send it again when more comments are answered; lodge a complaint if the commendation is wrong.",
    ),
    "CONFLICT_OF_INTEREST": Reason(
        "Bạn có liên quan, không được bỏ phiếu.",
        "You are related and may not vote.",
        "Bạn không tham gia phiếu này.",
        "You take no part in this vote.",
    ),
    "NO_QUORUM": Reason(
        "Mới có {present}/{needed} thành viên.",
        "Only {present} of {needed} members are there.",
        "Chờ thêm phiếu hoặc hoãn phiên.",
        "Wait for more votes, or adjourn the session.",
    ),
    "THRESHOLD_NOT_MET": Reason(
        "{yes}/{base} dưới ngưỡng {threshold} %.",
        "{yes}/{base} is below the threshold of {threshold} %.",
        "Chọn hình thức khác phù hợp.",
        "Choose another form that fits.",
    ),
    "ALREADY_VOTED": Reason(
        "Bạn đã bỏ phiếu.",
        "You have voted.",
        "Phiếu đã bỏ không sửa được.",
        "A ballot that was cast cannot be changed.",
    ),
    "MEMBER_VOTED": Reason(
        "{member} đã bỏ phiếu.",
        "{member} has voted.",
        "Phiếu đã bỏ không sửa được; không nhập phiếu giấy của người này.",
        "A ballot that was cast cannot be changed; do not enter this member's paper.",
    ),
    "TAKES_NO_PART": Reason(
        "{member} không bỏ phiếu hồ sơ này.",
        "{member} does not vote on this case.",
        "Xem thành viên và người không tham gia của phiên.",
        "Look at the session's members and at who takes no part.",
    ),
    "WRITTEN_NOT_ALLOWED": Reason(
        "Quy định không cho bỏ phiếu bằng văn bản với hồ sơ {case}.",
        "The rules let nobody vote in writing on case {case}.",
        "Thành viên tự bỏ phiếu trong hệ thống.",
        "Members vote in the system themselves.",
    ),
    "ELECTRONIC_NOT_ALLOWED": Reason(
        "Quy định không cho bỏ phiếu điện tử với hồ sơ này.",
        "The rules allow no electronic vote on this case.",
        "Bỏ phiếu giấy; thư ký hội đồng nhập phiếu.",
        "Vote on paper; the council's secretary enters it.",
    ),
    "ALREADY_RECUSED": Reason(
        "Bạn đã không tham gia phiếu này.",
        "You take no part in this vote already.",
        "Không cần làm gì thêm.",
        "Nothing more needs to be done.",
    ),
    "NOT_ENTITLED": Reason(
        "Bạn không phải thành viên của phiên này.",
        "You are no member of this session.",
        "Hỏi thư ký hội đồng.",
        "Ask the council's secretary.",
    ),
    "CASES_NOT_READY": Reason(
        "Có hồ sơ chưa sẵn sàng: {cases}.",
        "Some cases are not ready: {cases}.",
        "Bỏ hồ sơ đó ra hoặc chờ.",
        "Leave those cases out, or wait.",
    ),
    "NOT_A_MEMBER": Reason(
        "{member} không có trong danh sách thành viên.",
        "{member} is not among the members.",
        "Thêm người này vào danh sách thành viên.",
        "Add this person to the members.",
    ),
    "CLOSES_IN_PAST": Reason(
        "Giờ kết thúc bỏ phiếu đã qua.",
        "The vote would close in the past.",
        "Chọn giờ kết thúc muộn hơn.",
        "Choose a later end.",
    ),
    "CLOSES_TOO_LATE": Reason(
        "Giờ kết thúc bỏ phiếu muộn hơn {days} ngày kể từ nay.",
        "The vote would close more than {days} days from now.",
        "Chọn giờ kết thúc sớm hơn; xem lại năm đã ghi.",
        "Choose an earlier end; look at the year again.",
    ),
    "VOTE_NOT_OVER": Reason(
        "Còn {missing} phiếu chưa bỏ, hạn đến {closes_at}.",
        "{missing} votes are still to come, until {closes_at}.",
        "Chờ đủ phiếu hoặc hết giờ.",
        "Wait for all votes, or until the time is over.",
    ),
    "NOT_CLOSED": Reason(
        "Phiên {number} chưa kiểm phiếu.",
        "The votes of session {number} are not counted.",
        "Lập biên bản sau khi phiên đóng phiếu và có kết quả.",
        "Make the minutes once the vote is closed and counted.",
    ),
    "MINUTES_MADE": Reason(
        "Phiên {number} đã có biên bản.",
        "Session {number} has its minutes.",
        "Xem biên bản đã lập; biên bản không sửa được.",
        "Read the minutes that were made; they cannot be changed.",
    ),
    "MINUTES_MISSING": Reason(
        "Phiên {number} chưa có biên bản.",
        "Session {number} has no minutes yet.",
        "Thư ký hội đồng lập biên bản trước.",
        "The council's secretary makes the minutes first.",
    ),
    "VOTE_OVER": Reason(
        "Đã hết giờ bỏ phiếu.",
        "The time to vote is over.",
        "Phiên không nhận phiếu nữa: chủ tịch hội đồng kiểm phiếu, hoặc hoãn phiên để triệu tập lại.",
        "The session takes no more votes: its chair counts them, or adjourns it to be convened anew.",
    ),
}
