"""Running a checker that obeys the repository's settings, and so may run its plug-ins: only where that is allowed."""

from __future__ import annotations

import shutil
import subprocess
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from console.audits.tools.tool_run import ToolAnswer, run_tool, tool_program
from console.kernel.errors import ConnectorError, ErrorKind, UserError
from console.kernel.i18n import t

if TYPE_CHECKING:
    from collections.abc import Sequence

    from console.audits.repository.checkout import Checkout

_MOST_BYTES = 512 << 20
_MOST_S = 120.0
_TRY_S = 5.0
_ALONE = ("--user", "--map-root-user", "--net", "--")


@cache
def has_program(name: str) -> bool:
    """Return whether a program is here and starts without the environment that it may have been set up in."""
    try:
        tool_program(name)
        if name == "gofmt":
            return True  # it has no version to ask for
        return run_tool(name, ["--version"], Path("/"), most_s=_TRY_S).code == 0
    except (UserError, ConnectorError):
        return False


def run_own_tool(checkout: Checkout, name: str, arguments: Sequence[str], within: str = "") -> ToolAnswer:
    """Run a program over a copy of the files, in ``within`` of it; raise ``ConnectorError`` when it takes too long.

    It gets no environment but PATH, no network where the system can withhold it, and the limits of all programs. The
    copy is thrown away: whatever a plug-in writes, no other rule sees.
    """
    if sum(one.size for one in checkout.files) > _MOST_BYTES:
        raise ConnectorError(
            ErrorKind.PROTOCOL, t("The files are more than {size} MB together.", size=_MOST_BYTES >> 20)
        )
    with TemporaryDirectory(prefix="own-tools-") as scratch:
        copy = Path(scratch) / "tree"
        shutil.copytree(checkout.folder_with(checkout.paths), copy, symlinks=True)
        if not _can_isolate():
            return run_tool(name, arguments, copy / within, most_s=_MOST_S)
        return run_tool("unshare", [*_ALONE, tool_program(name), *arguments], copy / within, most_s=_MOST_S)


@cache
def _can_isolate() -> bool:
    """Return whether programs can be started without a network here (Linux with user namespaces)."""
    program = shutil.which("unshare")
    if program is None:
        return False
    try:
        done = subprocess.run([program, *_ALONE, "true"], timeout=_TRY_S, capture_output=True, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0
