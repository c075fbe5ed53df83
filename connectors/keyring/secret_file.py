"""Secrets in files, for machines without a keyring: read only when nobody else can read them."""

import os
import stat
from pathlib import Path

from connectors.keyring.fault import secret_fault
from console.kernel.i18n import t

MOST_BYTES = 64 * 1024
_OTHERS = stat.S_IRWXG | stat.S_IRWXO


def read_secret_file(file: Path) -> str:
    """Return the text of a secret file without its last line end; raise ``ConnectorError`` (auth).

    Owner, rights and size are those of the opened file, so that it cannot be exchanged between look and read.
    """
    _check_link(file)
    try:
        # Not blocking: a named pipe in its place must not hang the console.
        descriptor = os.open(file, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0))
    except OSError as error:
        raise secret_fault(
            t("The secret file {file} cannot be read: {why}.", file=file, why=error.strerror or str(error)),
            t("Correct the path or its rights."),
        ) from None
    try:
        _check(file, os.fstat(descriptor))
        content = _read(descriptor)
    finally:
        os.close(descriptor)
    if len(content) > MOST_BYTES:
        raise _too_large(file)
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        raise secret_fault(
            t("The secret file {file} is not UTF-8 text.", file=file), t("Store the secret as plain text.")
        ) from None
    text = text.removesuffix("\n").removesuffix("\r")
    if not text:
        raise secret_fault(t("The secret file {file} is empty.", file=file), t("Write the secret into it."))
    return text


def _read(descriptor: int) -> bytes:
    content = b""
    while len(content) <= MOST_BYTES and (piece := os.read(descriptor, MOST_BYTES + 1)):
        content += piece
    return content


def _check(file: Path, facts: os.stat_result) -> None:
    if not stat.S_ISREG(facts.st_mode):
        raise secret_fault(t("{file} is not a file.", file=file), t("Name the file that holds the secret."))
    if not _is_own(facts):
        raise secret_fault(
            t("The secret file {file} belongs to another user, who can read and change it.", file=file),
            t("Copy the secret into a file of your own."),
        )
    if os.name == "posix" and facts.st_mode & _OTHERS:
        raise secret_fault(
            t("Others can read the secret file {file}.", file=file), t("Run: chmod 600 {file}", file=file)
        )
    if facts.st_size > MOST_BYTES:
        raise _too_large(file)


def _check_link(file: Path) -> None:
    """Refuse a link that another user made: it would choose which of this user's files is sent away."""
    try:
        facts = file.lstat()
    except OSError:
        return  # opening it tells why
    if stat.S_ISLNK(facts.st_mode) and not _is_own(facts):
        raise secret_fault(
            t("The link {file} to a secret belongs to another user.", file=file), t("Name the secret file itself.")
        )


def _is_own(facts: os.stat_result) -> bool:
    """Return whether a file is this user's or the system's."""
    return os.name != "posix" or facts.st_uid in (os.geteuid(), 0)


def _too_large(file: Path) -> Exception:
    return secret_fault(
        t("The secret file {file} is larger than {size} KiB.", file=file, size=MOST_BYTES // 1024),
        t("Name the file that holds only the secret."),
    )
