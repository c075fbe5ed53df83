"""The history of a commit: who changed which files, when, in what words."""

from __future__ import annotations

import re
from functools import lru_cache
from secrets import token_hex
from typing import TYPE_CHECKING, NamedTuple

from console.audits.bot_name import is_bot_name
from console.audits.repository.git_reading import git_output
from console.audits.repository.history_book import HistoryBook, mailmap_of
from console.kernel.errors import ConnectorError, ErrorKind
from console.kernel.i18n import t

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from console.audits.repository.checkout import Checkout

_MOST = 100_000
_FIELDS = "%H%x00%P%x00%aN%x00%aE%x00%at%x00%cn%x00%ce%x00%ct%x00%G?%x00%s%x00%b"
_BOT = re.compile(r"\[bot\]|^(dependabot|renovate|github-actions|pre-commit-ci|greenkeeper|snyk)\b|-bot(@|$)", re.I)
_SECONDS = re.compile(r"-?[0-9]{1,18}")


class FileChange(NamedTuple):
    """``status`` is A, M, D, T or R; ``old_path`` is the name before, for a renamed file."""

    status: str
    path: str
    old_path: str = ""


class HistoryCommit(NamedTuple):
    """Times are unix seconds. ``signature`` is git's letter (``N``: none; empty: not asked)."""

    id: str
    parents: tuple[str, ...]
    author: str
    email: str
    at_s: int
    committer: str
    committer_email: str
    committed_s: int
    signature: str
    subject: str
    body: str
    changes: tuple[FileChange, ...]

    @property
    def is_merge(self) -> bool:
        """Return whether it joins branches; git lists no files of it."""
        return len(self.parents) > 1

    @property
    def is_bot(self) -> bool:
        """Return whether no person wrote it."""
        return is_bot_author(self.author, self.email)


@lru_cache(maxsize=1 << 14)
def is_bot_author(name: str, email: str) -> bool:
    """Return whether no person writes under a name and an address."""
    return bool(_BOT.search(name) or _BOT.search(email)) or is_bot_name(name)


def history_of(checkout: Checkout) -> tuple[HistoryCommit, ...]:
    """Return the commits that lead to the checkout's, newest first, read once; raise ``ConnectorError``."""
    return checkout.once("history", lambda: _kept_or_read(checkout))


def people_of(checkout: Checkout) -> tuple[HistoryCommit, ...]:
    """Return what people wrote: neither merges nor bots, newest first."""
    return checkout.once("people", lambda: _people(checkout))


def _people(checkout: Checkout) -> tuple[HistoryCommit, ...]:
    history, later = history_of(checkout), _of_later(checkout)
    added = later[: len(later) - len(history)]
    if later and later[len(added) :] == history:  # the same objects, so quickly told
        return people_of(checkout.later)[len(_by_people(added)) :]  # type: ignore[arg-type]  # there are its commits
    return _by_people(history)


def _by_people(commits: Sequence[HistoryCommit]) -> tuple[HistoryCommit, ...]:
    return tuple([one for one in commits if len(one.parents) < 2 and not is_bot_author(one.author, one.email)])


def _kept_or_read(checkout: Checkout) -> tuple[HistoryCommit, ...]:
    shortened = _shortened(checkout.commit, _of_later(checkout))
    if shortened:
        return shortened
    book = HistoryBook(checkout, HistoryCommit)
    with book.alone():
        known = book.known()
        if known and known[0].id == checkout.commit:
            return known
        found = (
            _continued(checkout, known)
            or _shortened(checkout.commit, known)
            or read_history(checkout.repository, checkout.commit)
        )
        if all(one.id != checkout.commit for one in known):  # else what is kept reaches further
            book.keep(found)
        return found


def _of_later(checkout: Checkout) -> tuple[HistoryCommit, ...]:
    """Return the history of a later checkout with the same names of people."""
    later = checkout.later
    return history_of(later) if later is not None and mailmap_of(later) == mailmap_of(checkout) else ()


