"""The first walk of the README, done as it is written there: real window, real X events, a fresh profile, the lab.

proves issue 8 "New user's walk"; what is pressed, typed and clicked at is read from README.md (``readme.walk``)
"""

import subprocess
from itertools import groupby
from pathlib import Path

import pytest

from tests.fakes import readme
from tests.fakes.readme import Deed
from tests.fakes.screen_program import XDOTOOL, SeenProgram, seen
from tests.fakes.waiting import wait_until

pytestmark = [
    pytest.mark.screen,
    pytest.mark.skipif(XDOTOOL is None, reason="xdotool is not installed (sh packaging/machine.sh test)"),
    pytest.mark.usefixtures("needs_prometheus"),
]
SIGHT_S = 150


def follow(program: SeenProgram, deeds: tuple[Deed, ...]) -> None:
    """Do what a step says; keys that follow one another are pressed in one go, as fingers do."""
    for kind, group in groupby(deeds, lambda deed: deed.kind):
        texts = [deed.text for deed in group]
        if kind == "press":
            program.press(*texts)
            continue
        for text in texts:
            if kind == "type":
                program.write(text)
            elif kind == "click":
                program.click(text, seconds=SIGHT_S)
            elif kind == "sight":
                program.wait_for(text, seconds=SIGHT_S)


def test_make_run_opens_the_console_on_the_lab(root_dir: Path) -> None:
    said = subprocess.run(("make", "-n", "run"), cwd=root_dir, capture_output=True, text=True, check=True).stdout
    assert ".venv/bin/cell-console --estate lab" in said.splitlines()  # make below make says where it is, too
    assert readme.walk(root_dir)[0].deeds[0] == Deed("command", "make run")


@pytest.mark.timeout(2400)
def test_its_beginning_opens_the_lab_and_breaks_something(root_dir: Path, tmp_path: Path) -> None:
    with seen(tmp_path, "--estate", "lab") as program:
        for step in readme.walk(root_dir)[:2]:
            follow(program, step.deeds)
        program.press("ctrl+q")
        assert program.process.wait(240) == 0


@pytest.mark.slow
@pytest.mark.timeout(2400)
def test_the_whole_walk_heals_rolls_out_audits_and_exports(root_dir: Path, tmp_path: Path) -> None:
    with seen(tmp_path, "--estate", "lab") as program:
        for number, step in enumerate(readme.walk(root_dir), 1):
            try:
                follow(program, step.deeds)
            except AssertionError as error:
                picture = root_dir / "build" / f"first-walk-{number}.png"
                program.ask(picture=str(picture))
                raise AssertionError(f"step {number}, {step.title} {error}; look at {picture}") from error
        plan, review = next(tmp_path.glob("*.yaml")), next(tmp_path.glob("*.pdf"))
        assert "personalize" in plan.read_text(encoding="utf-8")
        assert review.read_bytes().startswith(b"%PDF-")
        program.press("Escape")
        wait_until(lambda: not program.ask(windows="")["modal"], 20)
        program.press("ctrl+q")
        assert program.process.wait(240) == 0
