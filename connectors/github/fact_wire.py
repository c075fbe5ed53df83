"""What audits read of GitHub's answers; everything that may be absent has a default."""

from datetime import datetime

import msgspec

from connectors.common.whole import Whole
from connectors.github.wire import Person


class BranchState(msgspec.Struct):
    """A branch; ``protected`` is told to everybody, how is not."""

    protected: bool = False


class RuleParameters(msgspec.Struct):
    """What a rule asks for, as far as its type has it."""

    required_approving_review_count: Whole = 0
    dismiss_stale_reviews_on_push: bool = False
    required_status_checks: list[dict[str, object]] = []


class BranchRule(msgspec.Struct):
    """A rule of a ruleset that is active for a branch."""

    type: str
    parameters: RuleParameters = msgspec.field(default_factory=RuleParameters)


class Switch(msgspec.Struct):
    """A setting that is on or off."""

    enabled: bool = False


class RequiredReviews(msgspec.Struct):
    """Reviews that the classic protection asks for."""

    required_approving_review_count: Whole = 0
    dismiss_stale_reviews: bool = False


class RequiredChecks(msgspec.Struct):
    """Checks that the classic protection asks for."""

    contexts: list[str] = []


class ClassicProtection(msgspec.Struct):
    """The protection of one branch."""

    allow_force_pushes: Switch = msgspec.field(default_factory=Switch)
    allow_deletions: Switch = msgspec.field(default_factory=Switch)
    required_pull_request_reviews: RequiredReviews | None = None
    required_status_checks: RequiredChecks | None = None


class Head(msgspec.Struct):
    """Where a pull request comes from."""

    sha: str = ""


class ClosedPull(msgspec.Struct):
    """A closed pull request; it was merged when it has the time."""

    number: Whole
    user: Person | None = None
    head: Head = msgspec.field(default_factory=Head)
    merged_at: datetime | None = None
    merge_commit_sha: str | None = None


class MergedPull(msgspec.Struct):
    """What only a pull request of its own tells."""

    merged_by: Person | None = None


class Review(msgspec.Struct):
    """A review: APPROVED, CHANGES_REQUESTED, COMMENTED, DISMISSED, PENDING; of which commit."""

    state: str = ""
    user: Person | None = None
    commit_id: str | None = None


class PullCheck(msgspec.Struct):
    """A check run of a pull request's newest commit."""

    name: str = ""
    conclusion: str | None = None
    completed_at: datetime | None = None


class PullChecks(msgspec.Struct):
    """A page of check runs."""

    check_runs: list[PullCheck] = []


class AuditedRun(msgspec.Struct):
    """A workflow run."""

    id: Whole
    workflow_id: Whole = 0
    head_branch: str | None = None
    head_sha: str = ""
    event: str = ""
    status: str | None = None
    conclusion: str | None = None
    run_attempt: Whole = 1
    created_at: datetime | None = None
    run_started_at: datetime | None = None
    updated_at: datetime | None = None


class AuditedRuns(msgspec.Struct):
    """A page of runs."""

    workflow_runs: list[AuditedRun] = []


class RunJob(msgspec.Struct):
    """A job of a run."""

    name: str = ""
    conclusion: str | None = None
    started_at: datetime | None = None


class RunJobs(msgspec.Struct):
    """A page of jobs."""

    jobs: list[RunJob] = []


class RuleSuite(msgspec.Struct):
    """How a push was judged by the rules of its branch."""

    after_sha: str = ""
    result: str = ""
