"""What each form on the page of a file says to its owner."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from services.console.domain.acts import AMEND_SLUG, Act
from services.console.domain.case import Case
from services.console.pages.acting import key_of, parts_of, stored, version_seen
from services.console.pages.deed_form import amendment_of, faults_in_deed, with_result
from services.console.pages.measured import faults_in_result, result_of
from services.console.pages.visit import Visit
from services.console.usecases.ports import Owners
from services.console.usecases.send_nomination import step_key
from shared.kernel.holds import HoldGround

Body = Mapping[str, Any]

_DECIDES = "quyet-"
"""Before the rule of which a person decides."""

_VERDICTS = frozenset({"meets", "fails"})
_MOST_FINDINGS = 50
_LONGEST_FINDING = 2_000
_LONGEST = {"trich-yeu": 200, "bao-cao": 20_000}


def command_of(act: Act, case: Case) -> str:
    """The owner's address of an act."""
    owner = "reviews/cases" if act.action.startswith("case.") else "nominations/nominations"
    return f"{owner}/{case.id}/{act.command}"


async def body_of(act: Act, visit: Visit, case: Case, owners: Owners) -> Body:
    """What the form says, as the owner wants it. Raises: OwnerRefusedError, OwnerDownError."""
    if act.slug == "bo-sung":
        return await _completion(visit, case, owners)
    return _BODIES[act.slug](visit)


async def amend_deed(visit: Visit, case: Case, owners: Owners) -> None:
    """Correct the deed of a file that is still a draft. Raises: OwnerRefusedError, OwnerDownError."""
    told = await owners.ask(visit.who, f"nominations/nominations/{case.id}")
    path = f"nominations/deeds/{told['deed_id']}"
    deed = await owners.ask(visit.who, path)
    body = amendment_of(visit.form, deed["results"])
    await _amend(visit, deed, body, owners)


def faults_in_act(act: Act, form: Mapping[str, str], today: date) -> dict[str, str]:
    """What to mend on the form of an act, by field; empty when it can be sent."""
    if act.slug == AMEND_SLUG:
        return faults_in_deed(form, today)
    check = _CHECKS.get(act.slug)
    return check(form) if check else {}


def _faults_in_return(form: Mapping[str, str]) -> dict[str, str]:
    if form.get("con-thieu") and not form.get("ly-do"):
        return {"ly-do": "Chọn lý do mà điều còn thiếu thuộc về."}
    return {}


def _faults_in_giving_back(form: Mapping[str, str]) -> dict[str, str]:
    return {} if form.get("ly-do") else {"ly-do": "Chọn ít nhất một lý do."}


def _faults_in_withdrawal(form: Mapping[str, str]) -> dict[str, str]:
    return {} if form.get("ly-do-rut") else {"ly-do-rut": "Nêu lý do rút."}


def _faults_in_refusal(form: Mapping[str, str]) -> dict[str, str]:
    return {} if form.get("ly-do-khong-khen") else {"ly-do-khong-khen": "Nêu lý do không khen."}


def _faults_in_acceptance(form: Mapping[str, str]) -> dict[str, str]:
    unsaid = [name for name, why in form.items() if name.startswith(_DECIDES) and not why]
    return dict.fromkeys(unsaid, "Nêu lý do, hoặc trả lại để bổ sung dữ liệu.")


def _faults_in_ruling_out(form: Mapping[str, str]) -> dict[str, str]:
    return {} if form.get("quy-dinh") else {"quy-dinh": "Chọn quy định không đạt."}


def _faults_in_rerouting(form: Mapping[str, str]) -> dict[str, str]:
    return {} if form.get("hinh-thuc") else {"hinh-thuc": "Chọn hình thức."}


def _faults_in_hold(form: Mapping[str, str]) -> dict[str, str]:
    return {} if form.get("can-cu") in set(HoldGround) else {"can-cu": "Chọn căn cứ."}


def _faults_in_choice(form: Mapping[str, str]) -> dict[str, str]:
    return {} if form.get("ly-do-chon") else {"ly-do-chon": "Nêu lý do chọn."}


def _faults_in_appraisal(form: Mapping[str, str]) -> dict[str, str]:
    faults: dict[str, str] = {}
    findings = _findings(form)
    if form.get("ket-luan") not in _VERDICTS:
        faults["ket-luan"] = "Chọn kết luận."
    if form.get("ket-luan") == "fails" and not findings:
        faults["nhan-xet"] = "Nêu ít nhất một nhận xét khi không đạt."
    if len(findings) > _MOST_FINDINGS or any(len(line) > _LONGEST_FINDING for line in findings):
        faults["nhan-xet"] = "Nhiều nhất 50 nhận xét, mỗi nhận xét không quá 2.000 ký tự."
    return faults


