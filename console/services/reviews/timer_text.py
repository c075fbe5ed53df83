"""What a computer's own timers are told, so that reports are made while nobody looks."""

from __future__ import annotations

import shlex
from collections.abc import Sequence

SERVICE, TIMER = "cell-console-reports.service", "cell-console-reports.timer"


def service_unit(program: Sequence[str]) -> str:
    """Return the systemd unit that makes the reports that are due; ``program`` are the words that start the console."""
    words = " ".join(_systemd_word(one) for one in (*program, "report", "due"))
    return f"[Unit]\nDescription=Cell Console: reports that are due\n\n[Service]\nType=oneshot\nExecStart={words}\n"


def timer_unit() -> str:
    """Return the systemd timer: every morning, also when the computer was off then; what is there is not made anew."""
    return (
        "[Unit]\nDescription=Cell Console: every morning, the reports that are due\n\n"
        "[Timer]\nOnCalendar=*-*-* 06:00\nPersistent=true\nRandomizedDelaySec=10m\n\n"
        "[Install]\nWantedBy=timers.target\n"
    )


def cron_line(program: Sequence[str]) -> str:
    """Return the same as a line of a crontab, where a per cent sign would end the command."""
    words = " ".join(shlex.quote(one) for one in (*program, "-q", "report", "due"))
    return f"0 6 * * * {words}".replace("%", "\\%")


def _systemd_word(word: str) -> str:
    """Quote a word of ExecStart: specifiers and variables are doubled, quotes and backslashes escaped."""
    plain = word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%").replace("$", "$$")
    return f'"{plain}"'
