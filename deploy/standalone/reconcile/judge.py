"""The twelve invariants over one world; what is wrong must stand in two readings, some quiet seconds apart."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence

from deploy.standalone.reconcile.facts import Facts
from deploy.standalone.reconcile.invariants.audit import audit
from deploy.standalone.reconcile.invariants.ballots import ballots
from deploy.standalone.reconcile.invariants.causality import causality
from deploy.standalone.reconcile.invariants.conservation import conservation
from deploy.standalone.reconcile.invariants.durable import durable
from deploy.standalone.reconcile.invariants.effect_once import effect_once
from deploy.standalone.reconcile.invariants.events_complete import events_complete
from deploy.standalone.reconcile.invariants.identity import identity
from deploy.standalone.reconcile.invariants.no_phantom import no_phantom
from deploy.standalone.reconcile.invariants.notices import notices
from deploy.standalone.reconcile.invariants.order import order
from deploy.standalone.reconcile.invariants.quiet import quiet
from deploy.standalone.reconcile.verdict import Verdict

INVARIANTS = (
    durable,
    no_phantom,
    identity,
    events_complete,
    causality,
    order,
    effect_once,
    notices,
    conservation,
    ballots,
    audit,
    quiet,
)


def judged(facts: Facts) -> list[Verdict]:
    """What each invariant says of one reading, I1 to I12."""
    return [invariant(facts) for invariant in INVARIANTS]


async def reconciled(read: Callable[[], Awaitable[Facts]], quiet_seconds: float) -> list[Verdict]:
    """Read and judge; when anything is wrong, wait and read again: only what lasts is wrong.

    So a world may be at work: what was on its way at the first reading has arrived at the second. 0 seconds: the first
    reading counts. Raises: what reading raises.
    """
    first = judged(await read())
    if quiet_seconds <= 0 or all(verdict.holds for verdict in first):
        return first
    await asyncio.sleep(quiet_seconds)
    return lasting(first, judged(await read()))


def lasting(before: Sequence[Verdict], after: Sequence[Verdict]) -> list[Verdict]:
    """The later verdicts with what was wrong in both."""
    return [late.lasting(early.violations) for early, late in zip(before, after, strict=True)]
