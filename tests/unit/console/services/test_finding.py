"""What the doctor finds about tools and connections."""

import asyncio
from pathlib import Path

import pytest

from console.kernel.errors import ConnectorError, ErrorKind
from console.services import finding
from console.services.finding import Tool, Verdict, check_connections, check_tools
from tests.fakes.played_connector import PlayedConnector


def _tool(folder: Path, script: str) -> Tool:
    file = folder / "tool"
    file.write_text(f"#!/bin/sh\n{script}\n")
    file.chmod(0o755)
    return Tool("tool", ("--version",), "tests")


def test_a_tool_tells_the_first_line_of_its_version(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    [found] = check_tools([_tool(tmp_path, 'echo "tool 1.2 ($1)"; echo more')])
    assert (found.verdict, found.detail) == (Verdict.OK, f"tool 1.2 (--version) ({tmp_path}/tool)")


def test_a_tool_that_is_not_there_is_absent_with_what_it_is_for() -> None:
    [found] = check_tools([Tool("no-such-tool", (), "tests")])
    assert (found.verdict, found.detail, found.hint) == (Verdict.ABSENT, "not found in PATH", "Needed for: tests.")


@pytest.mark.parametrize("script", ["exec sleep 60", "exec sleep 60 >&-"])
def test_a_tool_that_hangs_has_failed_and_is_ended(
    script: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finding, "TOOL_S", 0.3)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    [found] = check_tools([_tool(tmp_path, script)])
    assert found.verdict is Verdict.FAILED


@pytest.mark.anyio
async def test_connections_are_told_one_by_one_and_one_failure_does_not_hide_the_others() -> None:
    good, bad = PlayedConnector("a", "prometheus"), PlayedConnector("b", "prometheus")
    bad.error = ConnectorError(ErrorKind.AUTH, "The token is refused.", "Store a new one.")
    kinds = {"a": "prometheus", "b": "prometheus", "c": "github"}
    found = await check_connections(kinds, {"a": good, "b": bad})
    assert [(one.subject, one.verdict) for one in found] == [
        ("prometheus:a", Verdict.OK),
        ("prometheus:b", Verdict.FAILED),
        ("github:c", Verdict.ABSENT),
    ]
    assert (found[1].detail, found[1].hint) == ("The token is refused.", "Store a new one.")


@pytest.mark.anyio
async def test_a_check_without_an_answer_also_names_the_prompt_that_may_wait_behind_the_window(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # proves C2: a locked keyring asks for its password while the check waits; the network was blamed alone
    class Waiting(PlayedConnector):
        async def check(self) -> str:
            await asyncio.Event().wait()
            return ""

    monkeypatch.setattr(finding, "CHECK_S", 0.05)
    [found] = await check_connections({"a": "prometheus"}, {"a": Waiting("a", "prometheus")})
    assert found.verdict is Verdict.FAILED
    assert found.hint == "Check network, VPN and proxy, and whether the keyring asks for its password."
