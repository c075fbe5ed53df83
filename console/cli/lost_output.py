"""What is printed has nowhere to go: its reader has gone, or the disk below it is full."""

import errno
import os
import sys

from console.cli.exit_code import ExitCode
from console.kernel.i18n import t

FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO})


def lost_output(error: OSError) -> int:
    """Return the exit code: a reader that has gone (``| head``) is no fault, a full disk is told."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # the interpreter flushes it again when it ends
    if isinstance(error, BrokenPipeError):
        return ExitCode.DONE
    told = t("What comes of this cannot be written: {why}.", why=error.strerror or error)
    sys.stderr.write(f"{t('error:')} {told} {t('Free some space, or send it elsewhere.')}\n")
    return ExitCode.WRONG_USE
