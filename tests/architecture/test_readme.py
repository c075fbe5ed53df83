"""What README.md says is so: commands with their options, targets, files, pictures. (proves issue 8)"""

import re
from pathlib import Path

import click
import pytest

from console.cli.program import program
from tests.fakes import readme


@pytest.fixture
def text(root_dir: Path) -> str:
    """The README."""
    return (root_dir / "README.md").read_text(encoding="utf-8")


def _parse(words: list[str]) -> click.Command:
    """Return the command that these words call; raise ``click.UsageError`` where it does not take them."""
    command: click.Command = program
    context = program.make_context("cell-console", list(words))
    while isinstance(command, click.Group) and (left := [*context._protected_args, *context.args]):
        name, found, rest = command.resolve_command(context, left)
        assert found is not None
        command, context = found, found.make_context(name, rest, parent=context)
    return command


def test_every_command_exists_and_takes_these_options(
    root_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    typed = [words[1:] for words in readme.commands(root_dir) if words[0] == readme.PROGRAM]
    assert len(typed) > 20
    for words in typed:
        for name in (one for one in words if one.endswith(".yaml")):
            (tmp_path / name).touch()
        called = _parse(words)
        assert not isinstance(called, click.Group) or called.invoke_without_command, words


def test_the_first_walk_has_its_steps_and_nothing_to_do_is_written_in_vain(root_dir: Path) -> None:
    steps = readme.walk(root_dir)
    titles = " ".join(step.title for step in steps)
    assert len(steps) == 7
    for word in ("Open the lab", "runbook", "rollout", "Audit", "Export"):
        assert word in titles
    for step in steps:
        kinds = {deed.kind for deed in step.deeds}
        assert kinds <= {"command", "press", "type", "click", "sight"}
        assert "sight" in kinds, f"{step.title} does not say what one sees"


def test_a_wrong_option_would_be_noticed() -> None:
    with pytest.raises(click.UsageError):
        _parse(["--estate", "lab", "cells", "--no-such-option"])
    with pytest.raises(click.UsageError):
        _parse(["runbook", "rum"])


def test_every_target_of_make_is_there(root_dir: Path, text: str) -> None:
    made = (root_dir / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([\w-]+):", made, re.MULTILINE))
    named = set(re.findall(r"(?:`|^)make\s+([a-z-]+)", text, re.MULTILINE))
    assert {"run", "test", "package", "package-deb"} <= named
    assert named - targets == set()


def test_every_file_and_picture_is_there(root_dir: Path, text: str) -> None:
    linked = re.findall(r"\]\(([^)#:]+)\)", text)
    named = re.findall(r"`((?:[\w.-]+/)*[\w.-]+\.(?:md|yaml|json|sh|py))`", text)
    assert len(linked) >= 4
    assert [one for one in {*linked, *named} if not (root_dir / one).exists()] == []
