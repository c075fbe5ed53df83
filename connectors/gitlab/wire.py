"""What is read of GitLab's answers; everything that may be absent has a default."""

from datetime import datetime

import msgspec

from connectors.common.whole import Whole


class Metadata(msgspec.Struct):
    """What a server is."""

    version: str = ""
    enterprise: bool | None = None


class Account(msgspec.Struct):
    """Somebody."""

    username: str = ""
    name: str = ""


class TokenFacts(msgspec.Struct):
    """What a personal access token tells of itself."""

    scopes: list[str] = []
    expires_at: str | None = None


class Access(msgspec.Struct):
    """A role as a number: 20 reads, 30 writes, 40 and more administer."""

    access_level: Whole = 0


class Permissions(msgspec.Struct):
    """The role in the project itself, and the one that its group gives."""

    project_access: Access | None = None
    group_access: Access | None = None


class Statistics(msgspec.Struct):
    """Sizes in bytes; only those with a right see them."""

    repository_size: Whole | None = None


class WireProject(msgspec.Struct):
    """A project."""

    path_with_namespace: str
    default_branch: str | None = None
    visibility: str = ""
    http_url_to_repo: str = ""
    web_url: str = ""
    description: str | None = None
    archived: bool = False
    last_activity_at: datetime | None = None
    permissions: Permissions | None = None
    statistics: Statistics | None = None
    ci_config_path: str | None = None


class Pointed(msgspec.Struct):
    """Something that has a commit's id."""

    id: str


class WireBranch(msgspec.Struct):
    """A branch."""

    name: str
    commit: Pointed
    protected: bool | None = None


class WireCommit(msgspec.Struct):
    """A commit."""

    id: str
    title: str = ""
    author_name: str = ""
    committed_date: datetime | None = None
    parent_ids: list[str] = []


class WireDiff(msgspec.Struct):
    """A file between two commits."""

    old_path: str
    new_path: str
    new_file: bool = False
    renamed_file: bool = False
    deleted_file: bool = False


class WireComparison(msgspec.Struct):
    """Two commits; ``commits`` are oldest first."""

    commits: list[WireCommit] = []
    diffs: list[WireDiff] = []
    compare_timeout: bool = False


class WireMerge(msgspec.Struct):
    """A merge request."""

    iid: Whole
    title: str
    state: str
    source_branch: str = ""
    target_branch: str = ""
    author: Account | None = None
    draft: bool = False
    updated_at: datetime | None = None
    web_url: str = ""


class WirePipeline(msgspec.Struct):
    """A pipeline."""

    id: Whole
    status: str
    iid: Whole | None = None
    name: str | None = None
    ref: str | None = None
    sha: str = ""
    source: str | None = None
    created_at: datetime | None = None
    updated_at: datetime | None = None
    web_url: str = ""


class WireStatus(msgspec.Struct):
    """A status of a commit; jobs of pipelines are among them."""

    name: str
    status: str
    description: str | None = None
    target_url: str | None = None
    created_at: datetime | None = None
    finished_at: datetime | None = None


class WireHook(msgspec.Struct):
    """A webhook; it does not tell whether it has a token. Old ones have null for events that came after them."""

    id: Whole
    url: str
    push_events: bool = False
    merge_requests_events: bool = False
    issues_events: bool = False
    pipeline_events: bool = False
    job_events: bool = False
    tag_push_events: bool | None = False
    note_events: bool | None = False
    releases_events: bool | None = False
    alert_status: str = "executable"


class WireIssue(msgspec.Struct):
    """An issue."""

    iid: Whole
    title: str
    state: str
    labels: list[str] = []
    web_url: str = ""
    updated_at: datetime | None = None


class ArtifactsFile(msgspec.Struct):
    """The archive of a job's artifacts."""

    filename: str = ""


class WireJob(msgspec.Struct):
    """A job of a pipeline."""

    id: Whole
    status: str
    artifacts_file: ArtifactsFile | None = None
