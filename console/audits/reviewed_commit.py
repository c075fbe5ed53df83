"""Which commits of the default branch came through a pull request."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from console.audits.repository.history import history_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from console.audits.repository.checkout import Checkout
    from console.audits.repository.history import HistoryCommit

_NUMBER = re.compile(
    r"\((?:#|!|GH-|pull request #|PR #?)\d+\)\s*$|^Merged? (pull request|PR) #?\d+|^(Auto merge of|Merge) #\d+"
    r"|^Merged PR \d+:|^Merge pull request .*\(#\d+\) from ",
    re.I,
)
_IN_BODY = re.compile(
    r"^(See merge request \S*!\d+|Reviewed-on: |Pull-Request: |Approved-by: |PR-URL: |Differential Revision: "
    r"|Change-Id: I[0-9a-f]{40}|PiperOrigin-RevId: |Part-of: <\S+/(merge_requests|pull)/\d+)",
    re.M,
)


_REBASE_S = 30.0
_MOST_BROUGHT = 500
_SHORT = 12  # letters of a hash: Bitbucket tells no more


def first_parents(checkout: Checkout) -> tuple[HistoryCommit, ...]:
    """Return the commits of the branch itself, newest first: what merges brought is not among them."""
    return checkout.once("first-parents", lambda: tuple(_walk(checkout)))


def belongs_to_review(checkout: Checkout, commit: HistoryCommit) -> bool:
    """Return whether a commit says that it came through a pull request, or the forge does."""
    merged = checkout.once("merge-commits", lambda: frozenset(_brought(checkout)))
    return short_id(commit.id) in merged or bool(_NUMBER.search(commit.subject) or _IN_BODY.search(commit.body))


def short_id(commit: str) -> str:
    """Return as much of a hash as every forge tells."""
    return commit[:_SHORT]


def _brought(checkout: Checkout) -> Iterator[str]:
    """Yield what pull requests put on the branch: where the forge rebased them, all were committed when it merged."""
    reviews = checkout.forge.reviews or ()
    for one in reviews:
        yield from (short_id(each) for each in (one.merge_commit, *one.commits))
    merged = {short_id(one.merge_commit): one.merged_s for one in reviews if one.merge_commit}
    if not merged:
        return
    rebased_s = None
    for commit in first_parents(checkout):
        if short_id(commit.id) in merged:
            rebased_s = None if commit.is_merge else merged[short_id(commit.id)]
        elif rebased_s is not None and abs(commit.committed_s - rebased_s) <= _REBASE_S:
            yield short_id(commit.id)
        else:
            rebased_s = None


def _walk(checkout: Checkout) -> Sequence[HistoryCommit]:
    history = history_of(checkout)
    if _is_line(history) and history[0].id == checkout.commit:
        return history
    known = {one.id: one for one in history}
    found = []
    one = known.get(checkout.commit)
    while one is not None:
        found.append(one)
        one = known.get(one.parents[0]) if one.parents else None
    return found


def _is_line(history: Sequence[HistoryCommit]) -> bool:
    """Return whether each commit (newest first) is on top of the next one alone, and the last one of none."""
    if not history or history[-1].parents:
        return False
    return all(one.parents == (below.id,) for one, below in pairwise(history))


def brought_by(checkout: Checkout, merges: Collection[HistoryCommit]) -> dict[str, list[HistoryCommit]]:
    """Return the commits that merges brought to the branch, by merge."""
    known = {one.id: one for one in history_of(checkout)}
    own = {one.id for one in first_parents(checkout)}
    found: dict[str, list[HistoryCommit]] = {}
    for merge in merges:
        waiting, seen, brought = list(merge.parents[1:]), set(own), found.setdefault(merge.id, [])
        while waiting and len(seen) < len(own) + _MOST_BROUGHT:
            one = known.get(waiting.pop())
            if one is not None and one.id not in seen:
                seen.add(one.id)
                brought.append(one)
                waiting.extend(one.parents)
    return found


def changed_paths(checkout: Checkout, commits: Collection[HistoryCommit]) -> dict[str, set[str]]:
    """Return the files that commits of the branch changed, by commit: those of merges by what they brought."""
    brought = brought_by(checkout, [one for one in commits if one.is_merge])
    return {
        one.id: {change.path for each in (one, *brought.get(one.id, ())) for change in each.changes} for one in commits
    }
