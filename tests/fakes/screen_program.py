"""The real program on a real X display, moved by xdotool: keys and clicks go the way of a person's."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import psutil

from tests.fakes.waiting import wait_until

XDOTOOL = shutil.which("xdotool")
ROOT = Path(__file__).resolve().parents[2]
USABLE = ("button", "tab", "entry", "choice", "field", "cell")
Kind = TypeVar("Kind", bound="Program")
WATCHED = (sys.executable, str(Path(__file__).with_name("watched_program.py")))


def xdotool(*words: str) -> str:
    """What xdotool prints; empty when it finds nothing."""
    assert XDOTOOL is not None
    ended = subprocess.run([XDOTOOL, *words], capture_output=True, text=True, timeout=20, check=False)
    return ended.stdout.strip() if ended.returncode == 0 else ""


class Program:
    """The running program and its window."""

    def __init__(self, process: "subprocess.Popen[str]", root: Path) -> None:
        self.process, self._root = process, root

    @property
    def window(self) -> str:
        """Number of the visible window; empty while there is none."""
        return next(iter(self.windows()), "")

    def windows(self) -> list[str]:
        """Numbers of all visible windows, the topmost last."""
        return xdotool("search", "--onlyvisible", "--pid", str(self.process.pid)).splitlines()

    @property
    def title(self) -> str:
        """Return the title of that window."""
        return xdotool("getwindowname", self.window) if self.window else ""

    def press(self, *keys: str) -> None:
        """Press keys in that window, one after the other."""
        xdotool("windowfocus", "--sync", self.window)
        xdotool("key", "--delay", "60", *keys)

    def write(self, text: str) -> None:
        """Type a text where the focus is."""
        xdotool("type", "--delay", "20", text)

    def started_here(self) -> list[psutil.Process]:
        """Processes, of whatever parent, whose command line names this test's folder."""
        found = []
        for process in psutil.process_iter(["cmdline"]):
            if process.pid != self.process.pid and str(self._root) in " ".join(process.info["cmdline"] or ()):
                found.append(process)
        return found


class SeenProgram(Program):
    """A program that tells what it shows (``tests/fakes/watched_program.py``)."""

    _clicked: tuple[str, tuple[int, int]] = ("", (0, 0))

    @property
    def window(self) -> str:
        """Number of the topmost window: a dialog's while one is open."""
        return next(reversed(self.windows()), "")

    def ask(self, **question: str) -> Any:
        """Return what the program's eyes answer."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps(question) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def found(self, text: str, *kinds: str, whole: bool = True) -> list[dict[str, Any]]:
        """Things in sight with this text, or, not ``whole``, that hold it."""
        return [
            one
            for one in self.ask()
            if one["seen"]
            and (not kinds or one["kind"] in kinds)
            and (one["text"].rstrip("…. ") == text.rstrip("…. ") if whole else text in one["text"])
        ]

    def write(self, text: str) -> None:
        """Type a text as soon as there is a field that takes it."""
        wait_until(lambda: self.ask(windows="")["writes"], 30, f"a field for “{text}”")
        super().write(text)

    def shows(self, text: str, *kinds: str) -> bool:
        """Tell whether this text is in sight."""
        return bool(self.found(text, *kinds, whole=False))

    def wait_for(self, text: str, *kinds: str, seconds: float = 30) -> None:
        """Return when this text is in sight."""
        wait_until(lambda: self.shows(text, *kinds), seconds, f"“{text}” on the screen")

    def click(self, text: str, seconds: float = 30) -> None:
        """Click at the first thing with this text as soon as it can be used and stays where it is.

        A second click at the same text is meant for another thing: the button in the question that the first one asks.
        """
        places: list[tuple[int, int]] = []

        def rests() -> bool:
            usable = [one for one in self.found(text, *USABLE) if one["enabled"]]
            places.append((usable[0]["x"], usable[0]["y"]) if usable else (0, 0))
            return bool(usable) and places[-2:-1] == places[-1:] and self._clicked != (text, places[-1])

        wait_until(rests, seconds, f"“{text}” to click at")
        xdotool("mousemove", "--sync", *map(str, places[-1]))
        xdotool("click", "1")
        self._clicked = (text, places[-1])


@contextmanager
def running(root: Path, *arguments: str) -> Iterator[Program]:
    """Start the program with a home of its own; it must end with the block, and so must all that it started."""
    yield from _run(root, (sys.executable, "-m", "console", "--lang", "en", *arguments), Program)


@contextmanager
def seen(root: Path, *arguments: str) -> Iterator[SeenProgram]:
    """The same with eyes."""
    yield from _run(root, (*WATCHED, "--lang", "en", *arguments), SeenProgram)


def homes(root: Path) -> dict[str, str]:
    """Return what sets all folders of the program below ``root``."""
    places = {f"XDG_{name}_HOME": str(root / name.lower()) for name in ("CONFIG", "DATA", "CACHE", "STATE")}
    return {**places, "HOME": str(root)}


def _run(root: Path, line: Sequence[str], kind: "Callable[[subprocess.Popen[str], Path], Kind]") -> "Iterator[Kind]":
    is_seen = line[: len(WATCHED)] == WATCHED
    pipe = subprocess.PIPE if is_seen else subprocess.DEVNULL
    process = subprocess.Popen(
        line,
        stdin=pipe,
        stdout=pipe,
        stderr=subprocess.PIPE,
        text=True,
        cwd=root,
        env={**os.environ, **homes(root), "QT_QPA_PLATFORM": "xcb", "PYTHONPATH": str(ROOT)},
    )
    program = kind(process, root)
    try:
        yield program
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()
        for stream in (process.stdin, process.stdout, process.stderr):
            if stream is not None:
                stream.close()
        wait_until(lambda: not program.started_here(), 20)
