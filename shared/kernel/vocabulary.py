"""The words people read: why something is refused and what to do, and the one status vocabulary."""

from collections.abc import Mapping

from shared.kernel.holds import Hold
from shared.kernel.reasons import REASONS
from shared.kernel.reasons.reason import Reason

STATUS_VI: Mapping[str, str] = {
    "draft": "Nháp",
    "submitted": "Đã gửi",
    "received": "Đã tiếp nhận",
    "returned": "Trả lại để bổ sung",
    "eligible": "Đủ điều kiện",
    "ineligible": "Không đủ điều kiện",
    "consulting": "Đang lấy ý kiến",
    "voting": "Hội đồng đang bỏ phiếu",
    "recommended": "Hội đồng đồng ý",
    "not_recommended": "Hội đồng không đồng ý",
    "awaiting_signature": "Chờ ký quyết định",
    "forwarded": "Đã trình cấp trên",
    "granted": "Đã khen thưởng",
    "published": "Đã công bố",
    "presented": "Đã trao",
    "declined": "Không khen thưởng",
    "withdrawn": "Đã rút",
    "revoked": "Đã thu hồi",
}

_WORD_OF_STATE: Mapping[str, str] = {
    "opened": "submitted",
    "screening": "received",
    "needs_review": "received",
    "accepted": "received",
    "in_review": "received",
    "appraising": "received",
    "ready": "eligible",
    "in_session": "voting",
    "escalated": "forwarded",
    "awaiting_decision": "awaiting_signature",
    "reserved": "awaiting_signature",
    "refused": "declined",
    "not_granted": "declined",
    "merged": "withdrawn",
    "lapsed": "withdrawn",
    "recovered": "revoked",
}


def status_of(state: str, held: Hold | None = None) -> str:
    """The status word for a state of a nomination, case or award; one that is held keeps the word it had before.

    Raises: KeyError for a state without a word.
    """
    if held is not None:
        return status_of(held.before)
    word = _WORD_OF_STATE.get(state, state)
    if word not in STATUS_VI:
        raise KeyError(state)
    return word


def sentence_vi(code: str, params: Mapping[str, object]) -> str:
    """The Vietnamese sentence of a reason, its parameters filled in; a missing parameter stays visible as `…`."""
    return _fill(REASONS[code].sentence_vi, params)


def way_out_vi(code: str, params: Mapping[str, object]) -> str:
    """What a refused person can do, in Vietnamese."""
    return _fill(REASONS[code].way_out_vi, params)


def said(code: str, params: Mapping[str, object]) -> Reason:
    """A reason with its parameters filled in, all that can be said of it."""
    reason = REASONS[code]
    return Reason(
        sentence_vi=_fill(reason.sentence_vi, params),
        sentence_en=_fill(reason.sentence_en, params),
        way_out_vi=_fill(reason.way_out_vi, params),
        way_out_en=_fill(reason.way_out_en, params),
    )


class _Gaps(dict[str, object]):
    def __missing__(self, key: str) -> str:
        return "…"


def _fill(text: str, params: Mapping[str, object]) -> str:
    return text.format_map(_Gaps(params))
