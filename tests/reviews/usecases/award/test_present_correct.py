from datetime import timedelta

import pytest

from services.reviews.domain.award_parts import Ceremony, CeremonyInPastError
from services.reviews.domain.consultation import PlaceUnknownError
from services.reviews.usecases.award.correct import Corrected
from shared.contracts.awards import (
    AwardCeremonyCalledOff,
    AwardCeremonySet,
    AwardCorrected,
    AwardGranted,
    AwardPresented,
)
from shared.contracts.parts import Wording
from shared.kernel.actor import Role
from shared.kernel.chart import Chart
from shared.kernel.errors import AlreadyHandledError, ConflictError, ForbiddenError
from shared.kernel.revocation import RevocationGround
from shared.kernel.separations import RoleSeparationError
from tests.reviews.desk import Desk
from tests.reviews.facts import DIRECTOR, OFFICER, OFFICER_BTP, TODAY, facts, person, wish

LABEL = "Nguyễn Thị Hạnh Phúc"
WORDS = Corrected("35/QĐ-STP", "Sai tên", subject_label=LABEL)


async def test_a_head_presents_today_unless_a_day_is_said(desk: Desk) -> None:
    first, second = [await desk.published(facts(n), f"{n}/QĐ-STP") for n in (1, 2)]
    desk.at += timedelta(days=2)
    await desk.do.award.present(first, None, wish(DIRECTOR, "award.present"))
    assert desk.last(AwardPresented).presented_on == TODAY + timedelta(days=2)
    await desk.do.award.present(second, TODAY, wish(DIRECTOR, "award.present"))
    told, granted = desk.last(AwardPresented), desk.last(AwardGranted)
    assert told.presented_on == TODAY
    assert (told.subject_ref, told.proposer_ref, told.number) == (
        granted.subject_ref,
        granted.proposer_ref,
        granted.number,
    )


async def test_a_head_of_the_subjects_unit_presents_and_nobody_presents_to_himself(desk: Desk) -> None:
    award_id = await desk.published(facts(unit_id="P-1", unit_path=("UB-HP", "STP-HP", "P-1")))
    with pytest.raises(ForbiddenError):
        await desk.do.award.present(award_id, None, wish(person("X", (Role.UNIT_HEAD, "P-2")), "award.present"))
    own = person("CB-0412", (Role.UNIT_HEAD, "P-1"))
    with pytest.raises(RoleSeparationError):
        await desk.do.award.present(award_id, None, wish(own, "award.present"))
    await desk.do.award.present(award_id, None, wish(person("X", (Role.UNIT_HEAD, "P-1")), "award.present"))


async def test_who_is_invited_hears_of_each_change_and_a_revocation_ends_it(desk: Desk) -> None:
    desk.memory.units.known = Chart(paths={"STP-HP": ("UB-HP", "STP-HP")})
    award_id = await desk.published(facts())
    act = desk.do.award.set_ceremony
    soon, later = Ceremony(TODAY, "STP-HP"), Ceremony(TODAY + timedelta(days=5), "STP-HP")
    for ceremony in (soon, soon, later):
        await act(award_id, ceremony, wish(DIRECTOR, "award.set_ceremony"))
    told = [(one.held_on, one.place_id, one.was_on, one.was_place_id) for one in desk.told(AwardCeremonySet)]
    assert told == [(soon.on, "STP-HP", None, None), (later.on, "STP-HP", soon.on, "STP-HP")]
    with pytest.raises(CeremonyInPastError):
        await act(award_id, Ceremony(TODAY - timedelta(days=1), "STP-HP"), wish(DIRECTOR, "award.set_ceremony"))
    with pytest.raises(PlaceUnknownError):
        await act(award_id, Ceremony(TODAY, "STP-XX"), wish(DIRECTOR, "award.set_ceremony"))
    own = person("CB-0412", (Role.UNIT_HEAD, "STP-HP"))
    with pytest.raises(RoleSeparationError):
        await act(award_id, soon, wish(own, "award.set_ceremony"))
    await desk.do.award.revoke(award_id, RevocationGround.FRAUD, "9/QĐ", "Khai khống", wish(DIRECTOR, "award.revoke"))
    revoked = await desk.homes.awards.find(award_id)
    assert revoked is not None
    assert revoked.ceremony is None
    with pytest.raises(ConflictError):
        await act(award_id, later, wish(DIRECTOR, "award.set_ceremony"))


async def test_a_ceremony_is_called_off_once_and_the_next_says_which_it_replaces(desk: Desk) -> None:
    desk.memory.units.known = Chart(paths={"STP-HP": ("UB-HP", "STP-HP")})
    award_id = await desk.published(facts())
    set_it, off = desk.do.award.set_ceremony, desk.do.award.call_off_ceremony
    await off(award_id, wish(DIRECTOR, "award.call_off_ceremony"))
    assert not desk.told(AwardCeremonyCalledOff), "nobody was invited"
    day = Ceremony(TODAY + timedelta(days=5), "STP-HP")
    await set_it(award_id, day, wish(DIRECTOR, "award.set_ceremony"))
    for _ in range(2):
        await off(award_id, wish(DIRECTOR, "award.call_off_ceremony"))
    assert [(one.held_on, one.place_id) for one in desk.told(AwardCeremonyCalledOff)] == [(day.on, "STP-HP")]
    await set_it(award_id, day, wish(DIRECTOR, "award.set_ceremony"))
    assert [one.was_on for one in desk.told(AwardCeremonySet)] == [None, day.on]
    own = person("CB-0412", (Role.UNIT_HEAD, "STP-HP"))
    with pytest.raises(RoleSeparationError):
        await off(award_id, wish(own, "award.call_off_ceremony"))
    await desk.do.award.present(award_id, None, wish(DIRECTOR, "award.present"))
    with pytest.raises(ConflictError):
        await off(award_id, wish(DIRECTOR, "award.call_off_ceremony"))


async def test_a_correction_tells_words_before_and_after_but_not_why(desk: Desk) -> None:
    award_id = await desk.published(facts())
    cause = wish(OFFICER, "award.correct", "once")
    await desk.do.award.correct(award_id, WORDS, cause)
    with pytest.raises(AlreadyHandledError):
        await desk.do.award.correct(award_id, WORDS, cause)
    (told,) = desk.told(AwardCorrected)
    assert told.before == Wording(subject_label="Nguyễn Thị Hạnh", citation_vi="Giúp 37 hộ dân")
    assert told.after == Wording(subject_label=LABEL, citation_vi="Giúp 37 hộ dân")
    assert (told.subject_label, told.correction_number) == (LABEL, "35/QĐ-STP")
    assert "Sai tên" not in told.model_dump_json()


async def test_only_an_officer_of_the_grantor_corrects(desk: Desk) -> None:
    award_id = await desk.published(facts(unit_id="P-1", unit_path=("UB-HP", "STP-HP", "P-1")))
    for actor in (OFFICER_BTP, person("X", (Role.EMULATION_OFFICER, "P-1"))):
        with pytest.raises(ForbiddenError):
            await desk.do.award.correct(award_id, WORDS, wish(actor, "award.correct"))
    assert desk.told(AwardCorrected) == []
