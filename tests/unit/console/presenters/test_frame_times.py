"""Frame times are told as gaps beyond a frame's own length. (proves issue 8 "frame times in the developer page")"""

import pytest

from console.presenters.frame_times import FRAME_S, MOST, FrameTimes


def test_nothing_is_told_before_there_are_two_frames() -> None:
    times = FrameTimes()
    assert times.summary() is None
    times.tick(1.0)
    assert times.summary() is None


def test_gaps_are_what_comes_on_top_of_a_frame() -> None:
    times, now = FrameTimes(), 0.0
    times.tick(now)
    for number in range(200):
        now += FRAME_S + (0.08 if number == 150 else 0.002 if number % 2 else 0.0)
        times.tick(now)
    found = times.summary()
    assert found is not None
    assert (found.frames, found.slow) == (200, 1)
    assert found.worst_s == pytest.approx(0.08)
    assert found.p99_s == pytest.approx(0.002)


def test_an_early_frame_is_no_negative_gap_and_old_frames_are_forgotten() -> None:
    times = FrameTimes()
    times.tick(0.0)
    times.tick(10.0)
    for number in range(MOST + 1):
        times.tick(10.0 + number * 0.001)
    found = times.summary()
    assert found is not None
    assert found.frames == MOST
    assert found.worst_s == 0.0
