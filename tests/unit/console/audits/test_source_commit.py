"""Which commits mend a fault, by the fault they name. Proves G1.2, G1.11 (TDD01)."""

import pytest

from console.audits.repository.history import HistoryCommit
from console.audits.source_commit import SourceCommit


@pytest.mark.parametrize(
    ("subject", "is_fix"),
    [
        ("Resolve race condition in worker start", True),
        ("Resolves a race between two readers", True),
        ("Prevent deadlock on shutdown", True),
        ("Avoid a possible memory leak in the cache", True),
        ("Plug file handle leak", True),
        ("Plug socket leak", True),
        ("avoid infinite loop while parsing", True),
        ("Prevent NPE for empty baskets", True),
        ("🐛 Handle a missing locale", True),
        ("🚑️ Stop the worker twice", True),
        (":ambulance: Stop the worker twice", True),
        ("✨ Ask for the locale", False),
        ("📝 🐛 in the guide", False),
        ("Resolve names through the new client", False),
        ("Prevent access without a token", False),
        ("Add a race detector to the build", False),
        ("Avoid copies of large lists", False),
        ("docs: avoid deadlocks in workers", False),
    ],
)
def test_a_named_fault_that_is_taken_away_is_a_fix(subject: str, *, is_fix: bool) -> None:
    commit = HistoryCommit("1", (), "Ann", "a@b.c", 0, "Ann", "a@b.c", 0, "", subject, "", ())
    assert SourceCommit(commit, has_test=False, files=1).is_fix is is_fix
