"""What is read of Azure DevOps' answers; everything that may be absent has a default."""

from datetime import datetime
from typing import Any, Generic, TypeVar

import msgspec

from connectors.common.whole import Whole

Item = TypeVar("Item")


class Answered(msgspec.Struct, Generic[Item]):
    """A list as it comes: wrapped with its count."""

    value: list[Item]


class Project(msgspec.Struct):
    """A team project."""

    id: str
    name: str
    visibility: str | None = None


class Person(msgspec.Struct, rename="camel"):
    """An account, or the author of a commit (``name``)."""

    display_name: str | None = None
    name: str | None = None
    date: datetime | None = None


class WireRepository(msgspec.Struct, rename="camel"):
    """A repository; a list of all has the same shape as one of them."""

    id: str
    name: str
    project: Project
    default_branch: str | None = None
    remote_url: str | None = None
    web_url: str | None = None
    size: Whole | None = None
    is_disabled: bool = False


class Ref(msgspec.Struct, rename="camel"):
    """A branch by its full name."""

    name: str
    object_id: str


class WireCommit(msgspec.Struct, rename="camel"):
    """A commit; lists leave the parents out, and end the message early."""

    commit_id: str
    comment: str | None = None
    author: Person | None = None
    committer: Person | None = None
    parents: list[str] | None = None


class ChangedItem(msgspec.Struct, rename="camel"):
    """A file or a folder."""

    path: str = ""
    is_folder: bool | None = None


class Change(msgspec.Struct, rename="camel"):
    """What happened to an item; several kinds may be joined by commas."""

    change_type: str = ""
    item: ChangedItem | None = None
    source_server_item: str | None = None
    original_path: str | None = None


class Diffs(msgspec.Struct, rename="camel"):
    """What lies between two versions."""

    changes: list[Change] = []
    ahead_count: Whole | None = None
    behind_count: Whole | None = None
    all_changes_included: bool | None = None


class WirePullRequest(msgspec.Struct, rename="camel"):
    """A pull request."""

    pull_request_id: Whole
    title: str
    status: str
    source_ref_name: str
    target_ref_name: str
    created_by: Person | None = None
    creation_date: datetime | None = None
    closed_date: datetime | None = None
    is_draft: bool | None = None


class Link(msgspec.Struct):
    """An address."""

    href: str = ""


class Links(msgspec.Struct):
    """Addresses of an object; only the page is read."""

    web: Link | None = None
    html: Link | None = None


class Definition(msgspec.Struct):
    """A build definition: the same number as the pipeline's."""

    id: Whole
    name: str = ""
    path: str | None = None


class Build(msgspec.Struct, rename="camel"):
    """A build: a run of a pipeline."""

    id: Whole
    build_number: str | None = None
    status: str | None = None
    result: str | None = None
    queue_time: datetime | None = None
    start_time: datetime | None = None
    finish_time: datetime | None = None
    source_branch: str | None = None
    source_version: str | None = None
    reason: str | None = None
    definition: Definition | None = None
    links: Links | None = msgspec.field(name="_links", default=None)


class Context(msgspec.Struct):
    """What a status is called; the genre groups them."""

    name: str = ""
    genre: str | None = None


class WireStatus(msgspec.Struct, rename="camel"):
    """A status of a commit."""

    state: str = "notSet"
    context: Context | None = None
    description: str | None = None
    target_url: str | None = None
    creation_date: datetime | None = None
    updated_date: datetime | None = None


class Subscription(msgspec.Struct, rename="camel"):
    """A service hook; secret inputs come masked."""

    id: str
    event_type: str
    consumer_id: str = ""
    status: str | None = None
    publisher_inputs: dict[str, str | None] | None = None
    consumer_inputs: dict[str, str | None] | None = None


class StateColor(msgspec.Struct):
    """A state of a kind of work item; the category says whether it is the end."""

    name: str
    category: str | None = None


class WorkItemType(msgspec.Struct, rename="camel"):
    """A kind of work item of a project."""

    name: str
    states: list[StateColor] | None = None
    is_disabled: bool | None = None


class WorkItem(msgspec.Struct):
    """A work item; what its fields hold depends on the process."""

    fields: dict[str, Any]
    id: Whole | None = None
    links: Links | None = msgspec.field(name="_links", default=None)


class Found(msgspec.Struct):
    """A work item's number alone."""

    id: Whole


class QueryResult(msgspec.Struct, rename="camel"):
    """What a query of work items found."""

    work_items: list[Found] = []


class WireArtifact(msgspec.Struct):
    """An artifact of a build."""

    name: str
