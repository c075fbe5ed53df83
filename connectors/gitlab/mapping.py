"""GitLab's answers as the domain's objects."""

from connectors.common.unix_time import unix_s
from connectors.gitlab import wire
from connectors.gitlab.words import ENDED, TOLD_EVENTS, issue_state, pull_state, run_state, status_state
from console.domain.forge.commit import Branch, Commit, Comparison, FileChange
from console.domain.forge.pipeline_run import PipelineRun
from console.domain.forge.pull_request import PullRequest
from console.domain.forge.repository import Repository
from console.domain.forge.repository_note import CommitStatus, Issue, Webhook
from console.domain.resource import ResourceRef

_ROLES = (("read", 20), ("write", 30), ("admin", 40))


class GitLabMapping:
    """Every object is of one connection."""

    def __init__(self, connection: str) -> None:
        self._connection = connection

    def repository(self, one: wire.WireProject) -> Repository:
        """Return a project as a repository; GitLab does not tell its language here."""
        size = one.statistics.repository_size if one.statistics is not None else None
        return Repository(
            ref=ResourceRef(self._connection, "Repository", "", one.path_with_namespace),
            default_branch=one.default_branch or "",
            visibility=one.visibility,
            clone_url=one.http_url_to_repo,
            web_url=one.web_url,
            description=one.description or "",
            archived=one.archived,
            size_kb=None if size is None else size // 1024,
            pushed_at_s=unix_s(one.last_activity_at),
            rights=_rights(one.permissions),
        )

    def pull_request(self, path: str, one: wire.WireMerge) -> PullRequest:
        """Return a merge request."""
        return PullRequest(
            ref=ResourceRef(self._connection, "PullRequest", path, str(one.iid)),
            title=one.title,
            author=one.author.name or one.author.username if one.author else "",
            source=one.source_branch,
            target=one.target_branch,
            state=pull_state(one.state),
            draft=one.draft,
            updated_at_s=unix_s(one.updated_at),
            web_url=one.web_url,
        )

    def run(self, path: str, one: wire.WirePipeline) -> PipelineRun:
        """Return a pipeline; lists do not tell its duration, but when it last changed."""
        state, began_s, changed_s = run_state(one.status), unix_s(one.created_at), unix_s(one.updated_at)
        is_over = state in ENDED and began_s is not None and changed_s is not None
        return PipelineRun(
            ref=ResourceRef(self._connection, "PipelineRun", path, str(one.id)),
            title=one.name or f"#{one.iid or one.id}",
            branch=one.ref or "",
            sha=one.sha,
            event=one.source or "",
            state=state,
            started_at_s=began_s,
            took_s=max(0.0, (changed_s or 0.0) - (began_s or 0.0)) if is_over else None,
            web_url=one.web_url,
        )


def branch(one: wire.WireBranch) -> Branch:
    """Return a branch."""
    return Branch(one.name, one.commit.id, one.protected)


def commit(one: wire.WireCommit) -> Commit:
    """Return a commit."""
    return Commit(one.id, one.title, one.author_name, unix_s(one.committed_date), tuple(one.parent_ids))


def comparison(base: str, head: str, one: wire.WireComparison) -> Comparison:
    """Return a comparison; GitLab tells the oldest commit first, and not how far the base is ahead."""
    return Comparison(
        base=base,
        head=head,
        commits=tuple(commit(each) for each in reversed(one.commits)),
        files=tuple(FileChange(each.new_path, _kind(each), _old_path(each)) for each in one.diffs),
        cut=one.compare_timeout,
    )


def status(one: wire.WireStatus) -> CommitStatus:
    """Return a commit status."""
    at_s = unix_s(one.finished_at or one.created_at)
    return CommitStatus(one.name, status_state(one.status), one.description or "", one.target_url or "", at_s)


def webhook(one: wire.WireHook) -> Webhook:
    """Return a webhook."""
    events = tuple(common for native, common in TOLD_EVENTS.items() if getattr(one, native))
    return Webhook(str(one.id), one.url, events, one.alert_status == "executable")


def issue(one: wire.WireIssue) -> Issue:
    """Return an issue by its number in the project."""
    return Issue(
        str(one.iid), one.title, issue_state(one.state), tuple(one.labels), one.web_url, unix_s(one.updated_at)
    )


def _rights(permissions: wire.Permissions | None) -> tuple[str, ...]:
    if permissions is None:
        return ()
    levels = (permissions.project_access, permissions.group_access)
    level = max((one.access_level for one in levels if one is not None), default=0)
    return tuple(name for name, least in _ROLES if level >= least)


def _kind(one: wire.WireDiff) -> str:
    if one.new_file:
        return "added"
    if one.deleted_file:
        return "removed"
    return "renamed" if one.renamed_file else "changed"


def _old_path(one: wire.WireDiff) -> str:
    return one.old_path if one.renamed_file else ""
