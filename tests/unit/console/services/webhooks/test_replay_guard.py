"""What was accepted is known for a day, in bounded memory."""

from console.domain.webhook.delivery import Delivery
from console.services.webhooks import replay_guard
from console.services.webhooks.replay_guard import ReplayGuard


def test_memory_is_bounded_and_the_oldest_goes_first() -> None:
    guard = ReplayGuard()
    first = Delivery({}, b"0")
    for number in range(replay_guard.MOST + 1):
        assert guard.accept("a", Delivery({}, str(number).encode()), 1.0)
    assert len(guard._known) == replay_guard.MOST
    assert guard.accept("a", first, 1.0)
    assert not guard.accept("a", first, 1.0)


def test_connections_do_not_know_of_one_another() -> None:
    guard = ReplayGuard()
    one = Delivery({"x-github-delivery": "1"}, b"x")
    assert guard.accept("a", one, 1.0)
    assert guard.accept("b", one, 1.0)
    assert not guard.accept("a", one, replay_guard.WINDOW_S)
    assert guard.accept("a", one, replay_guard.WINDOW_S + 2)
