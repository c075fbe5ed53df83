"""Standard input as lines: what can be waited for is read, and where nobody can speak nothing is said."""

import asyncio
import logging
import os
from pathlib import Path

import pytest

from console.lab.control.command_line import stdin_lines

pytestmark = pytest.mark.anyio


async def _heard() -> list[str]:
    async with asyncio.timeout(5):
        return [line async for line in stdin_lines()]


@pytest.mark.parametrize("place", ["/dev/null", "orders.txt"])
async def test_where_nobody_steers_the_lines_end_at_once_and_quietly(
    place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "orders.txt").write_text("seen\n", encoding="utf-8")
    with (tmp_path / place).open(encoding="utf-8") as given, caplog.at_level(logging.ERROR):
        monkeypatch.setattr("sys.stdin", given)
        assert await _heard() == []
    assert caplog.records == []


async def test_without_any_standard_input_nobody_steers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", None)
    assert await _heard() == []


async def test_the_lines_of_a_pipe_are_heard_until_it_closes(monkeypatch: pytest.MonkeyPatch) -> None:
    reading, writing = os.pipe()
    os.write(writing, b"seen\nhealed\n")
    os.close(writing)
    with os.fdopen(reading, encoding="utf-8") as given:
        monkeypatch.setattr("sys.stdin", given)
        assert await _heard() == ["seen\n", "healed\n"]
