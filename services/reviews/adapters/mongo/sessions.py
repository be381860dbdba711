"""Sessions on MongoDB: one document each, in which ballots are counted in by an update of their own."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from services.reviews.adapters.mongo.kept import MongoKept
from services.reviews.domain.ballot import Ballot, Cast
from services.reviews.domain.session import IN_SESSION, Session, SessionState
from shared.runtime.store.client import MongoStore
from shared.runtime.store.driver import unavailable_when_unanswered

SESSIONS = "sessions"


class MongoSessions(MongoKept[Session]):
    """Where sessions are kept."""

    def __init__(self, store: MongoStore) -> None:
        super().__init__(
            store,
            SESSIONS,
            Session,
            path_of=lambda session: session.path,
            is_closed=lambda session: session.state not in IN_SESSION,
        )

    async def voting(self) -> Sequence[Session]:
        """As the port says."""
        with unavailable_when_unanswered():
            found = await self._rows.find({"state.state": SessionState.VOTING_OPEN.value}).to_list(None)
        return [self._codec.thing_of(document) for document in found]

    async def calling(self, case_id: UUID) -> Sequence[UUID]:
        """As the port says."""
        ongoing = sorted(state.value for state in IN_SESSION)
        wanted = {"state.votes.case_id": str(case_id), "state.state": {"$in": ongoing}}
        with unavailable_when_unanswered():
            return [document["_id"] async for document in self._rows.find(wanted, {"_id": 1}).sort("_id", 1)]

    async def cast(self, session_id: UUID, case_id: UUID, cast: Cast) -> bool:
        """As the port says. The version moves on, so that no count made before can overwrite the ballot."""
        takes_it = {
            "case_id": str(case_id),
            "member_refs": cast.member_ref,
            "participation": {"$ne": cast.member_ref},
            "recused.member_ref": {"$ne": cast.member_ref},
        }
        session = {
            "_id": session_id,
            "state.state": SessionState.VOTING_OPEN.value,
            "state.votes": {"$elemMatch": takes_it},
        }
        pushes = {f"state.votes.$.{name}": value for name, value in _pushes(cast).items()}
        with unavailable_when_unanswered():
            result = await self._rows.update_one(session, {"$push": pushes, "$inc": {"version": 1}})
        return bool(result.modified_count)


def _pushes(cast: Cast) -> Mapping[str, object]:
    """What is added to which list of the vote, each sorted by itself."""
    member: Mapping[str, object] = {"$each": [cast.member_ref], "$sort": 1}
    pushes: dict[str, object] = {"participation": member}
    if cast.is_written:
        pushes["written"] = member
    if isinstance(cast.kept, Ballot):
        ballot = {"id": cast.kept.id, "choice": cast.kept.choice.value}
        return pushes | {"ballots": {"$each": [ballot], "$sort": {"id": 1}}}
    choice = {"member_ref": cast.kept.member_ref, "choice": cast.kept.choice.value}
    return pushes | {"choices": {"$each": [choice], "$sort": {"member_ref": 1}}}
