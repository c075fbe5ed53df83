"""Evaluates policies in a process of its own: started by ``rego_run``, never imported by the console."""

# Only the standard library and regopy: it is started for every change, and what it costs is what a preview waits for.
# The interpreter can crash (regopy 1.5.2 does after ``with input as``) or run for long: here it may. Its allocator
# takes a huge address space at once, so memory is bounded by the seconds alone; the system kills it first.

import json
import os
import re
import sys
from pathlib import Path
from typing import Any

_PACKAGE = re.compile(r"^[ \t]*package[ \t]+([A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*)[ \t]*$", re.MULTILINE)
_COMMENT = re.compile(r"\"(?:\\.|[^\"\\\n])*+\"?|`[^`]*`|(?P<comment>#[^\n]*)")


def _bound(seconds: int) -> None:
    try:
        import resource  # noqa: PLC0415 - not on every system

        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        Path("/proc/self/oom_score_adj").write_text("1000")
    except (ImportError, ValueError, OSError):
        return  # the time limit of the parent holds everywhere


def _answers(name: str, source: str, inputs: list[Any]) -> list[Any]:
    """Return what the policy's package says to each input."""
    from regopy import Interpreter  # type: ignore[import-untyped]  # noqa: PLC0415 - bounded first

    source = _plain(source)
    found = _PACKAGE.search(source)
    if found is None:
        raise ValueError(f"no package\n-- {name}:1:1\n")
    rego = Interpreter()
    rego.strict_built_in_errors = True  # an error is no "undefined", which would allow
    rego.add_module(name, source)
    return [_answer(rego, found[1], one) for one in inputs]


def _plain(source: str) -> str:
    """Return a policy with spaces for its comments and carriage returns, every byte in its place.

    The interpreter takes the end of the line with a comment behind ``package`` or ``import``.
    """
    return _COMMENT.sub(_blank, source.replace("\r\n", " \n"))


def _blank(part: re.Match[str]) -> str:
    return " " * len(part[0].encode()) if part["comment"] else part[0]


def _answer(rego: Any, package: str, given: Any) -> Any:
    # As a term: what ``set_input`` makes of an object has texts that nobody escaped, which can forge an answer, and
    # arrays that no function can write. A lone surrogate is no text.
    rego.set_input_term(json.dumps(given, ensure_ascii=False).encode("utf-8", "replace").decode())
    output = rego.query(f"data.{package}.deny")
    if not output.ok():  # asked for its text, regopy 1.5.2 crashes
        raise ValueError("not evaluated")
    if len(output.results) != 1 or not output.results[0].expressions:
        raise ValueError("deny is not defined")
    return output.results[0].expressions[0]


def main() -> None:
    """Read modules and inputs from standard input; write a line of JSON for each module as soon as it is done."""
    asked = json.load(sys.stdin)
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # the interpreter prints its errors on standard output
    _bound(int(asked["seconds"]))
    for name, source in asked["modules"]:
        try:
            line: dict[str, Any] = {"answers": _answers(name, source, asked["inputs"])}
        except Exception as error:  # noqa: BLE001 - whatever the interpreter raises, the policy is broken
            line = {"error": str(error)[:2000]}
        answers.write(json.dumps(line) + "\n")
        answers.flush()


if __name__ == "__main__":
    main()