def _faults_in_completion(form: Mapping[str, str]) -> dict[str, str]:
    too_long = {
        name: f"Dài {len(form[name])} ký tự; nhiều nhất {most}."
        for name, most in _LONGEST.items()
        if len(form.get(name, "")) > most
    }
    return too_long | faults_in_result(form)


_CHECKS = {
    "dat": _faults_in_acceptance,
    "khong-du": _faults_in_ruling_out,
    "chuyen": _faults_in_rerouting,
    "tra-lai": _faults_in_return,
    "tra-lai-xet": _faults_in_giving_back,
    "rut": _faults_in_withdrawal,
    "rut-xet": _faults_in_withdrawal,
    "khong-khen": _faults_in_refusal,
    "tham-dinh": _faults_in_appraisal,
    "chon-quy-dinh": _faults_in_choice,
    "bo-sung": _faults_in_completion,
    "tam-dung": _faults_in_hold,
    "tam-dung-xet": _faults_in_hold,
}


def _nothing(_: Visit) -> Body:
    return {}


def _accept(visit: Visit) -> Body:
    why = {name.removeprefix(_DECIDES): said for name, said in visit.form.items() if name.startswith(_DECIDES)}
    decided = [{"rule_id": rule_id, "reason_vi": said} for rule_id, said in why.items()]
    return {"decided": decided}


def _rule_out(visit: Visit) -> Body:
    return {"rule_id": visit.form.get("quy-dinh", "")}


def _reroute(visit: Visit) -> Body:
    return {"form_code": visit.form.get("hinh-thuc", "")}


def _return(visit: Visit) -> Body:
    note = visit.form.get("con-thieu", "")
    missing = [note] if note else []
    return {"reasons": [{"code": code, "missing": missing} for code in visit.lists.get("ly-do", [])]}


def _withdraw(visit: Visit) -> Body:
    return {"reason": visit.form.get("ly-do-rut", "")}


def _refuse(visit: Visit) -> Body:
    return {"reason": visit.form.get("ly-do-khong-khen", "")}


def _hold(visit: Visit) -> Body:
    return {"ground": visit.form.get("can-cu", "")}


def _choose_pack(visit: Visit) -> Body:
    return {"version": visit.form.get("phien-ban", ""), "reason": visit.form.get("ly-do-chon", "")}


def _appraise(visit: Visit) -> Body:
    return {"verdict": visit.form.get("ket-luan", ""), "findings": _findings(visit.form)}


def _findings(form: Mapping[str, str]) -> list[str]:
    return [line.strip() for line in form.get("nhan-xet", "").splitlines() if line.strip()]


_BODIES = {
    "gui": _nothing,
    "tiep-nhan": _nothing,
    "dat": _accept,
    "khong-du": _rule_out,
    "chuyen": _reroute,
    "tra-lai": _return,
    "tra-lai-xet": _return,
    "ghep": _nothing,
    "trinh": _nothing,
    "nhan-len": _nothing,
    "rut": _withdraw,
    "rut-xet": _withdraw,
    "khong-khen": _refuse,
    "tham-dinh": _appraise,
    "chon-quy-dinh": _choose_pack,
    "tam-dung": _hold,
    "tam-dung-xet": _hold,
    "tiep-tuc": _nothing,
    "tiep-tuc-xet": _nothing,
}


async def _completion(visit: Visit, case: Case, owners: Owners) -> Body:
    """New files are stored; a new figure amends the deed, and takes the place of one under the same name."""
    key = key_of(visit)
    told = await owners.ask(visit.who, f"nominations/nominations/{case.id}")
    added = await stored(owners, visit, "minh-chung", key)
    result = result_of(visit.form)
    if result is not None and told["deed_id"]:
        deed = await owners.ask(visit.who, f"nominations/deeds/{told['deed_id']}")
        await _amend(visit, deed, {"results": with_result(deed["results"], result)}, owners)
    kept = [parts_of(item) for item in told["evidence"] if item["sha256"] not in {one["sha256"] for one in added}]
    completion: dict[str, Any] = {"evidence": [*kept, *added]}
    for field, name in (("trich-yeu", "citation_vi"), ("bao-cao", "achievement_report")):
        if visit.form.get(field):
            completion[name] = visit.form[field]
    return completion


async def _amend(visit: Visit, deed: Mapping[str, Any], body: Body, owners: Owners) -> None:
    """The deed as the form says, unless somebody amended it since the form was drawn."""
    key, path = step_key(key_of(visit), "amend", body), f"nominations/deeds/{deed['id']}/amend"
    await owners.act(visit.who, path, body, key, version=version_seen(visit, deed))
