import re
from contextlib import nullcontext, suppress
from dataclasses import replace

import pytest

from services.notifications.domain.language import Language
from services.notifications.domain.outcome import Ended, Outcome
from services.notifications.usecases import Ports, build_use_cases
from services.notifications.usecases.queries import Contact
from shared.kernel.actor import Actor
from shared.kernel.cause import Cause
from shared.kernel.errors import RefusedError, UnavailableError
from shared.kernel.ids import id_from
from tests.notifications.people import Texts

READER = Actor("CB-0412")
FIRST, OTHER = "+84912345678", "+84387654321"


def command(key: str) -> Cause:
    cause_id = id_from("command", READER.ref, key)
    return Cause(cause_id, READER, "recipient.set_telephone", cause_id, cause_id)


def texts_of(ports: Ports) -> Texts:
    assert isinstance(ports.texts, Texts)
    return ports.texts


def last_code(ports: Ports) -> str:
    found = re.search(r"\d{6}", texts_of(ports).sent[-1][0])
    assert found
    return found[0]


async def telephone_of(ports: Ports) -> Contact:
    return await build_use_cases(ports).queries.telephone(READER)


async def test_a_number_counts_when_its_code_was_entered_and_stays_until_another_is_proven(ports: Ports) -> None:
    acts = build_use_cases(ports).recipient
    await acts.set_telephone(FIRST, Language.VI, command("a"))
    with pytest.raises(RefusedError, match="CONTACT_CODE_WRONG"):
        await acts.verify_telephone("x", command("b"))
    await acts.verify_telephone(last_code(ports), command("c"))
    await acts.set_telephone(OTHER, Language.EN, command("d"))
    between = await telephone_of(ports)
    assert (between.address, between.next_address, between.verified_at) == (FIRST, OTHER, ports.clock())
    await acts.verify_telephone(last_code(ports), command("e"))
    after = await telephone_of(ports)
    assert (after.address, after.next_address) == (OTHER, None)
    assert [to for _, to in texts_of(ports).sent] == [FIRST, OTHER]
    kept = await ports.telephones.find(READER.ref)
    assert OTHER[1:] not in str(kept)
    assert await ports.mailboxes.find(READER.ref) is None


@pytest.mark.parametrize(
    ("outcome", "error"), [(Outcome.REFUSED, RefusedError), (Outcome.RETRY, UnavailableError), (Outcome.UNKNOWN, None)]
)
async def test_what_becomes_of_a_code_is_said(memory: Ports, outcome: Outcome, error: type[Exception] | None) -> None:
    acts, texts = build_use_cases(memory).recipient, texts_of(memory)
    texts.says = Ended(outcome)
    if error is None:
        await acts.set_telephone(FIRST, Language.VI, command("a"))
    else:
        with pytest.raises(error):
            await acts.set_telephone(FIRST, Language.VI, command("a"))
    texts.says = Ended(Outcome.OK)
    await acts.set_telephone(FIRST, Language.VI, command("a"))
    await acts.verify_telephone(last_code(memory), command("b"))


@pytest.mark.parametrize("outcome", [Outcome.RETRY, Outcome.UNKNOWN, Outcome.REFUSED])
async def test_a_code_that_did_not_go_out_costs_nothing_and_the_one_before_counts_on(
    ports: Ports, outcome: Outcome
) -> None:
    acts, texts, counts = build_use_cases(ports).recipient, texts_of(ports), outcome is not Outcome.RETRY
    await acts.set_telephone(FIRST, Language.VI, command("first"))
    texts.says = Ended(outcome)
    for number in range(6):
        with suppress(UnavailableError, RefusedError):
            await acts.set_telephone(FIRST, Language.VI, command(f"{number}"))
    with nullcontext() if not counts else pytest.raises(RefusedError, match="CONTACT_CODE_WRONG"):
        await acts.verify_telephone(last_code(ports), command("entered"))
    texts.says = Ended(Outcome.OK)
    with nullcontext() if not counts else pytest.raises(RefusedError, match="CONTACT_TOO_MANY_CODES"):
        await acts.set_telephone(OTHER, Language.VI, command("other"))
    mark = ports.safe.mark(f"address:{FIRST}")
    others = [await ports.codes.take(mark, ports.clock()) for _ in range(5)]
    assert others == [*[True] * (2 if counts else 4), *[False] * (3 if counts else 1)]


async def test_a_strangers_telephone_does_not_ring_whoever_asks(ports: Ports) -> None:
    acts = build_use_cases(ports).recipient
    for number in range(6):
        asked = replace(command(f"{number}"), actor=Actor(f"CB-{number}"))
        refused = pytest.raises(RefusedError, match="CONTACT_TOO_MANY_CODES") if number == 5 else nullcontext()
        with refused:
            await acts.set_telephone(FIRST, Language.VI, asked)
    await acts.set_telephone(OTHER, Language.VI, command("other"))
    assert [to for _, to in texts_of(ports).sent] == [*[FIRST] * 5, OTHER]


async def test_without_a_centre_no_number_is_kept(memory: Ports) -> None:
    texts_of(memory).is_on = False
    with pytest.raises(RefusedError, match="SMS_IS_OFF"):
        await build_use_cases(memory).recipient.set_telephone(FIRST, Language.VI, command("a"))
    assert await memory.telephones.find(READER.ref) is None
