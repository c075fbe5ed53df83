"""A SARIF file on this computer, checked and packed as code scanning takes it."""

import base64
import gzip
import hashlib
from dataclasses import dataclass
from pathlib import Path

import msgspec

from console.kernel.errors import UserError
from console.kernel.i18n import t
from console.kernel.prepared import prepared
from console.kernel.regular_file import read_regular

_MOST_BYTES = 64 << 20
_MOST_PACKED = 10 << 20  # GitHub's limit
_MOST_RUNS = 20


class _Driver(msgspec.Struct):
    name: str


class _Tool(msgspec.Struct):
    driver: _Driver


class _Run(msgspec.Struct):
    tool: _Tool
    results: list[msgspec.Raw] | None = None


class _Log(msgspec.Struct):
    version: str
    runs: list[_Run]


@dataclass(frozen=True, slots=True)
class SarifFile:
    """``digest`` changes with the content; ``packed`` is gzip in base64."""

    digest: str
    tools: tuple[str, ...]
    results: int
    packed: str


def read_sarif(name: str) -> SarifFile:
    """Return a file; raise ``UserError`` for one that is missing, too large or no SARIF 2.1.0. Blocks."""
    try:
        content = read_regular(Path(name).expanduser(), _MOST_BYTES)
    except OSError as error:
        raise UserError(
            t("{file} cannot be read: {why}.", file=name, why=error.strerror or error),
            t("Name a file on this computer."),
        ) from None
    if len(content) > _MOST_BYTES:
        raise _too_large(name)
    try:
        log = msgspec.json.decode(content, type=prepared(_Log))
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        raise _no_sarif(name) from None
    if log.version != "2.1.0" or not 0 < len(log.runs) <= _MOST_RUNS:
        raise _no_sarif(name)
    packed = gzip.compress(content, mtime=0)
    if len(packed) > _MOST_PACKED:
        raise _too_large(name)
    return SarifFile(
        hashlib.sha256(content).hexdigest()[:20],
        tuple(dict.fromkeys(run.tool.driver.name for run in log.runs)),
        sum(len(run.results or ()) for run in log.runs),
        base64.b64encode(packed).decode("ascii"),
    )


def _too_large(name: str) -> UserError:
    return UserError(
        t("{file} is larger than the 10 MB (packed) that GitHub takes.", file=name), t("Leave out what is not needed.")
    )


def _no_sarif(name: str) -> UserError:
    return UserError(t("{file} is no SARIF 2.1.0 file.", file=name), t("Write it with the audits' SARIF export."))
