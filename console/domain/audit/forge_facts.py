"""What a forge tells of a repository: read before an audit and given to the rules as data, for workers ask no forge."""

from hashlib import sha256

import msgspec
from msgspec import Struct
from msgspec.structs import replace


class ReviewFact(Struct, frozen=True):
    """A merged pull request: who wrote and approved it, whether checks were red, whether it was pushed to after.

    ``merged_s`` is unix seconds. ``commits`` are those that it brought, where they came as they were (fast-forward).
    ``is_bypass``: it was merged although the branch's rules did not allow it.
    """

    number: int
    author: str
    approvers: tuple[str, ...] = ()
    merge_commit: str = ""
    merged_s: float = 0.0
    checks_failed: bool = False
    pushed_after_approval: bool = False
    merged_by: str = ""
    is_bypass: bool = False
    commits: tuple[str, ...] = ()


class RunFact(Struct, frozen=True):
    """A run of a pipeline on the default branch, or of a release (``release`` is its tag).

    ``result`` is success, failure, cancelled; times are in seconds. ``workflow`` is which of several pipelines it was.
    """

    id: str
    commit: str
    result: str
    began_s: float
    took_s: float
    stages: tuple[str, ...] = ()
    attempt: int = 1
    release: str = ""
    workflow: str = ""


class ProtectionFact(Struct, frozen=True):
    """Rules of the default branch; ``None``: the forge did not say."""

    forbids_force_push: bool | None = None
    forbids_deletion: bool | None = None
    required_reviews: int | None = None
    required_checks: tuple[str, ...] | None = None
    dismisses_stale_reviews: bool | None = None


class ForgeFacts(Struct, frozen=True):
    """``None`` or empty: not told, so rules that need it do not apply. ``admins`` are logins with admin rights.

    ``trouble`` says why the forge could not be asked (no network, too many requests): then its rules are "not run".
    ``read_s`` is when it was asked, in unix seconds.
    """

    default_branch: str = ""
    protection: ProtectionFact | None = None
    reviews: tuple[ReviewFact, ...] | None = None
    runs: tuple[RunFact, ...] | None = None
    admins: tuple[str, ...] | None = None
    read_s: float = 0.0
    trouble: str = ""


NOTHING_TOLD = ForgeFacts()
"""No forge was asked."""


def facts_digest(facts: ForgeFacts) -> str:
    """Return what stands for the content of facts: the same when the forge says the same at another time."""
    return sha256(msgspec.json.encode(replace(facts, read_s=0.0))).hexdigest()[:20]
