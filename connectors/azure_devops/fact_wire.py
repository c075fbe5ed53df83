"""What audits read of Azure DevOps' answers; everything that may be absent has a default."""

from datetime import datetime

import msgspec

from connectors.azure_devops.wire import Context, Person
from connectors.common.whole import Whole


class PolicyType(msgspec.Struct):
    """What a policy is."""

    id: str = ""


class PolicySettings(msgspec.Struct, rename="camel"):
    """What it asks for, as far as its type has it."""

    minimum_approver_count: Whole = 0
    reset_on_source_push: bool = False
    status_name: str = ""
    display_name: str | None = None


class Policy(msgspec.Struct, rename="camel"):
    """A branch policy."""

    is_enabled: bool = False
    is_blocking: bool = False
    is_deleted: bool = False
    type: PolicyType = msgspec.field(default_factory=PolicyType)
    settings: PolicySettings = msgspec.field(default_factory=PolicySettings)


class Reviewer(msgspec.Struct, rename="camel"):
    """A reviewer and their vote: 10 approved, 5 with suggestions; groups (containers) vote through members."""

    display_name: str = ""
    vote: Whole = 0
    is_container: bool | None = None


class Options(msgspec.Struct, rename="camel"):
    """How a pull request was completed."""

    bypass_policy: bool | None = None


class CommitRef(msgspec.Struct, rename="camel"):
    """A commit's id."""

    commit_id: str = ""


class CompletedPull(msgspec.Struct, rename="camel"):
    """A completed pull request."""

    pull_request_id: Whole
    created_by: Person | None = None
    closed_by: Person | None = None
    closed_date: datetime | None = None
    reviewers: list[Reviewer] = []
    last_merge_commit: CommitRef | None = None
    completion_options: Options | None = None


class PullStatus(msgspec.Struct, rename="camel"):
    """A status of a pull request, or of one of its pushes."""

    state: str = ""
    iteration_id: Whole | None = None
    context: Context | None = None


class Iteration(msgspec.Struct, rename="camel"):
    """A push to a pull request."""

    id: Whole
    created_date: datetime | None = None


class Property(msgspec.Struct):
    """A property of a thread."""

    value: str | int | bool | None = msgspec.field(name="$value", default=None)


class Thread(msgspec.Struct, rename="camel"):
    """A thread; votes are threads of the system."""

    published_date: datetime | None = None
    properties: dict[str, Property] | None = None


class TimelineRecord(msgspec.Struct, rename="camel"):
    """A stage, job or task of a build."""

    type: str = ""
    name: str = ""
    start_time: datetime | None = None
    result: str | None = None


class Timeline(msgspec.Struct):
    """What ran in a build."""

    records: list[TimelineRecord] = []
