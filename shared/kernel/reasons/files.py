"""Why something is refused: nominations and what belongs to them."""

from collections.abc import Mapping

from shared.kernel.reasons.reason import Reason

FILES: Mapping[str, Reason] = {
    "EVIDENCE_MISSING": Reason(
        "Thiếu minh chứng.",
        "Evidence is missing.",
        "Bổ sung minh chứng rồi gửi lại.",
        "Add the evidence and send the file again.",
    ),
    "EVIDENCE_HASH_MISMATCH": Reason(
        "Tệp {name} không khớp mã băm.",
        "File {name} does not match its hash.",
        "Tải lên bản gốc của tệp.",
        "Upload the original of the file.",
    ),
    "NO_MEASURABLE_RESULT": Reason(
        "Chưa nêu kết quả đo được.",
        "No measurable result is stated.",
        "Thêm con số và nguồn, rồi gửi lại.",
        "Add a figure with its source, then send the file again.",
    ),
    "NO_AUTHORITY": Reason(
        "Cấp này không có thẩm quyền khen hình thức {form}.",
        "This level has no authority to grant {form}.",
        "Đề nghị cấp có thẩm quyền: {suggested_grantor}.",
        "Nominate to the level that has it: {suggested_grantor}.",
    ),
    "SELF_ENDORSEMENT": Reason(
        "Không được tự xác nhận.",
        "Nobody endorses oneself.",
        "Đề nghị cấp phó hoặc cấp trên xác nhận.",
        "Ask a deputy or the level above to endorse.",
    ),
    "DUPLICATE_OPEN": Reason(
        "Có thể trùng hồ sơ {number}.",
        "This may be the same as file {number}.",
        "So hai việc rồi gắn lại hoặc giữ riêng; cùng một việc thì ghép hồ sơ.",
        "Compare the deeds and link them or keep them apart; files for one deed are merged.",
    ),
    "DATA_MISSING": Reason(
        "Thiếu dữ liệu: {missing}.",
        "Data is missing: {missing}.",
        "Một người sẽ xem và quyết.",
        "A person looks at it and decides.",
    ),
    "MOVEMENT_MISSING": Reason(
        "Khen theo phong trào phải nêu phong trào.",
        "A movement award names its movement.",
        "Chọn phong trào.",
        "Choose a movement.",
    ),
    "DEED_MISSING": Reason(
        "Đề nghị phải nêu thành tích.",
        "A nomination names its deed.",
        "Chọn thành tích.",
        "Choose a deed.",
    ),
    "YEAR_MISSING": Reason(
        "Danh hiệu năm phải nêu năm.",
        "An annual form names its year.",
        "Nêu năm được xét.",
        "Name the year that is considered.",
    ),
    "FORM_DOES_NOT_FIT": Reason(
        "Hình thức {form} không dành cho đề nghị này.",
        "The form {form} is not for this nomination.",
        "Chọn hình thức đơn vị có cấp khen: danh hiệu năm xét công việc của năm, hình thức khác xét một việc.",
        "Choose one that the unit has a grantor for: an annual one commends a year's work, any other a deed.",
    ),
    "NOT_THREE_CONSECUTIVE": Reason(
        "Chưa đủ {n} năm liên tục.",
        "There are not {n} years one after the other.",
        "Đề nghị hình thức khác phù hợp.",
        "Nominate for another form that fits.",
    ),
    "DEADLINE_PASSED": Reason(
        "Quá hạn danh hiệu năm ({deadline}).",
        "The time for the annual title ended on {deadline}.",
        "Chuyển sang khen đột xuất nếu có thành tích đạt.",
        "Nominate ad hoc, if there is a deed that qualifies.",
    ),
    "RULE_NOT_FAILED": Reason(
        "Quy định {rule} không loại hồ sơ này.",
        "Rule {rule} does not rule this file out.",
        "Chọn quy định mà hồ sơ không đạt; thiếu dữ liệu thì quyết hoặc trả lại để bổ sung.",
        "Cite a rule that the file fails; where data is missing, decide, or return the file to be completed.",
    ),
    "RULES_NOT_PASSED": Reason(
        "Hồ sơ chưa đạt quy định.",
        "The file does not meet the rules.",
        "Xem từng lý do bên dưới.",
        "See each reason below.",
    ),
    "ON_HOLD": Reason(
        "Hồ sơ {number} đang trong thời gian xác minh.",
        "File {number} is being verified.",
        "Hồ sơ được xét tiếp khi xác minh xong.",
        "It goes on when that is done.",
    ),
    "SUBMISSION_EMPTY": Reason(
        "Tờ trình chưa có hồ sơ nào.",
        "The submission holds no file.",
        "Chọn ít nhất một hồ sơ.",
        "Choose at least one file.",
    ),
    "ROW_NOT_DRAFT": Reason(
        "Hồ sơ {number} không còn chờ trình.",
        "File {number} does not wait to be sent any more.",
        "Xem hồ sơ; nếu lại chờ trình thì đưa vào tờ trình khác.",
        "Look at the file; if it waits again, put it into another submission.",
    ),
    "ROW_DEED_CHANGED": Reason(
        "Việc đã làm của hồ sơ {number} đã được sửa sau khi trình.",
        "The deed of file {number} was changed after it was sent.",
        "Xem lại hồ sơ rồi đưa vào tờ trình khác.",
        "Look at the file again, then put it into another submission.",
    ),
    "ROW_DOES_NOT_BELONG": Reason(
        "Hồ sơ {number} là của đơn vị {unit}, trình {to_unit}, không thuộc tờ trình này.",
        "File {number} is of unit {unit} and goes to {to_unit}: it does not belong here.",
        "Lập tờ trình riêng cho từng đơn vị và từng cấp quyết định.",
        "Make a submission for each unit and each unit that decides.",
    ),
    "ROW_IN_OTHER_SUBMISSION": Reason(
        "Hồ sơ {number} đang nằm trong một tờ trình khác.",
        "File {number} waits in another submission.",
        "Chờ kết quả của tờ trình kia, hoặc bỏ hồ sơ này ra.",
        "Wait for the answer to that one, or leave this file out.",
    ),
    "RETURN_WINDOW_CLOSED": Reason(
        "Đã quá hạn bổ sung {due_on}.",
        "The time to complete ended on {due_on}.",
        "Lập đề nghị mới.",
        "Make a new nomination.",
    ),
}
