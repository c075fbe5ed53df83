"""What is read of GitHub's answers; everything that may be absent has a default."""

from datetime import datetime

import msgspec

from connectors.common.whole import Whole


class Person(msgspec.Struct):
    """An account."""

    login: str = ""


class Permissions(msgspec.Struct):
    """What the token's owner may do."""

    admin: bool = False
    maintain: bool = False
    push: bool = False
    pull: bool = False


class WireRepository(msgspec.Struct):
    """A repository; ``size`` is in KiB."""

    full_name: str
    default_branch: str = ""
    private: bool = False
    visibility: str = ""
    clone_url: str = ""
    html_url: str = ""
    description: str | None = None
    language: str | None = None
    archived: bool = False
    size: Whole | None = None
    pushed_at: datetime | None = None
    permissions: Permissions | None = None


class Meta(msgspec.Struct):
    """What a server tells of itself; only Enterprise Server has a version."""

    installed_version: str = ""


class Pointed(msgspec.Struct):
    """Something that has a commit's id."""

    sha: str


class WireBranch(msgspec.Struct):
    """A branch."""

    name: str
    commit: Pointed
    protected: bool | None = None


class Signature(msgspec.Struct):
    """Who wrote or committed, and when."""

    name: str = ""
    date: datetime | None = None


class CommitText(msgspec.Struct):
    """A commit as git has it."""

    message: str = ""
    author: Signature | None = None
    committer: Signature | None = None


class WireCommit(msgspec.Struct):
    """A commit."""

    sha: str
    commit: CommitText
    parents: list[Pointed] = []


class WireFile(msgspec.Struct):
    """A file between two commits."""

    filename: str
    status: str = ""
    previous_filename: str = ""


class WireComparison(msgspec.Struct):
    """Two commits; ``commits`` are oldest first."""

    total_commits: Whole = 0
    behind_by: Whole | None = None
    commits: list[WireCommit] = []
    files: list[WireFile] = []


class Side(msgspec.Struct):
    """A branch of a pull request."""

    ref: str = ""


class WirePull(msgspec.Struct):
    """A pull request."""

    number: Whole
    title: str
    state: str
    head: Side
    base: Side
    user: Person | None = None
    draft: bool = False
    merged_at: datetime | None = None
    updated_at: datetime | None = None
    html_url: str = ""


class WireWorkflow(msgspec.Struct):
    """A workflow file."""

    id: Whole
    name: str
    path: str
    state: str = "active"


class Workflows(msgspec.Struct):
    """A page of workflows."""

    workflows: list[WireWorkflow] = []


class WireRun(msgspec.Struct):
    """A workflow run."""

    id: Whole
    display_title: str = ""
    name: str | None = None
    head_branch: str | None = None
    head_sha: str = ""
    event: str = ""
    status: str | None = None
    conclusion: str | None = None
    created_at: datetime | None = None
    run_started_at: datetime | None = None
    updated_at: datetime | None = None
    html_url: str = ""


class Runs(msgspec.Struct):
    """A page of runs."""

    workflow_runs: list[WireRun] = []


class WireStatus(msgspec.Struct):
    """A commit status."""

    context: str
    state: str
    description: str | None = None
    target_url: str | None = None
    updated_at: datetime | None = None


class WireCheck(msgspec.Struct):
    """A check run."""

    name: str
    status: str = ""
    conclusion: str | None = None
    html_url: str | None = None
    completed_at: datetime | None = None


class Checks(msgspec.Struct):
    """A page of check runs."""

    check_runs: list[WireCheck] = []


class HookConfig(msgspec.Struct, frozen=True):
    """``secret`` is told as asterisks when there is one."""

    url: str = ""
    secret: str | None = None


class WireHook(msgspec.Struct):
    """A webhook."""

    id: Whole
    active: bool = True
    events: list[str] = []
    config: HookConfig = HookConfig()


class Label(msgspec.Struct):
    """A label."""

    name: str | None = None


class WireIssue(msgspec.Struct):
    """An issue; pull requests are issues with ``pull_request``."""

    number: Whole
    title: str
    state: str
    labels: list[Label | str] = []
    html_url: str = ""
    updated_at: datetime | None = None
    pull_request: dict[str, object] | None = None


class SarifReceipt(msgspec.Struct):
    """What an upload is known by."""

    id: str


class SarifState(msgspec.Struct):
    """How far an upload is: pending, complete, failed."""

    processing_status: str = "pending"
    errors: list[str] | None = None


class WireAnalysis(msgspec.Struct):
    """Findings that code scanning has taken."""

    commit_sha: str
    sarif_id: str = ""


class DispatchedRun(msgspec.Struct):
    """What a dispatch tells of the run that it has started."""

    workflow_run_id: Whole


class WireArtifact(msgspec.Struct):
    """An artifact of a workflow run."""

    id: Whole
    name: str
    expired: bool = False


class Artifacts(msgspec.Struct):
    """A page of artifacts."""

    artifacts: list[WireArtifact]
