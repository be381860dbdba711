import asyncio
import re
from dataclasses import replace

import pytest

from services.notifications.domain.language import Language
from services.notifications.domain.mailbox import ROLES_LAST, Mailbox, Suppressed
from services.notifications.domain.outcome import Ended, Outcome
from services.notifications.usecases import Ports, RecipientUseCases, build_use_cases
from services.notifications.usecases.recipient.unsubscribe import stop_token
from shared.kernel.actor import Actor, Grant, Role
from shared.kernel.cause import Cause
from shared.kernel.errors import ForbiddenError, RefusedError, StaleError, UnavailableError
from shared.kernel.ids import id_from
from tests.notifications.conftest import SetClock
from tests.notifications.people import Letters

READER = Actor("CB-0412", (Grant(Role.PROPOSER, "THADS-HP"),))
ADDRESS = "an.nguyen@haiphong.example"


def command(key: str) -> Cause:
    cause_id = id_from("command", READER.ref, key)
    return Cause(cause_id, READER, "recipient.set_contact", cause_id, cause_id)


def acts_of(ports: Ports) -> RecipientUseCases:
    return build_use_cases(ports).recipient


def letters_of(ports: Ports) -> Letters:
    assert isinstance(ports.post, Letters)
    return ports.post


def last_code(ports: Ports) -> str:
    text, _, _ = letters_of(ports).sent[-1]
    found = re.search(r"\d{6}", text.text)
    assert found
    return found[0]


async def mailbox_of(ports: Ports) -> Mailbox:
    found = await ports.mailboxes.find(READER.ref)
    assert found
    return found


async def proven(ports: Ports, address: str = ADDRESS, key: str = "set") -> Mailbox:
    await acts_of(ports).set_contact(address, Language.VI, command(key))
    await acts_of(ports).verify_contact(last_code(ports), command(f"{key} code"))
    return await mailbox_of(ports)


async def test_an_address_counts_when_its_code_was_entered(ports: Ports) -> None:
    await acts_of(ports).set_contact(ADDRESS, Language.EN, command("a"))
    assert (await mailbox_of(ports)).obstacle(is_mandated=True) == "unverified"
    with pytest.raises(RefusedError, match="CONTACT_CODE_WRONG"):
        await acts_of(ports).verify_contact("x", command("b"))
    await acts_of(ports).verify_contact(last_code(ports), command("c"))
    await acts_of(ports).verify_contact(last_code(ports), command("c"))
    contact = await build_use_cases(ports).queries.contact(READER)
    assert (contact.address, contact.language) == (ADDRESS, Language.EN)
    assert contact.verified_at == ports.clock()
    assert ADDRESS not in str(await mailbox_of(ports))


async def test_a_repeat_sends_the_same_letter_and_another_address_another_code(ports: Ports) -> None:
    for _ in range(2):
        await acts_of(ports).set_contact(ADDRESS, Language.VI, command("a"))
    sent = letters_of(ports).sent
    assert len(sent) == 2
    assert len({str(letter) for letter in sent}) == 1
    first = last_code(ports)
    await acts_of(ports).set_contact("b@haiphong.example", Language.VI, command("b"))
    with pytest.raises(RefusedError, match="CONTACT_CODE_WRONG"):
        await acts_of(ports).verify_contact(first, command("c"))


async def test_letters_go_on_to_the_proven_address_until_another_is_proven(ports: Ports) -> None:
    await proven(ports)
    await acts_of(ports).set_contact("b@haiphong.example", Language.VI, command("b"))
    between = await build_use_cases(ports).queries.contact(READER)
    assert (between.address, between.next_address, between.verified_at) == (
        ADDRESS,
        "b@haiphong.example",
        ports.clock(),
    )
    assert (await mailbox_of(ports)).obstacle(is_mandated=False) == ""
    with pytest.raises(RefusedError, match="CONTACT_CODE_WRONG"):
        await acts_of(ports).verify_contact("x", command("wrong"))
    await acts_of(ports).verify_contact(last_code(ports), command("right"))
    after = await build_use_cases(ports).queries.contact(READER)
    assert (after.address, after.next_address) == ("b@haiphong.example", None)
    assert (await mailbox_of(ports)).obstacle(is_mandated=False) == ""


