"""Reading YAML that somebody else wrote: plain values only, bounded in size, depth and number."""

import re
from pathlib import Path as FilePath

import yaml

from console.estate.problem import FileInvalid, Position, Problem
from console.estate.yaml_builder import YamlBuilder
from console.estate.yaml_document import START, YamlDocument
from console.kernel.errors import UserError
from console.kernel.i18n import t
from console.kernel.regular_file import read_regular
from console.kernel.yaml_events import SAFE_LOADER

MAX_BYTES = 1024 * 1024
# Control characters, and the marks that reorder text on screen so that it reads otherwise than it is.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff]")


def read_yaml_file(file: FilePath) -> YamlDocument:
    """Return the document in ``file``; raise ``UserError`` (``FileInvalid`` with all problems when it was read)."""
    return read_yaml(yaml_bytes(file), str(file))


def yaml_bytes(file: FilePath) -> bytes:
    """Return what ``file`` holds, of a larger one as much as ``read_yaml`` refuses; raise ``UserError``."""
    try:
        return read_regular(file, MAX_BYTES)
    except OSError as error:
        raise UserError(
            t("The file {file} cannot be read: {reason}.", file=file, reason=error.strerror or error),
            t("Check the path and its rights."),
        ) from error


def read_yaml(raw: bytes, name: str) -> YamlDocument:
    """Return the one document in ``raw``; raise ``FileInvalid`` with every problem that was found."""
    if len(raw) > MAX_BYTES:
        raise _invalid(name, START, t("the file is larger than 1 MiB; split it or remove what does not belong here."))
    text = _decoded(raw, name)
    builder = YamlBuilder(name)
    try:
        # Events, not yaml.compose: nothing recursive sees the input before its depth is known.
        for event in yaml.parse(text, Loader=SAFE_LOADER):
            if not builder.take(event):
                break
    except yaml.YAMLError as error:
        builder.add_problem(_position(error), (), _syntax_sentence(error))
    if builder.problems:
        raise FileInvalid(name, builder.problems)
    return builder.document()


def _decoded(raw: bytes, name: str) -> str:
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = raw[: error.start]
        column = len(before) - (before.rfind(b"\n") + 1) + 1
        position = Position(before.count(b"\n") + 1, column)
        raise _invalid(name, position, t("the file is not UTF-8 text; save it as UTF-8.")) from error
    forbidden = _FORBIDDEN.search(text)
    if forbidden is not None:
        start = forbidden.start()
        position = Position(text.count("\n", 0, start) + 1, start - text.rfind("\n", 0, start))
        raise _invalid(
            name,
            position,
            t("the control character U+{code} is not allowed; remove it.", code=f"{ord(forbidden.group()):04X}"),
        )
    return text


def _invalid(name: str, position: Position, sentence: str) -> FileInvalid:
    return FileInvalid(name, [Problem(name, position, (), sentence)])


def _position(error: yaml.YAMLError) -> Position:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    return START if mark is None else Position(mark.line + 1, mark.column + 1)


def _syntax_sentence(error: yaml.YAMLError) -> str:
    reason = getattr(error, "problem", None) or getattr(error, "reason", None) or "it cannot be read"
    if "cannot start any token" in str(reason):
        return t("this is not valid YAML: a tab or a special character stands here; use spaces or quotes.")
    return t("this is not valid YAML: {reason}; check indentation, colons and quotes here.", reason=reason)
