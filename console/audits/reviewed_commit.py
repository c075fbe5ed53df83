"""Which commits of the default branch came through a pull request."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from console.audits.repository.history import history_of

if TYPE_CHECKING:
    from console.audits.repository.checkout import Checkout
    from console.audits.repository.history import HistoryCommit

_NUMBER = re.compile(
    r"\((?:#|!|pull request #|PR #?)\d+\)\s*$|^Merged? (pull request|PR) #?\d+|^Merged "
    r"PR \d+:",
    re.I,
)
_IN_BODY = re.compile(
    r"^(See merge request \S*!\d+|Reviewed-on: |Pull-Request: |Approved-by: |PR-URL: |Differential Revision: )", re.M
)


def first_parents(checkout: Checkout) -> tuple[HistoryCommit, ...]:
    """Return the commits of the branch itself, newest first: what merges brought is not among them."""
    return checkout.once("first-parents", lambda: tuple(_walk(checkout)))


def belongs_to_review(checkout: Checkout, commit: HistoryCommit) -> bool:
    """Return whether a commit says that it came through a pull request, or the forge does."""
    merged = checkout.once(
        "merge-commits", lambda: frozenset(one.merge_commit for one in checkout.forge.reviews or () if one.merge_commit)
    )
    return commit.id in merged or bool(_NUMBER.search(commit.subject) or _IN_BODY.search(commit.body))


def _walk(checkout: Checkout) -> list[HistoryCommit]:
    known = {one.id: one for one in history_of(checkout)}
    found = []
    one = known.get(checkout.commit)
    while one is not None:
        found.append(one)
        one = known.get(one.parents[0]) if one.parents else None
    return found
