"""What audits read of Bitbucket's answers; everything that may be absent has a default."""

from datetime import datetime

import msgspec

from connectors.bitbucket.wire import Named, Parent, State
from connectors.common.whole import Whole


class Restriction(msgspec.Struct):
    """A restriction of branches: by a pattern, or by what the branching model calls them."""

    kind: str
    branch_match_kind: str = "glob"
    branch_type: str | None = None
    pattern: str | None = None
    value: Whole | None = None


class Participant(msgspec.Struct):
    """Somebody in a pull request."""

    user: Named | None = None
    approved: bool = False


class PullSide(msgspec.Struct):
    """A side of a pull request with its newest commit."""

    commit: Parent | None = None


class MergedPull(msgspec.Struct):
    """A merged pull request; ``participants`` only where it is asked for by itself."""

    id: Whole
    author: Named | None = None
    closed_by: Named | None = None
    merge_commit: Parent | None = None
    source: PullSide | None = None
    participants: list[Participant] = []
    updated_on: datetime | None = None


class PullStatus(msgspec.Struct):
    """A status of a pull request's newest commit."""

    key: str = ""
    state: str = ""
    updated_on: datetime | None = None


class Approval(msgspec.Struct):
    """An approval among the activity."""

    date: datetime | None = None
    user: Named | None = None


class Update(msgspec.Struct):
    """A change among the activity: of the state, the title, or the newest commit."""

    date: datetime | None = None
    state: str = ""
    source: PullSide | None = None


class Activity(msgspec.Struct):
    """What happened to a pull request, newest first."""

    approval: Approval | None = None
    update: Update | None = None


class RunTarget(msgspec.Struct):
    """What a pipeline ran on."""

    ref_name: str | None = None
    commit: Parent | None = None
    selector: Named | None = None


class AuditedPipeline(msgspec.Struct):
    """A run of a pipeline."""

    uuid: str
    build_number: Whole
    state: State | None = None
    target: RunTarget | None = None
    created_on: datetime | None = None
    completed_on: datetime | None = None


class Step(msgspec.Struct):
    """A step of a pipeline."""

    name: str | None = None
    started_on: datetime | None = None


class Permission(msgspec.Struct):
    """What a user may do."""

    permission: str = ""
    user: Named | None = None
