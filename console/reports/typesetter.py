"""The typesetter (typst), in a process of its own: what it keeps of each PDF, 50 MB, goes with that."""

from __future__ import annotations

import json
import subprocess

from console.kernel.errors import ConsoleError
from console.kernel.i18n import t
from console.kernel.process_run import run_process
from console.kernel.python_module import module_command, module_environment
from console.reports.renderer import Rendered
from console.reports.typeset_child import FAILED, Job

LONGEST_S = 120.0
_ENVIRONMENT = frozenset(
    ("PATH", "PYTHONPATH", "LD_LIBRARY_PATH", "SYSTEMROOT", "HOME", "XDG_DATA_HOME", "LOCALAPPDATA", "APPDATA")
)
"""Where Python and the fonts are; nothing that could hold a secret."""


def typeset(source: str, document: dict[str, object], created_s: int) -> Rendered:
    """Return the PDF of a typst source and its data. Blocks for a second; raise ``ConsoleError`` when it fails."""
    head, _, content = _made(Job(source=source, document=document, created_s=created_s)).partition(b"\n")
    told = json.loads(head)
    return Rendered(content, tuple(told["missing"]), is_marked=told["is_marked"])


def installed_families() -> frozenset[str]:
    """Return the names of the fonts that are installed or that typst brings. Blocks; raise ``ConsoleError``."""
    return frozenset(json.loads(_made(None)))


def _made(job: Job | None) -> bytes:
    try:
        ended = run_process(
            module_command("console.reports.typeset_child"),
            most_s=LONGEST_S,
            env={name: value for name, value in module_environment().items() if name in _ENVIRONMENT},
            stdin=json.dumps(job or {}, ensure_ascii=False).encode(),
        )
    except subprocess.TimeoutExpired as error:
        raise _failed(t("it took longer than {seconds} s", seconds=round(LONGEST_S))) from error
    except OSError as error:
        raise _failed(str(error.strerror or error)) from error
    if ended.returncode != 0:
        is_told = ended.returncode == FAILED
        raise _failed(ended.stderr.decode("utf-8", "replace") if is_told else t("the typesetter stopped"))
    return ended.stdout


def _failed(why: str) -> ConsoleError:
    return ConsoleError(t("The PDF could not be made: {why}.", why=why), t("Choose another format."))
