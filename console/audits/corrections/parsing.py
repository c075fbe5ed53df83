"""Whether a changed file still is what it was: Python, JSON, TOML and YAML by their parsers."""

from __future__ import annotations

import ast
import json
import warnings
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from console.audits.project_settings import read_toml

if TYPE_CHECKING:
    from collections.abc import Callable


def still_parses(path: str, before: str, after: str) -> bool:
    """Return whether ``after`` parses, or ``before`` did not either; other languages are left to the audit itself."""
    parse = _PARSERS.get(PurePosixPath(path).suffix.lower())
    return parse is None or _parses(parse, after) or not _parses(parse, before)


def _parses(parse: Callable[[str], object], text: str) -> bool:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # invalid escapes in somebody else's text
            parse(text)
    except (ValueError, SyntaxError, RecursionError, MemoryError):
        return False
    return True


def _yaml(text: str) -> None:
    """Read the events alone: nothing is built, so aliases cannot grow."""
    import yaml  # noqa: PLC0415 - only for workflows

    from console.kernel.yaml_events import yaml_events  # noqa: PLC0415 - as above

    try:
        for _ in yaml_events(text):
            pass
    except yaml.YAMLError as error:
        raise ValueError(str(error)) from error


_PARSERS: dict[str, Callable[[str], object]] = {
    ".py": ast.parse,
    ".pyi": ast.parse,
    ".json": json.loads,
    ".toml": read_toml,
    ".yml": _yaml,
    ".yaml": _yaml,
}
