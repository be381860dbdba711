"""What each form on the page of a file says to its owner."""

from collections.abc import Mapping
from typing import Any

from services.console.domain.acts import Act
from services.console.domain.case import Case
from services.console.pages.acting import key_of, stored
from services.console.pages.visit import Visit
from services.console.usecases.ports import Owners
from services.console.usecases.send_nomination import step_key

Body = Mapping[str, Any]


def command_of(act: Act, case: Case) -> str:
    """The owner's address of an act."""
    owner = "reviews/cases" if act.action.startswith("case.") else "nominations/nominations"
    return f"{owner}/{case.id}/{act.command}"


async def body_of(act: Act, visit: Visit, case: Case, owners: Owners) -> Body:
    """What the form says, as the owner wants it. Raises: OwnerRefusedError, OwnerDownError."""
    if act.slug == "bo-sung":
        return await _completion(visit, case, owners)
    return _BODIES[act.slug](visit)


def _nothing(_: Visit) -> Body:
    return {}


def _accept(visit: Visit) -> Body:
    return {"keep_apart": visit.form.get("giu-rieng") == "1"}


def _return(visit: Visit) -> Body:
    note = visit.form.get("con-thieu", "")
    missing = [note] if note else []
    return {"reasons": [{"code": code, "missing": missing} for code in visit.lists.get("ly-do", [])]}


def _withdraw(visit: Visit) -> Body:
    return {"reason": visit.form.get("ly-do", "")}


def _appraise(visit: Visit) -> Body:
    findings = [line.strip() for line in visit.form.get("nhan-xet", "").splitlines() if line.strip()]
    return {"verdict": visit.form.get("ket-luan", ""), "findings": findings}


_BODIES = {
    "gui": _nothing,
    "tiep-nhan": _nothing,
    "dat": _accept,
    "tra-lai": _return,
    "ghep": _nothing,
    "rut": _withdraw,
    "tham-dinh": _appraise,
}


async def _completion(visit: Visit, case: Case, owners: Owners) -> Body:
    """New files are stored, a new figure amends the deed; then the file says what it became."""
    key = key_of(visit)
    told = await owners.ask(visit.who, f"nominations/nominations/{case.id}")
    added = await stored(owners, visit, "minh-chung", key)
    result = result_of(visit.form)
    if result is not None:
        body = {"results": [result]}
        path = f"nominations/deeds/{told['deed_id']}/amend"
        await owners.act(visit.who, path, body, step_key(key, "amend", body))
    kept = [item for item in told["evidence"] if item["sha256"] not in {one["sha256"] for one in added}]
    completion: dict[str, Any] = {"evidence": [*kept, *added]}
    for field, name in (("trich-yeu", "citation_vi"), ("bao-cao", "achievement_report")):
        if visit.form.get(field):
            completion[name] = visit.form[field]
    return completion


def result_of(form: Mapping[str, str]) -> dict[str, str] | None:
    """The measured result in a form; None when no figure is given."""
    if not form.get("gia-tri"):
        return None
    return {
        "indicator": form.get("chi-so", ""),
        "value": form["gia-tri"],
        "unit": form.get("don-vi-tinh", ""),
        "source": form.get("nguon", ""),
    }
