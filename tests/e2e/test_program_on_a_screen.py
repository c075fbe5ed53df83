"""The real program on a real X display: welcome page, live cells of the lab, the palette, an orderly end.

proves issue 2: the window opens on a fresh profile and on the lab, is driven by the keyboard, leaves nothing behind
"""

import signal
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication

from tests.fakes.screen_program import XDOTOOL, running, xdotool
from tests.fakes.waiting import holds_within, wait_until

pytestmark = [
    pytest.mark.screen,
    pytest.mark.skipif(XDOTOOL is None, reason="xdotool is not installed (sh packaging/machine.sh test)"),
    pytest.mark.usefixtures("qapp"),
]


@pytest.fixture
def screen(qapp: QApplication) -> Callable[[], QImage]:
    """Takes a picture of the whole screen."""
    return lambda: qapp.primaryScreen().grabWindow(0).toImage()


def _colours(picture: QImage) -> int:
    places = ((x, y) for x in range(0, picture.width(), 3) for y in range(0, picture.height(), 3))
    return len({QColor(picture.pixel(x, y)).rgb() for x, y in places})


def test_without_an_estate_the_welcome_page_opens_and_ctrl_q_ends_the_program(
    tmp_path: Path, screen: Callable[[], QImage]
) -> None:
    with running(tmp_path) as program:
        wait_until(lambda: "Cell Console" in program.title, 30)
        wait_until(lambda: _colours(screen()) > 10, 20)
        program.press("ctrl+q")
        assert program.process.wait(20) == 0
        assert program.process.stderr is not None
        assert program.process.stderr.read() == ""


def test_the_lab_is_shown_live_the_palette_opens_a_cell_and_nothing_stays_behind(
    tmp_path: Path, screen: Callable[[], QImage], needs_prometheus: None
) -> None:
    with running(tmp_path, "--estate", "lab") as program:
        wait_until(lambda: program.title.startswith("Overview"), 60)
        wait_until(lambda: any("prometheus" in one.name() for one in program.started_here()), 30)

        def opens_a_cell() -> bool:  # as soon as the estate is open, its cells are in the palette
            program.press("Escape", "ctrl+k")
            xdotool("type", "--delay", "20", "tokyo")
            xdotool("key", "Return")
            return holds_within(2, lambda: program.title.startswith("Cell –"))

        wait_until(opens_a_cell, 60)
        assert _colours(screen()) > 20
        assert program.process.poll() is None
        program.press("ctrl+q")
        assert program.process.wait(30) == 0
        assert program.process.stderr is not None
        assert program.process.stderr.read() == "", "nobody read from a lab that had gone"
        wait_until(lambda: not program.started_here(), 20)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_a_program_that_ends_while_the_lab_starts_leaves_no_process(number: signal.Signals, tmp_path: Path) -> None:
    with running(tmp_path, "--estate", "lab") as program:
        wait_until(program.started_here, 30)  # the lab's process is there, the lab is not ready
        program.process.send_signal(number)
        code = program.process.wait(30)
        assert code == (0 if number is signal.SIGTERM else -number)
        wait_until(lambda: not program.started_here(), 20)
