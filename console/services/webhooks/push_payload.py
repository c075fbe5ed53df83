"""Reading pushes out of the payloads of the git providers, bounded and checked for their shape."""

from collections.abc import Callable, Iterator, Mapping
from typing import Annotated, Any
from urllib.parse import parse_qs

import msgspec

from console.domain.webhook.delivery import Delivery
from console.domain.webhook.push import PushReceived
from console.kernel.prepared import prepared

_BRANCH = "refs/heads/"
Name = Annotated[str, msgspec.Meta(max_length=400)]
Commit = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{40}([0-9a-f]{24})?$")]


class Repository(msgspec.Struct):
    """GitHub and Bitbucket."""

    full_name: Name


class GitHubPush(msgspec.Struct):
    """A ``push``."""

    ref: Name
    before: Commit
    after: Commit
    repository: Repository


class GitLabProject(msgspec.Struct):
    """Where it was pushed to."""

    path_with_namespace: Name


class GitLabPush(msgspec.Struct):
    """A ``Push Hook``."""

    ref: Name
    before: Commit
    after: Commit
    project: GitLabProject


class Target(msgspec.Struct):
    """A commit."""

    hash: Commit


class BranchState(msgspec.Struct):
    """A branch or tag before or after."""

    type: Name
    name: Name
    target: Target


class BitbucketChange(msgspec.Struct):
    """One branch; ``None`` where it began or ended."""

    old: BranchState | None = None
    new: BranchState | None = None


class BitbucketChanges(msgspec.Struct):
    """All branches of one push."""

    changes: Annotated[list[BitbucketChange], msgspec.Meta(max_length=1000)]


class BitbucketPush(msgspec.Struct):
    """A ``repo:push``."""

    push: BitbucketChanges
    repository: Repository


class AzureProject(msgspec.Struct):
    """The project of a repository."""

    name: Name


class AzureRepository(msgspec.Struct):
    """A repository."""

    name: Name
    project: AzureProject


class RefUpdate(msgspec.Struct, rename="camel"):
    """One branch."""

    name: Name
    old_object_id: Commit
    new_object_id: Commit


class AzureResource(msgspec.Struct, rename="camel"):
    """What was pushed."""

    ref_updates: Annotated[list[RefUpdate], msgspec.Meta(max_length=1000)]
    repository: AzureRepository


class AzurePush(msgspec.Struct):
    """A ``git.push``."""

    resource: AzureResource


Found = Iterator[tuple[str, str, str, str]]  # repository, ref, before, after


def _github(push: GitHubPush) -> Found:
    yield push.repository.full_name, push.ref, push.before, push.after


def _gitlab(push: GitLabPush) -> Found:
    yield push.project.path_with_namespace, push.ref, push.before, push.after


def _bitbucket(push: BitbucketPush) -> Found:
    for one in push.push.changes:
        named = one.new or one.old
        if named is not None and named.type in ("branch", "named_branch"):
            before, after = (state.target.hash if state else "" for state in (one.old, one.new))
            yield push.repository.full_name, _BRANCH + named.name, before, after


def _azure(push: AzurePush) -> Found:
    where = push.resource.repository
    for one in push.resource.ref_updates:
        yield f"{where.project.name}/{where.name}", one.name, one.old_object_id, one.new_object_id


_SHAPES: Mapping[tuple[str, str], tuple[Any, Callable[[Any], Found]]] = {
    ("github", "push"): (GitHubPush, _github),
    ("gitlab", "Push Hook"): (GitLabPush, _gitlab),
    ("bitbucket", "repo:push"): (BitbucketPush, _bitbucket),
    ("azure_devops", "git.push"): (AzurePush, _azure),
}


def pushes_of(provider: str, event: str, connection: str, delivery: Delivery, at_s: float) -> tuple[PushReceived, ...]:
    """Return the branches that were pushed to, none when the event is another one; raise ``ValueError``."""
    shape, read = _SHAPES.get((provider, event), (None, None))
    if shape is None or read is None:
        return ()
    push = msgspec.json.decode(payload_of(delivery), type=prepared(shape))
    return tuple(
        PushReceived(connection, repository, ref.removeprefix(_BRANCH), _commit(before), _commit(after), at_s)
        for repository, ref, before, after in map(_visible, read(push))
        if ref.startswith(_BRANCH)
    )


def _visible(found: tuple[str, str, str, str]) -> tuple[str, str, str, str]:
    """Refuse names with characters that hide, turn or end a line; no forge allows them."""
    if not all(text.isprintable() for text in found):
        raise ValueError("a name has characters that cannot be seen")
    return found


def payload_of(delivery: Delivery) -> bytes:
    """Return the JSON of a body: GitHub may send it as the field ``payload`` of a form."""
    if delivery.header("content-type").partition(";")[0].strip().lower() != "application/x-www-form-urlencoded":
        return delivery.body
    return parse_qs(delivery.body, max_num_fields=10).get(b"payload", [b""])[0]


def _commit(text: str) -> str:
    return text if text.strip("0") else ""
