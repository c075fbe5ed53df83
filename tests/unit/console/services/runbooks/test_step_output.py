"""Output of steps: bounded in memory and on disk, without secrets and control characters, readable while it comes."""

import errno
import os
import tracemalloc
from pathlib import Path
from typing import Any

import pytest

from console.domain.runbooks.runbook_run import RunOutcome
from console.domain.runbooks.step_run import StepState
from console.kernel import child_process
from console.kernel.redact import MASK, register_secret
from console.services.runbooks.step_output import MOST_LINES, StepOutput
from tests.fakes.broken_disk import fill, small_disk
from tests.fakes.runbook_console import RunbookConsole
from tests.fakes.waiting import wait_until

MIB = 1 << 20


def test_it_is_read_on_while_it_comes_and_gaps_are_told(tmp_path: Path) -> None:
    output = StepOutput(tmp_path / "log")
    output.write("one\ntw")
    first = output.since(0)
    assert (first.lines, first.sequence) == (("one",), 1)
    output.write("o\n")
    assert output.since(first.sequence).lines == ("two",)
    output.write("".join(f"line {n}\n" for n in range(3 * MOST_LINES)))
    late = output.since(2)
    assert late.dropped == 2 * MOST_LINES
    assert late.lines[-1] == f"line {3 * MOST_LINES - 1}"
    output.close()


def test_a_flood_stays_bounded_in_memory_and_on_disk(tmp_path: Path) -> None:
    output = StepOutput(tmp_path / "log")
    part = "".join(f"{n:06} {'x' * 90}\n" for n in range(1000))
    tracemalloc.start()
    for _ in range(80):  # 80,000 lines, 8 MiB: eight seconds at 10,000 lines a second
        output.write(part)
    held, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    output.close()
    assert held < 8 * MIB
    assert (tmp_path / "log").stat().st_size < 6 * MIB
    assert output.lines == 80_000
    assert "lines are not kept" in (tmp_path / "log").read_text()
    assert (tmp_path / "log").read_text().endswith("x\n")


def test_secrets_and_keys_are_masked_also_when_they_come_in_pieces(tmp_path: Path) -> None:
    register_secret("correct horse battery")
    output = StepOutput(tmp_path / "log")
    for piece in ("say correct ho", "rse battery now\npassword=hunter22\n", "-----BEGIN RSA PRIVATE KEY-----\nabc",
                  "def\nghi\n", "-----END RSA PRIVATE KEY-----\nafter\n"):  # fmt: skip
        output.write(piece)
    output.close()
    text = (tmp_path / "log").read_text()
    assert "after" in text
    assert MASK in text
    for secret in ("correct horse", "hunter22", "abcdef", "ghi"):
        assert secret not in text


@pytest.mark.parametrize("before", [4080, 4090])
def test_a_secret_where_a_long_line_is_cut_is_masked_whole(tmp_path: Path, before: int) -> None:
    register_secret("Zq9pLongCanarySecret77")
    output = StepOutput(tmp_path / "log")
    output.write("x" * before + "Zq9pLongCanarySecret77" + "y" * 100 + "\n")
    output.write("x" * 3000 + "Zq9pLongCanarySecret77" + "y" * 4085)  # a part whose last 4096 begin inside the secret
    output.write("\n")
    output.close()
    text = (tmp_path / "log").read_text()
    assert text.count("x" + MASK + "y") == 2
    assert "Zq9p" not in text
    assert "77y" not in text


def test_progress_that_never_ends_its_line_is_bounded_and_its_newest_is_shown(tmp_path: Path) -> None:
    output = StepOutput(tmp_path / "log")
    for percent in range(3000):
        output.write(f"{percent} of 2999\r")
    output.write("\n")
    output.close()
    assert (tmp_path / "log").read_text() == "2999 of 2999\n"


