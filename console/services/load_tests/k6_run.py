"""Writing a load test as files for k6, and running it with the k6 of this computer."""

from __future__ import annotations

import asyncio
import os
import shutil
import tempfile
from contextlib import suppress
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

from console.kernel.errors import UserError
from console.kernel.i18n import t
from console.kernel.paths import write_private
from console.kernel.process_start import start_process
from console.kernel.redact import scrub
from console.services.load_tests.load_test_import import MOST_BYTES

if TYPE_CHECKING:
    from console.domain.capacity.load_test_plan import LoadTestPlan

SCRIPT, PLAN = "load_test.js", "plan.json"
_LIMITS_CROSSED = 99
"""The exit code of k6 when a threshold was crossed: the test itself went well."""
_LATE_S = 60.0
_MOST_SAID = 300
_LET_THROUGH = ("PATH", "HOME", "LANG", "TMPDIR", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "SSL_CERT_FILE",
                "http_proxy", "https_proxy", "no_proxy")  # fmt: skip


def script_text() -> str:
    """Return the script: always the same, what it does stands in the plan."""
    return resources.files("resources").joinpath("k6", SCRIPT).read_text("utf-8")


def write_test(plan: LoadTestPlan, folder: Path, script: str = SCRIPT) -> tuple[Path, Path]:
    """Write script and plan into a folder and return their paths; raise ``UserError``. Blocks."""
    content = plan.checked().to_json()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / script).write_text(script_text(), "utf-8")
        write_private(folder / PLAN, f"{content}\n")
    except OSError as error:
        raise UserError(
            t("{folder} cannot be written: {error}.", folder=folder, error=error.strerror or ""), t("Choose another.")
        ) from None
    return folder / script, folder / PLAN


def k6_program() -> str:
    """Return the path of k6; raise ``UserError`` where it is not installed."""
    found = shutil.which("k6")
    if found is None:
        raise UserError(
            t("k6 is not installed here."),
            t("Install it (grafana.com/docs/k6), or let the cluster run it: change plan start-load-test."),
        )
    return found


async def run_k6(plan: LoadTestPlan) -> str:
    """Run a test and return its summary; raise ``UserError`` when it could not run. Cancelling it ends k6."""
    program = k6_program()
    with tempfile.TemporaryDirectory(prefix="cell-console-k6-") as name:
        script, _ = write_test(plan, Path(name))
        summary = Path(name) / "summary.json"
        kept = {key: value for key, value in os.environ.items() if key in _LET_THROUGH}
        process = await start_process(
            program, "run", "--quiet", "--no-color", "--no-usage-report", str(script),
            cwd=name, env={**kept, "CELL_CONSOLE_SUMMARY": str(summary)}, stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.PIPE,
        )  # fmt: skip
        said = await _ended(process, plan.duration_s + _LATE_S)
        if process.returncode not in (0, _LIMITS_CROSSED) or not summary.is_file():
            raise UserError(
                t("k6 ended with code {code}.", code=process.returncode), _last_line(said) or t("It said nothing.")
            )
        return summary.read_bytes()[:MOST_BYTES].decode(errors="replace")


async def _ended(process: asyncio.subprocess.Process, within_s: float) -> bytes:
    """Wait until a process has ended and return what it complained of; end it when that takes too long."""
    try:
        async with asyncio.timeout(within_s):
            _, said = await process.communicate()
            return said
    except TimeoutError:
        raise UserError(
            t("k6 did not end within {seconds} s.", seconds=round(within_s)), t("It was ended; try a shorter test.")
        ) from None
    finally:
        if process.returncode is None:
            with suppress(ProcessLookupError):
                process.kill()
            await process.wait()


def _last_line(said: bytes) -> str:
    lines = said.decode(errors="replace").strip().splitlines()
    return scrub(lines[-1])[:_MOST_SAID] if lines else ""
