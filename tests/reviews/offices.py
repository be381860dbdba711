"""Files that are played in any order, and who acts for their units."""

from shared.kernel.actor import Role
from shared.kernel.ids import id_from
from tests.reviews.facts import DIRECTOR, MINISTER, OFFICER, OFFICER_BTP, RIVALS, full_facts, person

HEADS = person("PGD-HP-02", (Role.UNIT_HEAD, "STP-HP"), (Role.UNIT_HEAD, "BTP"))
SUPERVISION = person("GS-01", (Role.SUPERVISOR, "UB-HP"), (Role.SUPERVISOR, "BTP"))
SOMEBODY = person("CD-01", (Role.CITIZEN, "UB-HP"), (Role.CITIZEN, "BTP"))
BELOW = person("TD-02", (Role.EMULATION_OFFICER, "THADS-HP"))
SECRETARY_BELOW = person("TK-02", (Role.COUNCIL_SECRETARY, "THADS-HP"))
OFFICERS = {"STP-HP": OFFICER, "BTP": OFFICER_BTP, "THADS-HP": BELOW}
GRANTOR_OF = {"STP-HP": DIRECTOR, "BTP": MINISTER}

FILES = (*RIVALS, full_facts(6, form_code="CO_THI_DUA_BO", deed_id=id_from("deed", 4)))
"""With one that a unit below reviews first."""
DATA = {data["nomination_id"]: data for data in FILES}
