"""An officer or a provincial system records a unit."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from services.nominations.domain.unit import Unit, UnknownUnitError, unit_id_of
from services.nominations.usecases.ports import Organisation
from shared.contracts.organisation import UnitChanged
from shared.kernel.cause import Cause
from shared.kernel.policy import permit


@dataclass(frozen=True, slots=True)
class UnitRecord:
    """A unit as somebody reports it."""

    code: str
    kind: str
    name_vi: str
    parent: str | None = None
    line: str | None = None
    head: str | None = None
    deputies: tuple[str, ...] = ()
    staff: Mapping[str, int] | None = None
    valid_to: date | None = None
    merged_into: str | None = None


@dataclass(frozen=True, slots=True)
class RecordUnit:
    """Record a unit, or what changed of it.

    Emits: UnitChanged.
    Raises: UnknownUnitError (parent), ForbiddenError.
    """

    organisation: Organisation

    async def __call__(self, record: UnitRecord, cause: Cause) -> None:
        above = (await self.organisation.unit(record.parent)).path if record.parent else ()
        unit = Unit(
            id=unit_id_of(record.code),
            code=record.code,
            kind=record.kind,
            name_vi=record.name_vi,
            path=(*above, record.code),
            line=record.line,
            head_ref=record.head,
            deputies=record.deputies,
            staff=record.staff,
            valid_to=record.valid_to,
            merged_into=record.merged_into,
            version=await self._known_version(record.code, cause),
        )
        permit(cause.actor, cause.action, unit.path)
        await self.organisation.record_unit(unit, emits=[_changed(unit, record.parent)], because_of=cause)

    async def _known_version(self, code: str, cause: Cause) -> int:
        """The version of the unit as it stands, which the actor must be allowed to change where it stands; else 0."""
        try:
            known = await self.organisation.unit(code)
        except UnknownUnitError:
            return 0
        permit(cause.actor, cause.action, known.path)
        return known.version


def _changed(unit: Unit, parent: str | None) -> UnitChanged:
    return UnitChanged(
        unit_id=unit.code,
        unit_path=unit.path,
        org_id=unit.id,
        code=unit.code,
        kind=unit.kind,
        name_vi=unit.name_vi,
        line=unit.line,
        parent_code=parent,
        head_ref=unit.head_ref,
        deputies=unit.deputies,
        valid_to=unit.valid_to,
    )
