"""New files are screened among the many that are there: the rules are asked, and duplicates sought."""

from typing import Any

from deploy.bench.years.asking import Answered, answered
from deploy.standalone.errors import StandaloneError
from deploy.standalone.playing.asking import Requests, Wish

_HEAD, _OFFICER = "PGD-HP-02", "TD-01"
_DEED = {
    "unit_id": "STP-HP",
    "title_vi": "Giải quyết hồ sơ hộ tịch tồn",
    "story_vi": "Giải quyết xong 37 hồ sơ hộ tịch tồn trong hai ngày",
    "field": "ho_tich",
    "occurred_from": "2026-05-04",
    "occurred_to": "2026-05-05",
    "known_on": "2026-05-06",
    "results": [{"indicator": "Hồ sơ", "value": "37", "unit": "hồ sơ", "source": "Sổ theo dõi"}],
    "contributors": [{"subject_ref": "CB-0412", "share": 100}],
}


async def screened(requests: Requests, times: int) -> Answered:
    """How long it takes to screen one. Raises: StandaloneError."""
    took = []
    for number in range(times):
        file = await _submitted(requests, number)
        answer = await requests.send(Wish(_OFFICER, "screen", {"id": file}, f"screen-{number}"))
        if not answer.is_success:
            raise StandaloneError(f"screen: {answer.status} {answer.body}")
        took.append(answer.ms)
    return answered("a file is screened, duplicates sought", took)


async def _submitted(requests: Requests, number: int) -> str:
    deed = await _done(requests, "register_deed", _DEED | {"title_vi": f"{_DEED['title_vi']} {number}"}, number)
    file = await _done(
        requests,
        "draft",
        {
            "subject_ref": "CB-0412",
            "type": "ad_hoc",
            "form_code": "GIAY_KHEN_SO",
            "deed_id": deed,
            "citation_vi": "Giải quyết hồ sơ hộ tịch tồn",
            "achievement_report": "Giải quyết xong 37 hồ sơ.",
        },
        number,
    )
    return await _done(requests, "submit", {"id": file}, number)


async def _done(requests: Requests, do: str, values: dict[str, Any], number: int) -> str:
    answer = await requests.send(Wish(_HEAD, do, values, f"{do}-{number}"))
    if not answer.is_success:
        raise StandaloneError(f"{do}: {answer.status} {answer.body}")
    return str(answer.body["id"])
