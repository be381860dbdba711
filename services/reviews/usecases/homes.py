"""Where everything that the use cases need is kept."""

from dataclasses import dataclass

from services.reviews.usecases.asking import Consultations, Opinions
from services.reviews.usecases.bulletin.ports import Bulletins
from services.reviews.usecases.figure_ports import Answers, Figures, Formalities, Staff
from services.reviews.usecases.ports import (
    Awards,
    Cases,
    Complaints,
    Councils,
    Decisions,
    Deeds,
    Delegations,
    Findings,
    Numbers,
    Readings,
    Safe,
    Sessions,
    Units,
)


@dataclass(frozen=True, slots=True)
class Homes:
    """Where everything is kept."""

    cases: Cases
    councils: Councils
    sessions: Sessions
    decisions: Decisions
    deeds: Deeds
    awards: Awards
    delegations: Delegations
    findings: Findings
    complaints: Complaints
    opinions: Opinions
    consultations: Consultations
    figures: Figures
    answers: Answers
    formalities: Formalities
    staff: Staff
    bulletins: Bulletins
    readings: Readings
    numbers: Numbers
    units: Units
    safe: Safe
