"""All routes of nominations."""

from fastapi import APIRouter

from services.nominations.api.deeds import add_deeds
from services.nominations.api.evidence import EvidenceStore, add_evidence
from services.nominations.api.exemplars import add_exemplars
from services.nominations.api.nominations import add_nominations
from services.nominations.api.organisation import add_organisation
from services.nominations.api.submissions import add_submissions
from services.nominations.api.suggestions import add_suggestions
from services.nominations.api.units import add_units
from services.nominations.usecases import UseCases
from shared.runtime.web.doors import doors


def build_api(use_cases: UseCases, files: EvidenceStore) -> APIRouter:
    """The routes, each with its policy."""
    api = doors()
    add_units(api, use_cases)
    add_organisation(api, use_cases)
    add_deeds(api, use_cases)
    add_evidence(api, use_cases, files)
    add_nominations(api, use_cases)
    add_submissions(api, use_cases)
    add_suggestions(api, use_cases)
    add_exemplars(api, use_cases)
    return api
