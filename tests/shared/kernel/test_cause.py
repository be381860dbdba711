from shared.kernel.cause import job_cause


def test_a_job_that_falls_due_twice_is_one_cause() -> None:
    assert job_cause("reviews", "remind", "c-1", "2026-10-06") == job_cause("reviews", "remind", "c-1", "2026-10-06")
    assert job_cause("reviews", "remind", "c-1").id != job_cause("reviews", "remind", "c-2").id
    assert job_cause("reviews", "remind").actor.is_system
