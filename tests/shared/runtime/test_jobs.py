import asyncio

import pytest

from shared.runtime.jobs import Job, Schedule


class Counting:
    def __init__(self, *, fails: bool = False) -> None:
        self.runs = 0
        self.together = 0
        self.most_together = 0
        self.enough = asyncio.Event()
        self._fails = fails

    async def __call__(self) -> None:
        self.together += 1
        self.most_together = max(self.most_together, self.together)
        await asyncio.sleep(0.001)
        self.together -= 1
        self.runs += 1
        if self.runs >= 3:
            self.enough.set()
        if self._fails:
            raise ValueError("hỏng")


async def test_a_job_runs_again_and_again_until_it_is_stopped() -> None:
    counting = Counting()
    schedule = Schedule([Job("count", 0.001, counting)])
    schedule.start()
    async with asyncio.timeout(5):
        await counting.enough.wait()
    await schedule.stop()
    runs = counting.runs
    await asyncio.sleep(0.02)
    assert counting.runs == runs


async def test_a_failing_job_is_tried_again_and_harms_no_other() -> None:
    failing, well = Counting(fails=True), Counting()
    schedule = Schedule([Job("fail", 0.001, failing), Job("count", 0.001, well)])
    schedule.start()
    async with asyncio.timeout(5):
        await failing.enough.wait()
        await well.enough.wait()
    await schedule.stop()


async def test_runs_of_one_job_never_overlap() -> None:
    counting = Counting()
    schedule = Schedule([Job("count", 0.0, counting)])
    schedule.start()
    await asyncio.gather(schedule.run_all(), schedule.run_all(), schedule.run_all())
    await schedule.stop()
    assert counting.runs >= 3
    assert counting.most_together == 1


def test_two_jobs_need_two_names() -> None:
    with pytest.raises(ValueError, match="one name"):
        Schedule([Job("a", 1, Counting()), Job("a", 1, Counting())])
