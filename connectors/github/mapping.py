"""GitHub's answers as the domain's objects."""

from connectors.common.unix_time import unix_s
from connectors.github import wire
from connectors.github.words import change_kind, check_state, common_events, run_state
from console.domain.forge.commit import Branch, Commit, Comparison, FileChange
from console.domain.forge.pipeline_run import PipelineRun, RunState
from console.domain.forge.pull_request import PullRequest
from console.domain.forge.repository import Repository
from console.domain.forge.repository_note import CommitStatus, Issue, Webhook, Workflow
from console.domain.resource import ResourceRef

_MOST_FILES = 300  # GitHub tells no more of a comparison
_UNENDED = frozenset({RunState.QUEUED, RunState.RUNNING, RunState.WAITING, RunState.UNKNOWN})


class GitHubMapping:
    """Every object is of one connection."""

    def __init__(self, connection: str) -> None:
        self._connection = connection

    def repository(self, one: wire.WireRepository) -> Repository:
        """Return a repository."""
        return Repository(
            ref=ResourceRef(self._connection, "Repository", "", one.full_name),
            default_branch=one.default_branch,
            visibility=one.visibility or ("private" if one.private else "public"),
            clone_url=one.clone_url,
            web_url=one.html_url,
            description=one.description or "",
            language=one.language or "",
            archived=one.archived,
            size_kb=one.size,
            pushed_at_s=unix_s(one.pushed_at),
            rights=_rights(one.permissions),
        )

    def pull_request(self, path: str, one: wire.WirePull) -> PullRequest:
        """Return a pull request."""
        return PullRequest(
            ref=ResourceRef(self._connection, "PullRequest", path, str(one.number)),
            title=one.title,
            author=one.user.login if one.user else "",
            source=one.head.ref,
            target=one.base.ref,
            state="merged" if one.merged_at else one.state,
            draft=one.draft,
            updated_at_s=unix_s(one.updated_at),
            web_url=one.html_url,
        )

    def run(self, path: str, one: wire.WireRun) -> PipelineRun:
        """Return a workflow run; it ends with its last update."""
        state = run_state(one.status, one.conclusion)
        began_s, ended_s = unix_s(one.run_started_at or one.created_at), unix_s(one.updated_at)
        is_over = state not in _UNENDED and began_s is not None and ended_s is not None
        return PipelineRun(
            ref=ResourceRef(self._connection, "PipelineRun", path, str(one.id)),
            title=one.display_title or one.name or "",
            branch=one.head_branch or "",
            sha=one.head_sha,
            event=one.event,
            state=state,
            started_at_s=began_s,
            took_s=max(0.0, (ended_s or 0.0) - (began_s or 0.0)) if is_over else None,
            web_url=one.html_url,
        )


def branch(one: wire.WireBranch) -> Branch:
    """Return a branch."""
    return Branch(one.name, one.commit.sha, one.protected)


def commit(one: wire.WireCommit) -> Commit:
    """Return a commit."""
    text = one.commit
    author, committer = text.author or wire.Signature(), text.committer or wire.Signature()
    return Commit(
        sha=one.sha,
        subject=text.message.partition("\n")[0],
        author=author.name,
        at_s=unix_s(committer.date or author.date),
        parents=tuple(parent.sha for parent in one.parents),
    )


def comparison(base: str, head: str, one: wire.WireComparison) -> Comparison:
    """Return a comparison; GitHub tells the oldest commit first."""
    return Comparison(
        base=base,
        head=head,
        commits=tuple(commit(each) for each in reversed(one.commits)),
        files=tuple(FileChange(each.filename, change_kind(each.status), each.previous_filename) for each in one.files),
        behind=one.behind_by,
        cut=one.total_commits > len(one.commits) or len(one.files) >= _MOST_FILES,
    )


def workflow(one: wire.WireWorkflow) -> Workflow:
    """Return a workflow; people and the API call it by its file's name, those without a file by their number."""
    name = one.path.rpartition("/")[2]
    return Workflow(name if name.endswith((".yml", ".yaml")) else str(one.id), one.name, one.path)


def status(one: wire.WireStatus) -> CommitStatus:
    """Return a commit status."""
    return CommitStatus(one.context, one.state, one.description or "", one.target_url or "", unix_s(one.updated_at))


def check(one: wire.WireCheck) -> CommitStatus:
    """Return a check run, which stands beside the statuses."""
    state = check_state(one.status, one.conclusion)
    return CommitStatus(one.name, state, one.conclusion or one.status, one.html_url or "", unix_s(one.completed_at))


def webhook(one: wire.WireHook) -> Webhook:
    """Return a webhook; a secret is told as asterisks."""
    events = common_events(tuple(one.events))
    return Webhook(str(one.id), one.config.url, events, one.active, bool(one.config.secret))


def issue(one: wire.WireIssue) -> Issue:
    """Return an issue."""
    labels = tuple(label if isinstance(label, str) else label.name or "" for label in one.labels)
    return Issue(str(one.number), one.title, one.state, labels, one.html_url, unix_s(one.updated_at))


def _rights(permissions: wire.Permissions | None) -> tuple[str, ...]:
    if permissions is None:
        return ()
    told = (("read", permissions.pull), ("write", permissions.push), ("admin", permissions.admin))
    return tuple(name for name, is_given in told if is_given)
