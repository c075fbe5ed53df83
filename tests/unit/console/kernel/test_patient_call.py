"""Asking what may never answer: the asker gives up in time, nothing gathers behind it (C2, endurance)."""

import threading
from collections.abc import Iterator

import pytest

from console.kernel import ending
from console.kernel.asked_by_hand import ask_by_hand
from console.kernel.ending import Ending
from console.kernel.errors import Cancelled
from console.kernel.patient_call import PatientCall


class Silence:
    """Something that answers when it is let go."""

    def __init__(self) -> None:
        self.asked = 0
        self.held: list[threading.Thread] = []
        self._go = threading.Event()

    def answer(self) -> str:
        self.asked += 1
        self.held.append(threading.current_thread())
        self._go.wait()
        return "late"

    def break_off(self) -> None:
        self._go.set()
        for thread in self.held:
            thread.join()


@pytest.fixture
def silence() -> Iterator[Silence]:
    made = Silence()
    yield made
    made.break_off()


def test_what_is_asked_comes_back_and_so_does_what_it_raises() -> None:
    calls = PatientCall("test", 5.0)
    assert calls.ask(lambda: 7) == 7
    with pytest.raises(KeyError, match="lost"):
        calls.ask(lambda: {}["lost"])
    assert calls.ask(lambda: 8) == 8


def test_who_asks_gives_up_in_time_and_few_calls_are_left_behind(silence: Silence) -> None:
    calls = PatientCall("test", 0.02, most_left=2)
    refused = 0
    while silence.asked < 2 or refused < 5:
        with pytest.raises(TimeoutError):
            calls.ask(silence.answer)
        refused += 1
    assert silence.asked == 2
    silence.break_off()
    assert calls.ask(lambda: "again") == "again"


def test_who_comes_after_a_call_without_an_answer_need_not_wait_for_it(silence: Silence) -> None:
    calls = PatientCall("test", 0.5)
    for _ in range(2):  # the second time it is clear at once
        with pytest.raises(TimeoutError):
            calls.ask(silence.answer)
    assert silence.asked == 1


def test_only_one_is_asked_at_a_time_so_that_one_prompt_shows() -> None:
    calls, together, most = PatientCall("test", 5.0), [0], [0]
    lock = threading.Barrier(4)

    def answer() -> None:
        together[0] += 1
        most[0] = max(most[0], together[0])
        together[0] -= 1

    def ask() -> None:
        lock.wait()
        for _ in range(20):
            calls.ask(answer)

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert most == [1]


def test_a_program_that_is_closed_does_not_wait_for_the_answer(
    silence: Silence, monkeypatch: pytest.MonkeyPatch
) -> None:
    closing = Ending()
    closing.began_s = 0.0
    monkeypatch.setattr(ending._HERE, "ending", closing, raising=False)
    with pytest.raises(Cancelled):
        PatientCall("test", 60.0).ask(silence.answer)


def test_who_asks_by_hand_may_try_once_more_when_all_that_was_asked_is_lost(silence: Silence) -> None:
    """Its service was started anew: the prompts that it had shown are never answered."""
    calls = PatientCall("test", 0.02, most_left=1)
    for _ in range(4):
        with pytest.raises(TimeoutError):
            calls.ask(silence.answer)
    assert silence.asked == 1
    ask_by_hand()
    assert calls.ask(lambda: "again") == "again"


def test_a_system_without_threads_is_no_call_without_an_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_thread: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    calls = PatientCall("test", 5.0)
    with monkeypatch.context() as short:
        short.setattr(threading.Thread, "start", refuse)
        with pytest.raises(TimeoutError):
            calls.ask(lambda: 7)
    assert calls.ask(lambda: 8) == 8
