"""Bitbucket's answers as the domain's objects."""

from urllib.parse import urlsplit, urlunsplit

from connectors.bitbucket import wire
from connectors.bitbucket.words import change_kind, common_events, issue_state, pull_state, run_state, status_state
from connectors.common.unix_time import unix_s
from console.domain.forge.commit import Branch, Commit, FileChange
from console.domain.forge.pipeline_run import PipelineRun
from console.domain.forge.pull_request import PullRequest
from console.domain.forge.repository import Repository
from console.domain.forge.repository_note import CommitStatus, Issue, Webhook
from console.domain.resource import ResourceRef


class BitbucketMapping:
    """Every object is of one connection."""

    def __init__(self, connection: str) -> None:
        self._connection = connection

    def repository(self, one: wire.WireRepository, rights: tuple[str, ...] = ()) -> Repository:
        """Return a repository; its clone address never holds the user's name."""
        visibility = {True: "private", False: "public", None: ""}[one.is_private]
        return Repository(
            ref=ResourceRef(self._connection, "Repository", "", one.full_name),
            default_branch=_name(one.mainbranch),
            visibility=visibility,
            clone_url=_clone_url(one.links),
            web_url=_web(one.links),
            description=one.description or "",
            language=one.language or "",
            size_kb=None if one.size is None else one.size // 1024,
            pushed_at_s=unix_s(one.updated_on),
            rights=rights,
        )

    def pull_request(self, path: str, one: wire.WirePullRequest) -> PullRequest:
        """Return a pull request."""
        return PullRequest(
            ref=ResourceRef(self._connection, "PullRequest", path, str(one.id)),
            title=one.title,
            author=_name(one.author),
            source=_name(one.source.branch) if one.source else "",
            target=_name(one.destination.branch) if one.destination else "",
            state=pull_state(one.state),
            draft=one.draft,
            updated_at_s=unix_s(one.updated_on),
            web_url=_web(one.links),
        )

    def run(self, path: str, one: wire.WirePipeline) -> PipelineRun:
        """Return a pipeline's run; its number is what people call it."""
        target, state = one.target or wire.Target(), one.state or wire.State()
        selector = target.selector or wire.Selector()
        place = _web(one.repository.links if one.repository else None) or f"https://bitbucket.org/{path}"
        return PipelineRun(
            ref=ResourceRef(self._connection, "PipelineRun", path, str(one.build_number)),
            title=selector.pattern or selector.type or f"#{one.build_number}",
            branch=target.ref_name or target.source or "",
            sha=target.commit.hash if target.commit else "",
            event=_name(one.trigger).lower(),
            state=run_state(state.name, _name(state.stage), _name(state.result)),
            started_at_s=unix_s(one.created_on),
            took_s=_took_s(one),
            web_url=f"{place}/pipelines/results/{one.build_number}",
        )


def branch(one: wire.WireBranch) -> Branch:
    """Return a branch; whether it is protected takes rights of an administrator to know."""
    return Branch(one.name, one.target.hash)


def commit(one: wire.WireCommit) -> Commit:
    """Return a commit with the account's name, or else the one in the commit itself."""
    author = one.author or wire.Author()
    return Commit(
        sha=one.hash,
        subject=one.message.strip().partition("\n")[0],
        author=_name(author.user) or author.raw.partition("<")[0].strip(),
        at_s=unix_s(one.date),
        parents=tuple(parent.hash for parent in one.parents),
    )


def file_change(one: wire.Diffstat) -> FileChange:
    """Return a changed file under its present name."""
    old = one.old.path if one.old else ""
    new = one.new.path if one.new else ""
    kind = change_kind(one.status)
    return FileChange(new or old, kind, old if kind == "renamed" else "")


def status(one: wire.WireStatus) -> CommitStatus:
    """Return a commit status."""
    return CommitStatus(one.key, status_state(one.state), one.description or "", one.url or "", unix_s(one.updated_on))


def webhook(one: wire.WireHook) -> Webhook:
    """Return a webhook."""
    return Webhook(one.uuid, one.url, common_events(tuple(one.events)), one.active, one.secret_set)


def issue(one: wire.WireIssue) -> Issue:
    """Return an issue; kind and component stand for labels."""
    labels = tuple(label for label in (one.kind or "", _name(one.component)) if label)
    return Issue(str(one.id), one.title, issue_state(one.state), labels, _web(one.links), unix_s(one.updated_on))


def _took_s(one: wire.WirePipeline) -> float | None:
    if one.completed_on is None or one.created_on is None:
        return None
    took_s = (one.completed_on - one.created_on).total_seconds()
    return float(one.duration_in_seconds) if one.duration_in_seconds is not None else took_s


def _name(one: wire.Named | None) -> str:
    return (one.display_name or one.name or "") if one is not None else ""


def _web(links: wire.Links | None) -> str:
    return links.html.href if links is not None and links.html is not None else ""


def _clone_url(links: wire.Links | None) -> str:
    href = next((one.href for one in links.clone if one.name in {"https", "http"}), "") if links is not None else ""
    parts = urlsplit(href)
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2])) if href else ""
