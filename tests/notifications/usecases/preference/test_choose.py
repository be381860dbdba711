import asyncio
from dataclasses import replace

import pytest

from services.notifications.domain.audience import person
from services.notifications.domain.channel import Channel
from services.notifications.domain.preference import ANY_KIND, Level, Preferences, Rhythm, Setting, Topic
from services.notifications.usecases import Ports, UseCases, build_use_cases
from shared.kernel.actor import Actor, Grant, Role
from shared.kernel.cause import Cause
from shared.kernel.errors import AlreadyHandledError, ForbiddenError, OutdatedError, StaleError
from shared.kernel.ids import id_from

READER = Actor("TP-05", (Grant(Role.UNIT_HEAD, "P-THADS-5"),))
MAIL = Topic(ANY_KIND, Channel.EMAIL)
OFF, DIGEST = {MAIL: Setting.OFF}, {MAIL: Setting.DIGEST}


def wish(key: str, action: str = "preference.choose", expected: int | None = None) -> Cause:
    cause_id = id_from("command", READER.ref, key)
    return Cause(cause_id, READER, action, cause_id, cause_id, expected=expected)


async def own(use_cases: UseCases) -> Preferences:
    return (await use_cases.preference.explain(READER)).own


async def test_a_repeated_wish_does_not_undo_a_later_one(ports: Ports) -> None:
    use_cases = build_use_cases(ports)
    await use_cases.preference.choose(OFF, Rhythm.DAILY, wish("a"))
    await use_cases.preference.choose(DIGEST, Rhythm.WEEKLY, wish("b"))
    with pytest.raises(AlreadyHandledError):
        await use_cases.preference.choose(OFF, Rhythm.DAILY, wish("a"))
    assert await own(use_cases) == Preferences(person("TP-05"), DIGEST, Rhythm.WEEKLY, version=2)


async def test_who_saw_an_older_version_is_told_so(ports: Ports) -> None:
    use_cases = build_use_cases(ports)
    await use_cases.preference.choose(OFF, Rhythm.DAILY, wish("a", expected=0))
    with pytest.raises(OutdatedError):
        await use_cases.preference.choose(DIGEST, Rhythm.DAILY, wish("b", expected=0))
    assert (await own(use_cases)).choices == OFF


async def test_of_many_who_save_upon_the_same_version_one_does(ports: Ports) -> None:
    mine = Preferences(person("TP-05"), OFF)
    for version in range(2):
        wishes = (ports.chosen.save(replace(mine, version=version), wish(f"{version}-{n}").id) for n in range(5))
        ended = await asyncio.gather(*wishes, return_exceptions=True)
        assert sum(isinstance(each, StaleError) for each in ended) == 4
        assert sum(each is None for each in ended) == 1
    assert (await ports.chosen.of([mine.audience]))[mine.audience].version == 2


async def test_the_nearer_units_policy_counts_and_only_its_head_sets_it(ports: Ports) -> None:
    use_cases = build_use_cases(ports)
    await use_cases.preference.choose(OFF, Rhythm.DAILY, wish("a"))
    await use_cases.preference.set_policy("P-THADS-5", DIGEST, wish("b", "notice_policy.set"))
    found = (await use_cases.preference.explain(READER)).decisions[Topic("accepted", Channel.EMAIL)]
    assert (found.setting, found.level, found.by) == (Setting.DIGEST, Level.UNIT, "unit:P-THADS-5")
    for code in ("THADS-HP", "NOWHERE"):
        with pytest.raises(ForbiddenError):
            await use_cases.preference.set_policy(code, OFF, wish("c", "notice_policy.set"))
    assert (await use_cases.preference.explain.policy("THADS-HP")).version == 0
