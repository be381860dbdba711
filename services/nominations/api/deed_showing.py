"""How deeds become what a reader sees."""

from dataclasses import asdict

from services.nominations.api.deed_views import DeedView, DisputeView, ShareView
from services.nominations.api.views import EvidenceView, ResultView
from services.nominations.domain.attribution import Dispute
from services.nominations.domain.deed import Deed
from services.nominations.usecases.queries import Seen
from shared.kernel.actor import Actor
from shared.kernel.policy import may
from shared.kernel.separations import is_barred

_READ = "dispute.read"


def deed_view(seen: Seen[Deed], reader: Actor) -> DeedView:
    """A deed in words, as this reader may see it."""
    it = seen.thing
    return DeedView(
        id=it.id,
        state=it.state,
        version=seen.version,
        seq=seen.seq,
        number=it.number,
        unit_id=it.unit_code,
        title_vi=it.title_vi,
        story_vi=it.story_vi,
        field=it.field,
        occurred_from=it.occurred_from,
        occurred_to=it.occurred_to,
        known_on=it.known_on,
        results=[ResultView(**asdict(one)) for one in it.results],
        evidence=[EvidenceView(**asdict(one)) for one in it.evidence],
        contributors=[
            ShareView(subject_ref=one.subject_ref, share=one.share, confirmed_on=one.confirmed_on)
            for one in it.contributors
        ],
        disputes=[_dispute(one) for one in it.disputes if _is_shown(one, it, reader)],
        linked_to=it.linked_to,
        kept_apart=it.kept_apart,
        movement_id=it.movement_id,
        exemplar_id=it.exemplar_id,
        fingerprint=it.fingerprint,
    )


def _is_shown(dispute: Dispute, deed: Deed, reader: Actor) -> bool:
    deals_with_it = may(reader, _READ, deed.unit_path) and not is_barred(reader, _READ, deed.standings)
    return reader.ref == dispute.claim.claimant_ref or deals_with_it


def _dispute(one: Dispute) -> DisputeView:
    return DisputeView(
        claimant_ref=one.claim.claimant_ref,
        share=one.claim.share,
        ground_vi=one.claim.ground_vi,
        disputed_on=one.claim.on,
        claimant_vi=one.hearing.claimant_vi if one.hearing else "",
        contributors_vi=one.hearing.contributors_vi if one.hearing else "",
        outcome=one.outcome,
        resolved_on=one.resolved_on,
    )