def test_a_full_disk_keeps_the_rest_in_memory_and_says_so(tmp_path: Path) -> None:
    """Proves the row "disk full" of the bar for what steps write: a step is not torn from its work."""
    with small_disk() as disk:
        output = StepOutput(disk / "log")
        fill(disk)
        output.write("one\n")
        output.flush()
        output.write("two\n")
        assert output.since(0).lines[0] == "one"
        assert "not kept on disk: No space left" in output.since(0).lines[1]
        assert output.tail.endswith("\ntwo")
        output.close()


def test_a_step_whose_script_does_not_fit_on_the_disk_fails_in_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    console = RunbookConsole(tmp_path)
    opened = os.open

    def full(file: Any, *words: Any) -> int:
        if "script-" in str(file) or str(file).endswith(".log"):
            raise OSError(errno.ENOSPC, "No space left on device")
        return opened(file, *words)

    monkeypatch.setattr(os, "open", full)
    try:
        run = console.whole("# X\n\n```sh\necho never\n```\n")
    finally:
        console.close()
    assert "cannot be written: No space left on device" in run.why


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("\x1b[31mred\x1b[0m\r\n", "red"),
        ("10 %\r20 %\r100 %\n", "100 %"),
        ("\x1b]0;evil title\x07text\n", "text"),
        ("a\x08b\n", "a�b"),
        ("safe\u202eevil\n", "safe�evil"),
        ("y" * 10_000 + "\n", "y" * 4096),
    ],
)
def test_what_a_terminal_would_obey_is_taken_out(tmp_path: Path, raw: str, shown: str) -> None:
    output = StepOutput(tmp_path / "log")
    output.write(raw)
    output.close()
    assert (tmp_path / "log").read_text() == shown + "\n"


def test_a_script_that_never_stops_writing_is_stopped_with_everything_it_began(tmp_path: Path) -> None:
    console = RunbookConsole(tmp_path)
    try:
        run = console.start("# X\n\n```sh\nsleep 77777 &\nwhile :; do echo flood flood flood; done\n```\n")
        console.run(console.command.go(run.id))
        driving = console.desk.drive(run.id)
        wait_until(lambda: (found := console.desk.output(run.id, 0)) and found.lines > 20_000, 30, "the flood")
        output = console.desk.output(run.id, 0)
        assert output is not None
        assert len(output.since(0).lines) <= MOST_LINES
        console.run(console.command.stop(run.id, "enough"))
        assert driving.result(60).steps[0].state is StepState.CANCELLED
    finally:
        console.close()  # the watchers of the tests fail when a process is left


def test_a_child_that_is_left_behind_and_never_quiet_does_not_keep_its_step_from_ending(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(child_process, "_LINGER_S", 0.2)
    console = RunbookConsole(tmp_path)
    try:
        run = console.whole("# X\n\n```sh\n(while :; do echo tick; done) &\necho done\n```\n")
        assert run.outcome is RunOutcome.SUCCEEDED
    finally:
        console.close()  # the watchers of the tests fail when a process is left


def test_what_a_script_exports_reaches_the_next_one_however_long(tmp_path: Path) -> None:
    console = RunbookConsole(tmp_path)
    try:
        text = """# X

```sh {"name":"long"}
export A=$(head -c 100000 /dev/zero | tr '\\0' a) B=bee
```

```sh {"name":"next"}
echo ${#A} $B
```
"""
        assert console.output(console.whole(text), 1) == "100000 bee\n"
    finally:
        console.close()


def test_a_script_behind_ends_with_its_run_and_time_limits_hold(tmp_path: Path) -> None:
    console = RunbookConsole(tmp_path)
    try:
        text = """# X

```sh {"name":"behind","background":"true"}
echo up > up; sleep 77777
```

```sh {"name":"uses"}
while ! test -f up; do sleep 0.01; done
```
"""
        assert console.whole(text).outcome is RunOutcome.SUCCEEDED
        run = console.whole('# X\n\n```sh {"timeout":"1s"}\nsleep 77777\n```\n')
        assert "longer than 1s" in run.why
    finally:
        console.close()
