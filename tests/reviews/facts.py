"""Things of the sample province, for tests of reviews."""

import itertools
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from services.reviews.domain.case import Case
from services.reviews.domain.case_parts import Verdict
from services.reviews.domain.council import Council
from services.reviews.usecases.case.facts import facts_of
from services.reviews.usecases.case.open import planned
from shared.contracts.nominations import NominationForwarded, NominationSubmitted
from shared.kernel.actor import Actor, Grant, Role, system
from shared.kernel.cause import Cause
from shared.kernel.ids import id_from
from shared.runtime.law.loading import load_calendar, load_rulepacks
from shared.runtime.vault import Vault, new_key

SAFE = Vault(new_key())
PACKS = load_rulepacks()
CALENDAR = load_calendar()
NOW = datetime(2026, 10, 7, 2, 0, tzinfo=UTC)
TODAY = date(2026, 10, 7)
MEMBERS = tuple(f"HD-{n:02}" for n in range(1, 10))
COUNCIL = Council.record("HD-BTP", "BTP", "HD-01", MEMBERS, {"HD-03": "THADS-HP"})

_keys = itertools.count()


def facts(n: object = 1, **changes: Any) -> dict[str, Any]:
    """An individual of STP-HP, nominated for the director's certificate: N01."""
    return {
        "nomination_id": id_from("nomination", n),
        "number": f"KT-2026-{n:04}",
        "nomination_type": "ad_hoc",
        "form_code": "GIAY_KHEN_SO",
        "grantor_unit_id": "STP-HP",
        "grantor_path": ("UB-HP", "STP-HP"),
        "unit_id": "STP-HP",
        "unit_path": ("UB-HP", "STP-HP"),
        "subject_ref": "CB-0412",
        "subject_kind": "individual",
        "work_role": "direct",
        "deed_id": id_from("deed", n),
        "occurred_from": date(2026, 10, 3),
        "occurred_to": date(2026, 10, 3),
        "known_on": date(2026, 10, 3),
        "contributor_refs": ("CB-0412",),
        "proposer_ref": "PGD-HP-02",
        "endorser_ref": "PGD-HP-02",
        "received_on": date(2026, 10, 6),
        "pack_id": "FIX-2026",
        "pack_version": "2026-10-01",
    } | changes


def full_facts(n: object = 4, **changes: Any) -> dict[str, Any]:
    """A team of THADS-HP, nominated for the minister's certificate by a council: N04."""
    team = {
        "nomination_type": "movement",
        "form_code": "BANG_KHEN_BO",
        "grantor_unit_id": "BTP",
        "grantor_path": ("BTP",),
        "unit_id": "THADS-HP",
        "unit_path": ("BTP", "THADS-HP"),
        "subject_ref": "TT-21",
        "subject_kind": "collective",
        "work_role": None,
        "size": 14,
        "contributor_refs": ("TT-21",),
        "movement_id": id_from("movement", "CD-2026-1"),
        "movement_final_review_on": date(2026, 12, 10),
        "proposer_ref": "PCT-HP-THA",
        "endorser_ref": "CT-HP-THA",
    }
    return facts(n, **(team | changes))


def annual_facts(n: object = 11, **changes: Any) -> dict[str, Any]:
    """A specialist of STP-HP, nominated for the work of a whole year: no deed, no days, nobody contributed."""
    no_deed = dict.fromkeys(("deed_id", "occurred_from", "occurred_to", "known_on"))
    year = {"nomination_type": "merit", "year": 2026, "contributor_refs": (), "subject_ref": "CB-0077"}
    return facts(n, **(no_deed | year | changes))


def asked_facts(n: object = 7, **changes: Any) -> dict[str, Any]:
    """An individual of THADS-HP, nominated for the minister's badge, about which the province is asked."""
    badge = {"form_code": "KY_NIEM_CHUONG", "nomination_type": "ad_hoc", "movement_id": None, "subject_ref": "CB-0219"}
    person_of = {"subject_kind": "individual", "work_role": "direct", "size": None, "contributor_refs": ("CB-0219",)}
    return full_facts(n, **(badge | person_of | changes))


def public_facts(n: object = 9, **changes: Any) -> dict[str, Any]:
    """The same person, nominated for a title about which the province and the public are asked."""
    return asked_facts(n, **({"form_code": "GUONG_SANG_NGANH"} | changes))


RIVALS = (
    facts(1, deed_id=id_from("deed", "same")),
    facts(2, deed_id=id_from("deed", "same")),
    facts(3),
    full_facts(4),
    full_facts(5, deed_id=id_from("deed", 4), form_code="BANG_KHEN_DOT_XUAT"),
)
"""Files of which two at a time are for one deed of one subject, and one stands alone; the last is voted on openly."""


def submitted(data: dict[str, Any]) -> NominationSubmitted:
    return NominationSubmitted(**data)


def forwarded(data: dict[str, Any]) -> NominationForwarded:
    return NominationForwarded(**data)


def opened_case(data: dict[str, Any]) -> Case:
    return planned(submitted(data), PACKS)


def appraised_case(data: dict[str, Any], appraiser: str = "TD-03") -> Case:
    admitted = opened_case(data).admit(facts_of(forwarded(data)), TODAY)
    return admitted.appraise(appraiser, Verdict.MEETS, (), TODAY)


def person(ref: str, *grants: tuple[Role, str]) -> Actor:
    return Actor(ref, tuple(Grant(role, at) for role, at in grants))


def wish(actor: Actor, action: str, key: object = None) -> Cause:
    """A command with a fresh key, or a repeat of the one with this key."""
    cause_id = id_from("command", actor.ref, next(_keys) if key is None else key)
    return Cause(cause_id, actor, action, correlation_id=cause_id, causation_id=cause_id)


def news(key: object = None) -> Cause:
    """An event as a cause."""
    event_id: UUID = id_from("event", next(_keys) if key is None else key)
    return Cause(event_id, system("reviews"), "system", correlation_id=event_id, causation_id=event_id)


OFFICER = person("TD-01", (Role.EMULATION_OFFICER, "STP-HP"))
OFFICER_BTP = person("TD-03", (Role.EMULATION_OFFICER, "BTP"))
DIRECTOR = person("GD-HP-01", (Role.GRANTOR, "STP-HP"), (Role.UNIT_HEAD, "STP-HP"))
MINISTER = person("BT-01", (Role.GRANTOR, "BTP"))
SECRETARY = person("TK-01", (Role.COUNCIL_SECRETARY, "HD-BTP"))
CHAIR = person("HD-01", (Role.COUNCIL_CHAIR, "HD-BTP"), (Role.COUNCIL_MEMBER, "HD-BTP"))


BODY = person("YK-01", (Role.OPINION_BODY, "UB-HP"))
CITIZEN = person("CD-01", (Role.CITIZEN, "BTP"))
PEER = person("CB-0611", (Role.PEER, "THADS-HP"))


def member(ref: str) -> Actor:
    return person(ref, (Role.COUNCIL_MEMBER, "HD-BTP"))
