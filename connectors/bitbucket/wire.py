"""What is read of Bitbucket's answers; everything that may be absent has a default."""

from datetime import datetime
from typing import Generic, TypeVar

import msgspec

from connectors.common.whole import Whole

Item = TypeVar("Item")


class Page(msgspec.Struct, Generic[Item]):
    """A page of a list; only these two are promised, and ``next`` is opaque."""

    values: list[Item]
    next: str | None = None


class Link(msgspec.Struct):
    """An address; clone links have a name."""

    href: str = ""
    name: str = ""


class Links(msgspec.Struct):
    """Addresses of an object."""

    html: Link | None = None
    clone: list[Link] = []


class Named(msgspec.Struct):
    """A branch, a person, a component, a selector: something with a name."""

    name: str | None = None
    slug: str | None = None
    display_name: str | None = None


class WireRepository(msgspec.Struct):
    """A repository."""

    full_name: str
    is_private: bool | None = None
    mainbranch: Named | None = None
    links: Links | None = None
    description: str | None = None
    language: str | None = None
    size: Whole | None = None
    updated_on: datetime | None = None


class Membership(msgspec.Struct):
    """A workspace of the user."""

    workspace: Named


class Author(msgspec.Struct):
    """``raw`` is ``Name <address>`` as in the commit; ``user`` the account, if any."""

    raw: str = ""
    user: Named | None = None


class Parent(msgspec.Struct):
    """A commit's hash alone."""

    hash: str


class WireCommit(msgspec.Struct):
    """A commit."""

    hash: str
    message: str = ""
    author: Author | None = None
    date: datetime | None = None
    parents: list[Parent] = []


class WireBranch(msgspec.Struct):
    """A branch and its newest commit."""

    name: str
    target: Parent


class ChangedFile(msgspec.Struct):
    """One side of a changed file."""

    path: str = ""


class Diffstat(msgspec.Struct):
    """A changed file; a side is null when it is not there."""

    status: str
    old: ChangedFile | None = None
    new: ChangedFile | None = None


class Side(msgspec.Struct):
    """Where a pull request comes from or goes to; the branch is null when its repository is gone."""

    branch: Named | None = None


class WirePullRequest(msgspec.Struct):
    """A pull request."""

    id: Whole
    title: str
    state: str
    author: Named | None = None
    source: Side | None = None
    destination: Side | None = None
    draft: bool = False
    updated_on: datetime | None = None
    links: Links | None = None


class Selector(msgspec.Struct):
    """Which part of the pipelines' file: ``branches``, ``custom``, ``default``, ... and its name."""

    type: str = ""
    pattern: str | None = None


class Target(msgspec.Struct):
    """What a pipeline ran on."""

    ref_name: str | None = None
    source: str | None = None
    commit: Parent | None = None
    selector: Selector | None = None


class State(msgspec.Struct):
    """PENDING, IN_PROGRESS with a stage, or COMPLETED with a result."""

    name: str = ""
    stage: Named | None = None
    result: Named | None = None


class Owned(msgspec.Struct):
    """A repository of which only the addresses matter."""

    links: Links | None = None


class WirePipeline(msgspec.Struct):
    """A run of a pipeline."""

    build_number: Whole
    state: State | None = None
    target: Target | None = None
    trigger: Named | None = None
    repository: Owned | None = None
    created_on: datetime | None = None
    completed_on: datetime | None = None
    duration_in_seconds: Whole | None = None


class WireStatus(msgspec.Struct):
    """A status of a commit."""

    key: str
    state: str
    url: str | None = None
    description: str | None = None
    updated_on: datetime | None = None


class WireHook(msgspec.Struct):
    """A webhook."""

    uuid: str
    url: str
    events: list[str] = []
    active: bool = True
    secret_set: bool | None = None


class WireIssue(msgspec.Struct):
    """An issue."""

    id: Whole
    title: str
    state: str
    kind: str | None = None
    component: Named | None = None
    updated_on: datetime | None = None
    links: Links | None = None


class Download(msgspec.Struct):
    """A file among a repository's downloads."""

    name: str
