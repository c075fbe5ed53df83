"""A worker process: ``python -m console.kernel.worker``; does one call after the other until its input ends."""

import os
import pickle
import sys
from typing import BinaryIO

from console.kernel.collector import collector_at_rest
from console.kernel.errors import ConsoleError
from console.kernel.let_go import answered, hold_until_answered

HEAD = 8
"""Bytes before each message, which say how long it is."""
_NICENESS = 10  # the window goes first


def main() -> int:
    """Answer calls from standard input on standard output; what a library prints goes to standard error."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    if hasattr(os, "nice"):
        os.nice(_NICENESS)
    hold_until_answered()
    while (call := _read(sys.stdin.buffer)) is not None:
        with collector_at_rest():  # somebody waits, and most of what it would look through is free afterwards
            raw = _answer(call)
            answers.write(len(raw).to_bytes(HEAD, "big") + raw)
            answers.flush()
            answered()
    return 0


def _read(stream: BinaryIO) -> bytes | None:
    head = stream.read(HEAD)
    return stream.read(int.from_bytes(head, "big")) if len(head) == HEAD else None


def _answer(call: bytes) -> bytes:
    """Return the result, or what went wrong: a sentence with its hint, or the words of a fault in the program."""
    try:
        work, arguments = pickle.loads(call)  # noqa: S301 - from the process that started this one
        return pickle.dumps((work(*arguments), None))
    except ConsoleError as error:
        return pickle.dumps((None, (error.message, error.hint)))
    except Exception as error:  # noqa: BLE001 - whatever it is, the asking process must hear of it
        return pickle.dumps((None, (f"{type(error).__name__}: {error}", None)))


if __name__ == "__main__":
    sys.exit(main())
