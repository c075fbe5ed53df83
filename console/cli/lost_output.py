"""What is printed has nowhere to go: its reader has gone, or the disk below it is full."""

import errno
import os
import sys
from typing import TextIO

from console.cli.exit_code import ExitCode
from console.kernel.i18n import t

FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO})


def is_lost(error: OSError) -> bool:
    """Return whether an error of writing says that nobody will have what is printed."""
    return isinstance(error, BrokenPipeError) or error.errno in FULL


def lost_output(error: OSError, stream: "TextIO | None" = None) -> int:
    """Silence a stream (the output unless named) and return the exit code: that of a reader that has gone
    (``| head``) says nothing of what was found or done, and never that it was; a full disk is told.
    """
    lost = (stream or sys.stdout).fileno()
    os.dup2(os.open(os.devnull, os.O_WRONLY), lost)  # the interpreter flushes it again when it ends
    if isinstance(error, BrokenPipeError):
        return ExitCode.UNREAD
    told = t("What comes of this cannot be written: {why}.", why=error.strerror or error)
    sys.stderr.write(f"{t('error:')} {told} {t('Free some space, or send it elsewhere.')}\n")
    return ExitCode.WRONG_USE
