"""What a forge tells of a repository: given to the rules as data, because workers have no network."""

from __future__ import annotations

from msgspec import Struct


class ReviewFact(Struct, frozen=True):
    """A merged pull request: who wrote and approved it, whether checks were red, whether it was pushed to after."""

    number: int
    author: str
    approvers: tuple[str, ...] = ()
    merge_commit: str = ""
    merged_s: float = 0.0
    checks_failed: bool = False
    pushed_after_approval: bool = False
    merged_by: str = ""
    is_bypass: bool = False


class RunFact(Struct, frozen=True):
    """A run of the pipeline on the default branch; ``result`` is success, failure, cancelled; times in seconds."""

    id: str
    commit: str
    result: str
    began_s: float
    took_s: float
    stages: tuple[str, ...] = ()
    attempt: int = 1
    release: str = ""


class ProtectionFact(Struct, frozen=True):
    """Rules of the default branch; ``None``: the forge did not say."""

    forbids_force_push: bool | None = None
    forbids_deletion: bool | None = None
    required_reviews: int | None = None
    required_checks: tuple[str, ...] | None = None
    dismisses_stale_reviews: bool | None = None


class ForgeFacts(Struct, frozen=True):
    """``None`` or empty: not read, so rules that need it do not apply. ``admins`` are logins with admin rights."""

    default_branch: str = ""
    protection: ProtectionFact | None = None
    reviews: tuple[ReviewFact, ...] | None = None
    runs: tuple[RunFact, ...] | None = None
    admins: tuple[str, ...] | None = None
    read_s: float = 0.0


NOTHING_TOLD = ForgeFacts()
"""No forge was asked."""
