"""Azure DevOps' answers as the domain's objects."""

from urllib.parse import quote, urlsplit, urlunsplit

from connectors.azure_devops import wire, words
from connectors.common.unix_time import unix_s
from console.domain.forge.commit import Branch, Commit, FileChange
from console.domain.forge.pipeline_run import PipelineRun
from console.domain.forge.pull_request import PullRequest
from console.domain.forge.repository import Repository
from console.domain.forge.repository_note import CommitStatus, Webhook, Workflow
from console.domain.resource import ResourceRef


class AzureMapping:
    """Every object is of one connection; ``web`` is the organization's address in a browser."""

    def __init__(self, connection: str, web: str) -> None:
        self._connection = connection
        self._web = web

    def repository(self, one: wire.WireRepository, rights: tuple[str, ...] = ()) -> Repository:
        """Return a repository; its clone address never holds the organization as a user's name."""
        path = f"{one.project.name}/{one.name}"
        place = self._page(path)
        return Repository(
            ref=ResourceRef(self._connection, "Repository", "", path),
            default_branch=words.branch_name(one.default_branch or ""),
            visibility=one.project.visibility or "",
            clone_url=_anonymous(one.remote_url or place),
            web_url=_anonymous(one.web_url or place),
            archived=one.is_disabled,
            size_kb=None if one.size is None else one.size // 1024,
            rights=rights,
        )

    def pull_request(self, path: str, one: wire.WirePullRequest) -> PullRequest:
        """Return a pull request; Azure DevOps does not tell when an open one was last changed."""
        return PullRequest(
            ref=ResourceRef(self._connection, "PullRequest", path, str(one.pull_request_id)),
            title=one.title,
            author=_person(one.created_by),
            source=words.branch_name(one.source_ref_name),
            target=words.branch_name(one.target_ref_name),
            state=words.pull_state(one.status),
            draft=bool(one.is_draft),
            updated_at_s=unix_s(one.closed_date or one.creation_date),
            web_url=f"{self._page(path)}/pullrequest/{one.pull_request_id}",
        )

    def run(self, path: str, one: wire.Build) -> PipelineRun:
        """Return a build."""
        began = one.start_time or one.queue_time
        took_s = (one.finish_time - began).total_seconds() if one.finish_time and began else None
        project = quote(path.partition("/")[0], safe="")
        return PipelineRun(
            ref=ResourceRef(self._connection, "PipelineRun", path, str(one.id)),
            title=" ".join(part for part in (_title(one.definition), one.build_number or "") if part),
            branch=words.branch_name(one.source_branch or ""),
            sha=one.source_version or "",
            event=words.run_event(one.reason or ""),
            state=words.run_state(one.status or "", one.result or ""),
            started_at_s=unix_s(began),
            took_s=took_s,
            web_url=_href(one.links) or f"{self._web}/{project}/_build/results?buildId={one.id}",
        )

    def _page(self, path: str) -> str:
        project, _, name = path.partition("/")
        return f"{self._web}/{quote(project, safe='')}/_git/{quote(name, safe='')}"


def branch(one: wire.Ref) -> Branch:
    """Return a branch; its policies are not asked for."""
    return Branch(words.branch_name(one.name), one.object_id)


def commit(one: wire.WireCommit) -> Commit:
    """Return a commit."""
    return Commit(
        sha=one.commit_id,
        subject=(one.comment or "").strip().partition("\n")[0],
        author=_person(one.author),
        at_s=unix_s(one.committer.date if one.committer else None),
        parents=tuple(one.parents or ()),
    )


def file_changes(changes: list[wire.Change]) -> tuple[FileChange, ...]:
    """Return the changed files; folders are told, too, and left out."""
    found = []
    for one in changes:
        if one.item is None or one.item.is_folder:
            continue
        kind = words.change_kind(one.change_type)
        old = (one.source_server_item or one.original_path or "") if kind == "renamed" else ""
        found.append(FileChange(one.item.path.lstrip("/"), kind, old.lstrip("/")))
    return tuple(found)


def workflow(one: wire.Definition) -> Workflow:
    """Return a pipeline that can be started, in its folder."""
    folder = (one.path or "").replace("\\", "/").strip("/")
    return Workflow(str(one.id), one.name, f"{folder}/{one.name}" if folder else one.name)


def context_name(one: wire.Context | None) -> str:
    """Return a status' context in one word: ``genre/name``."""
    one = one or wire.Context()
    return f"{one.genre}/{one.name}" if one.genre else one.name


def status(one: wire.WireStatus) -> CommitStatus:
    """Return a commit status."""
    return CommitStatus(
        context=context_name(one.context),
        state=words.status_state(one.state),
        description=one.description or "",
        web_url=(one.target_url or "").strip(),
        at_s=unix_s(one.updated_date or one.creation_date),
    )


def webhook(one: wire.Subscription) -> Webhook:
    """Return a service hook; it is signed when it shows a password to its receiver."""
    inputs = one.consumer_inputs or {}
    is_signed = bool(inputs.get("basicAuthPassword") or inputs.get("httpHeaders"))
    events = (words.common_event(one.event_type),)
    return Webhook(one.id, inputs.get("url") or "", events, words.hook_is_active(one.status), is_signed)


def _person(one: wire.Person | None) -> str:
    return (one.display_name or one.name or "") if one is not None else ""


def _title(one: wire.Definition | None) -> str:
    return one.name if one is not None else ""


def _href(links: wire.Links | None) -> str:
    return links.web.href if links is not None and links.web is not None else ""


def _anonymous(address: str) -> str:
    parts = urlsplit(address)
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))
