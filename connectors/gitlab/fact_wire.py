"""What audits read of GitLab's answers; everything that may be absent has a default."""

from datetime import datetime

import msgspec

from connectors.common.whole import Whole
from connectors.gitlab.wire import Account


class AuditedProject(msgspec.Struct):
    """A project, as far as merging goes."""

    default_branch: str | None = None
    only_allow_merge_if_pipeline_succeeds: bool | None = None


class ProtectedBranch(msgspec.Struct):
    """A protected branch or pattern; nobody deletes one by pushing."""

    name: str = ""
    allow_force_push: bool = False


class ApprovalSettings(msgspec.Struct):
    """The approval settings of a project (Premium)."""

    approvals_before_merge: Whole | None = None
    reset_approvals_on_push: bool | None = None


class ApprovalRule(msgspec.Struct):
    """A rule that asks for approvals (Premium)."""

    approvals_required: Whole = 0
    applies_to_all_protected_branches: bool = False
    protected_branches: list[ProtectedBranch] = []


class MergedRequest(msgspec.Struct):
    """A merge request of the merged ones."""

    iid: Whole
    author: Account | None = None
    merge_user: Account | None = None
    merged_by: Account | None = None
    merged_at: datetime | None = None
    merge_commit_sha: str | None = None
    squash_commit_sha: str | None = None
    sha: str | None = None


class Approver(msgspec.Struct):
    """Somebody who approved, and when where the server tells."""

    user: Account
    approved_at: datetime | None = None


class Approvals(msgspec.Struct):
    """The approvals of a merge request."""

    approved_by: list[Approver] = []


class Version(msgspec.Struct):
    """A state of a merge request: each push makes one."""

    created_at: datetime | None = None
    head_commit_sha: str = ""


class RequestPipeline(msgspec.Struct):
    """A pipeline of a merge request."""

    id: Whole
    sha: str = ""
    status: str = ""


class RequestCommit(msgspec.Struct):
    """A commit of a merge request."""

    id: str


class PipelineJob(msgspec.Struct):
    """A job of a pipeline."""

    stage: str = ""
    status: str = ""
    started_at: datetime | None = None


class Member(msgspec.Struct):
    """A member, by inheritance too; 40 is a maintainer, 50 an owner."""

    username: str = ""
    access_level: Whole = 0
