"""How units and clusters become what a reader sees."""

from services.nominations.api.unit_views import ClusterView, LineageView, NameSinceView, ParentView, TieView, UnitView
from services.nominations.domain.cluster import ClusterOn
from services.nominations.domain.unit import UnitOn
from services.nominations.usecases.queries import Descent, Seen


def unit_view(seen: Seen[UnitOn]) -> UnitView:
    """A unit in words, as of a day."""
    it = seen.thing
    return UnitView(
        id=it.id,
        state=it.state,
        version=seen.version,
        seq=seen.seq,
        code=it.code,
        kind=it.kind,
        name_vi=it.name_vi,
        path=it.path,
        line=it.line,
        parents=[ParentView(unit=parent.unit, line=parent.line) for parent in it.parents],
        head_ref=it.head_ref,
        deputies=it.deputies,
        staff=dict(it.staff),
        clusters=it.clusters,
        valid_from=it.valid_from,
        valid_to=it.valid_to,
    )


def lineage_view(descent: Descent) -> LineageView:
    """Where a unit comes from and who stands in its place, in words."""
    unit, on = descent.unit.thing, descent.on
    return LineageView(
        id=unit.id,
        code=unit.code,
        on=on,
        state=unit.state_on(on),
        names=[NameSinceView(name_vi=name.name_vi, since=name.since) for name in unit.names],
        ties=[TieView(kind=tie.kind, unit=tie.unit, name_vi=name_vi, on=tie.on) for tie, name_vi in descent.ties],
        predecessors=sorted(descent.lineage.predecessors(unit.code, on)),
        successors=sorted(descent.lineage.successors_on(unit.code, on)),
    )


def cluster_view(seen: Seen[ClusterOn]) -> ClusterView:
    """A cluster in words, as of a day."""
    it = seen.thing
    return ClusterView(
        id=it.id,
        state="active",
        version=seen.version,
        seq=seen.seq,
        code=it.code,
        name_vi=it.name_vi,
        members=it.members,
        lead=it.lead,
        deputy=it.deputy,
    )
