from deploy.standalone.backoff import Backoff


def test_waits_double_up_to_five_seconds() -> None:
    backoff = Backoff()
    assert [backoff.next_seconds() for _ in range(7)] == [0.2, 0.4, 0.8, 1.6, 3.2, 5.0, 5.0]


def test_waits_begin_anew_after_a_calm_time() -> None:
    backoff = Backoff()
    for _ in range(4):
        backoff.next_seconds()
    backoff.last_at -= 31
    assert backoff.next_seconds() == 0.2
