"""A citizen or a colleague lodges a complaint."""

from dataclasses import dataclass
from uuid import UUID

from services.reviews.domain.complaint import Complaint, ComplaintKind, ComplaintState
from services.reviews.domain.facts import Facts
from services.reviews.domain.finding import About, Subject
from services.reviews.usecases.complaint.about import about
from services.reviews.usecases.complaint.sender import Sender
from services.reviews.usecases.ports import Awards, Cases, Complaints, Numbers, Safe
from shared.contracts.supervision import ComplaintReceived
from shared.kernel.cause import Cause
from shared.kernel.clock import Clock, local_day
from shared.kernel.errors import ForbiddenError
from shared.kernel.ids import id_from
from shared.kernel.policy import permit
from shared.kernel.rulepack import RulePacks


@dataclass(frozen=True, slots=True)
class Grievance:
    """What somebody says is wrong with an award or a case, and how to reach the sender if that is wanted."""

    kind: ComplaintKind
    about: About
    about_id: UUID
    ground_vi: str
    contact: str | None = None


@dataclass(frozen=True, slots=True)
class LodgeComplaint:
    """Take a complaint in, its sender sealed; the pack of the day says by when it is taken up or turned down.

    Emits: ComplaintReceived.
    Raises: ForbiddenError, NoRulePackError, NoCalendarError; RefusedError (CONTACT_NOT_KEPT) without a key.
    """

    complaints: Complaints
    awards: Awards
    cases: Cases
    numbers: Numbers
    safe: Safe
    packs: RulePacks
    clock: Clock

    async def __call__(self, grievance: Grievance, cause: Cause) -> None:
        complaint_id = complaint_id_of(cause.id)
        if await self.complaints.find(complaint_id) is not None:
            await self.complaints.get(complaint_id, cause)
        facts = await self._facts(grievance.about, grievance.about_id)
        target = Subject.of(grievance.about, grievance.about_id, facts)
        permit(cause.actor, cause.action, target.path)
        today = local_day(self.clock())
        pack = self.packs.in_force(today)
        complaint = Complaint(
            id=complaint_id,
            version=0,
            state=ComplaintState.LODGED,
            number=f"DT-{today.year}-{await self.numbers.next(f'complaints/{today.year}'):04}",
            kind=grievance.kind,
            target=target,
            grantor_unit_id=facts.grantor_unit_id,
            grantor_path=facts.grantor_path,
            ground_vi=grievance.ground_vi,
            sender_sealed=self.safe.seal(Sender(cause.actor.ref, grievance.contact).written()),
            sender_mark=self.safe.mark(cause.actor.ref),
            lodged_on=today,
            due_on=pack.calendar.add(today, pack.complaint_take_up_working_days),
        )
        event = ComplaintReceived(**about(complaint), due_on=complaint.due_on)
        await self.complaints.save(complaint, emits=[event], because_of=cause)

    async def _facts(self, about: About, about_id: UUID) -> Facts:
        found = await (self.awards.find(about_id) if about is About.AWARD else self.cases.find(about_id))
        if found is None:
            raise ForbiddenError("OUT_OF_SCOPE")
        return found.facts


def complaint_id_of(cause_id: UUID) -> UUID:
    """The id of the complaint that this command lodges."""
    return id_from("complaint", cause_id)