@pytest.mark.parametrize("outcome", [Outcome.REFUSED, Outcome.RETRY])
async def test_whoever_sets_the_proven_address_again_keeps_it(memory: Ports, outcome: Outcome) -> None:
    kept = await proven(memory)
    letters_of(memory).says = Ended(outcome)
    with pytest.raises((RefusedError, UnavailableError)):
        await acts_of(memory).set_contact("b@haiphong.example", Language.VI, command("b"))
    await acts_of(memory).set_contact(ADDRESS, Language.VI, command("again"))
    found = await mailbox_of(memory)
    assert (found.address_sealed, found.obstacle(is_mandated=False), found.is_waiting) == (
        kept.address_sealed,
        "",
        False,
    )


@pytest.mark.parametrize("keys", ["1234", "1111"])
async def test_a_strangers_mailbox_is_not_filled(memory: Ports, keys: str) -> None:
    for key in keys[:3]:
        await acts_of(memory).set_contact(f"{key}@haiphong.example", Language.VI, command(key))
    with pytest.raises(RefusedError, match="CONTACT_TOO_MANY_CODES"):
        await acts_of(memory).set_contact(f"{keys[3]}@haiphong.example", Language.VI, command(keys[3]))
    assert len(letters_of(memory).sent) == 3


@pytest.mark.parametrize("outcome", [Outcome.REFUSED, Outcome.RETRY])
async def test_a_code_that_did_not_go_out_is_said(memory: Ports, outcome: Outcome) -> None:
    letters_of(memory).says = Ended(outcome)
    with pytest.raises((RefusedError, UnavailableError)):
        await acts_of(memory).set_contact(ADDRESS, Language.VI, command("a"))
    letters_of(memory).says = Ended(Outcome.OK)
    await acts_of(memory).set_contact(ADDRESS, Language.VI, command("a"))
    await acts_of(memory).verify_contact(last_code(memory), command("b"))


async def test_one_click_ends_letters_until_the_address_is_set_again(ports: Ports) -> None:
    mailbox = await proven(ports)
    token = stop_token(ports.safe, mailbox)
    for wrong in ("", "x", token[:-1], token + "0", f"{id_from('recipient', 'other').hex}-{token[33:]}", "ữ"):
        with pytest.raises(ForbiddenError):
            await acts_of(ports).unsubscribe(wrong)
    for _ in range(2):
        await acts_of(ports).unsubscribe(token)
    assert (await mailbox_of(ports)).suppressed is Suppressed.UNSUBSCRIBED
    await acts_of(ports).set_contact(ADDRESS, Language.VI, command("again"))
    assert (await mailbox_of(ports)).obstacle(is_mandated=False) == ""
    assert len(letters_of(ports).sent) == 1


async def test_a_link_of_an_address_that_was_replaced_is_worth_nothing(ports: Ports) -> None:
    token = stop_token(ports.safe, await proven(ports))
    await proven(ports, "b@haiphong.example", "b")
    with pytest.raises(ForbiddenError):
        await acts_of(ports).unsubscribe(token)


async def test_of_two_who_save_at_once_one_decides_again(ports: Ports) -> None:
    mailbox = await proven(ports)
    saves = [ports.mailboxes.save(replace(mailbox, language=language)) for language in Language]
    ended = await asyncio.gather(*saves, return_exceptions=True)
    assert [type(each) for each in ended if each] == [StaleError]


async def test_roles_count_for_a_month_after_a_visit_and_the_person_for_ever(ports: Ports, clock: SetClock) -> None:
    await proven(ports)

    async def reached(*keys: str, hidden: str = "person:nobody") -> bool:
        found = await ports.readers.reached_by(keys, [hidden], since=clock() - ROLES_LAST, after="", limit=5)
        return [each.ref for each in found] == [READER.ref]

    role = "role:proposer@THADS-HP"
    assert await reached(role)
    assert not await reached("role:grantor@THADS-HP")
    assert not await reached(role, hidden=f"person:{READER.ref}")
    clock.move(ROLES_LAST.total_seconds())
    assert not await reached(role)
    assert await reached(f"person:{READER.ref}")
    await acts_of(ports).visit(READER)
    assert await reached(role)
    await acts_of(ports).visit(Actor(READER.ref))
    assert not await reached(role)