def _continued(checkout: Checkout, known: tuple[HistoryCommit, ...]) -> tuple[HistoryCommit, ...]:
    """Return a known history with what was added; nothing unless git would list exactly these in this order.

    That is so when the new commits are a line on top of the newest known one (whatever their clocks say), or when each
    leads to it alone and was made after it.
    """
    if not known:
        return ()
    last = known[0]
    try:
        fresh = read_history(checkout.repository, checkout.commit, since=last.id)
    except ConnectorError:
        return ()  # it is in no branch any more, and gone
    return (*fresh, *known)[:_MOST] if fresh and _is_on_top(fresh, last) else ()


def _shortened(commit: str, known: tuple[HistoryCommit, ...]) -> tuple[HistoryCommit, ...]:
    """Return what a known history has of an earlier commit; nothing unless all later ones were put on top of it."""
    place = next((place for place, one in enumerate(known) if one.id == commit), 0)
    return known[place:] if place and len(known) < _MOST and _is_on_top(known[:place], known[place]) else ()


def _is_on_top(fresh: Sequence[HistoryCommit], last: HistoryCommit) -> bool:
    if all(one.parents == (below.id,) for one, below in zip(fresh, (*fresh[1:], last), strict=True)):
        return True
    there = {last.id, *(one.id for one in fresh)}
    return all(one.parents and there.issuperset(one.parents) and one.committed_s > last.committed_s for one in fresh)


def read_history(
    repository: Path,
    commit: str,
    *,
    most: int = _MOST,
    first_parent: bool = False,
    signatures: bool = False,
    since: str = "",
) -> tuple[HistoryCommit, ...]:
    """Return the commits that lead to ``commit``, newest first, renames followed; raise ``ConnectorError``.

    ``signatures`` asks for each signature too, which starts a program per signed commit. What leads to ``since`` is
    left out.
    """
    mark = token_hex(16)  # a message or a name can hold anything but what nobody could know
    fields = _FIELDS if signatures else _FIELDS.replace("%G?", "")
    form = f"--format=begin-{mark}{fields}end-{mark}"
    # Names as the commit's own .mailmap has them, not as that of a branch that moves does.
    arguments = [
        "-c",
        f"mailmap.blob={commit}:.mailmap",
        "log",
        f"--max-count={most}",
        form,
        "-z",
        "--name-status",
        "-M",
        "--no-color",
    ]
    if first_parent:
        arguments += ["--first-parent", "-m"]
    output = git_output(repository, *arguments, "--end-of-options", commit, *([f"^{since}"] if since else []))
    return tuple(parse_commits(output.decode("utf-8", "surrogateescape"), mark))


def parse_commits(output: str, mark: str) -> Iterator[HistoryCommit]:
    """Yield the commits that the log prints in our form; raise ``ConnectorError`` for anything else."""
    for part in output.split(f"begin-{mark}")[1:]:
        head, _, tail = part.partition(f"end-{mark}")
        fields = head.split("\0")
        if len(fields) != _FIELDS.count("%x00") + 1:
            raise ConnectorError(ErrorKind.PROTOCOL, t("The answer of {name} could not be read.", name="git log"))
        id_, parents, author, email, at, committer, mail, committed, signature, subject, body = fields
        yield HistoryCommit(
            id_, tuple(parents.split()), author, email, unix_time(at), committer, mail, unix_time(committed), signature,
            subject, body.strip(), tuple(parse_changes(tail)),
        )  # fmt: skip


def parse_changes(tail: str) -> Iterator[FileChange]:
    """Yield the changes that ``--name-status -z`` prints."""
    words = iter(tail.lstrip("\0\n").split("\0"))
    for status in words:
        letter = status.strip()[:1]
        if not letter:
            continue
        path = next(words, "")
        if letter in {"R", "C"}:
            yield FileChange(letter, next(words, ""), path)
        else:
            yield FileChange(letter, path)


def unix_time(text: str) -> int:
    """Return the seconds that git prints; 0 for what is no time that can be kept."""
    return int(text) if _SECONDS.fullmatch(text) else 0
