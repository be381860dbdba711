"""Why something is refused: exemplars and the figures they are detected from."""

from collections.abc import Mapping

from shared.kernel.reasons.reason import Reason

EXEMPLARS: Mapping[str, Reason] = {
    "FIGURES_UNCHECKED": Reason(
        "Chưa đối chiếu số liệu với nguồn.",
        "The figures were not compared with their source.",
        "Đối chiếu số liệu, đánh dấu đã đối chiếu rồi xác nhận hoặc bỏ qua.",
        "Compare the figures, say so, then confirm or dismiss.",
    ),
    "EXEMPLAR_DECIDED": Reason(
        "Điển hình {number} đã được quyết định trước đó.",
        "Exemplar {number} was decided before.",
        "Tải lại để xem kết quả.",
        "Reload to see what came of it.",
    ),
    "EXEMPLAR_NOT_CONFIRMED": Reason(
        "Điển hình {number} chưa được xác nhận, hoặc không còn chờ khen.",
        "Exemplar {number} is not confirmed, or waits for no award any more.",
        "Lãnh đạo đơn vị hoặc cán bộ thi đua xác nhận trước; việc khác thì đăng ký như thường.",
        "A head or an officer confirms it first; any other deed is registered by itself.",
    ),
    "EXEMPLAR_USED": Reason(
        "Thành tích của điển hình {number} đã được đăng ký.",
        "The deed of exemplar {number} is registered already.",
        "Lập đề nghị từ thành tích đã có.",
        "Draft the nomination of the deed that exists.",
    ),
}
