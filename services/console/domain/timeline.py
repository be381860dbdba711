"""The words of the timeline, one for each event that people follow."""

from collections.abc import Mapping

TITLE_VI: Mapping[str, str] = {
    "nomination.drafted": "Đã lập nháp",
    "nomination.submitted": "Đã gửi",
    "nomination.received": "Đã tiếp nhận",
    "nomination.accepted": "Hồ sơ đạt yêu cầu",
    "nomination.needs_review": "Thiếu dữ liệu, chờ người quyết",
    "nomination.lapsed": "Quá hạn bổ sung, đã đóng",
    "nomination.deadline_breached": "Quá hạn",
    "nomination.rerouted": "Chuyển sang hình thức khác",
    "nomination.ineligible": "Không đủ điều kiện",
    "nomination.returned": "Trả lại để bổ sung",
    "nomination.resubmitted": "Đã bổ sung và gửi lại",
    "nomination.merged": "Đã ghép hồ sơ",
    "nomination.held": "Tạm dừng để xác minh",
    "nomination.released": "Tiếp tục xét",
    "nomination.forwarded": "Đã chuyển xét",
    "nomination.withdrawn": "Đã rút",
    "review.admitted": "Bắt đầu thẩm định",
    "review.appraised": "Đã thẩm định",
    "review.consulted": "Đã lấy xong ý kiến",
    "consultation.opened": "Bắt đầu lấy ý kiến nhân dân",
    "consultation.closed": "Hết hạn lấy ý kiến nhân dân",
    "consultation.answered": "Đã trả lời hết ý kiến nhân dân",
    "opinion.requested": "Đã hỏi ý kiến",
    "opinion.received": "Đã có ý kiến",
    "opinion.lapsed": "Hết hạn cho ý kiến",
    "review.recommended": "Hội đồng đồng ý",
    "review.not_recommended": "Hội đồng không đồng ý",
    "review.held": "Tạm dừng để xác minh",
    "review.released": "Tiếp tục xét",
    "review.returned": "Trả lại để bổ sung",
    "review.pack_chosen": "Chọn xét theo quy định mới",
    "review.escalated": "Đã trình cấp trên",
    "review.taken_over": "Cấp trên đã tiếp nhận",
    "review.withdrawal_requested": "Đơn vị rút hồ sơ",
    "review.deadline_breached": "Quá hạn",
    "review.closed": "Đã đóng hồ sơ",
    "council.convened": "Đã xếp phiên xét",
    "council.vote_opened": "Hội đồng bắt đầu bỏ phiếu",
    "council.vote_closed": "Đã đóng phiếu",
    "council.minuted": "Đã lập biên bản phiên",
    "council.adjourned": "Phiên đã hoãn",
    "council.case_struck": "Phiên đi tiếp không có hồ sơ này",
    "decision.drafted": "Đã trình ký quyết định",
    "decision.signed": "Đã ký quyết định",
    "decision.returned": "Dự thảo quyết định bị trả lại",
    "decision.row_released": "Dự thảo quyết định đi tiếp không có hồ sơ này",
    "award.freed": "Chưa giữ được quyền khen",
    "award.granted": "Đã khen thưởng",
    "award.published": "Đã công bố",
    "award.ceremony_set": "Đã định ngày trao",
    "award.ceremony_called_off": "Hoãn lễ trao",
    "award.presented": "Đã trao",
    "award.corrected": "Đã đính chính",
    "award.bonus_paid": "Đã chi tiền thưởng",
    "award.revoked": "Đã thu hồi",
    "award.recovered": "Đã thu lại tiền thưởng, hiện vật",
    "notification.failed": "Tin gửi ra ngoài không đến nơi",
}

SILENT = frozenset({"review.case_opened", "award.reserved", "notification.delivered"})
"""Events that move the file without a line: another line says the same to people, or the page counts them."""


def title_vi(event: str) -> str:
    """What a line of the timeline says. Raises: KeyError for an event without words."""
    return TITLE_VI[event]
