"""Git's smart HTTP protocol over git's own programs: clone, fetch and push with the real git command."""

import asyncio
import zlib
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass

from aiohttp import web

from console.kernel.errors import ConsoleError
from console.kernel.git_command import git_environment
from console.kernel.process_start import start_process
from console.lab.outside.git.git_command import git_line
from console.lab.outside.git.git_repository import GitRepository

_SERVICES = {"git-upload-pack": "upload-pack", "git-receive-pack": "receive-pack"}
_PIECE = 64 * 1024
_MOST_BYTES = 64 * 1024 * 1024
_GZIP = b"\x1f\x8b"  # nothing that git says begins so
_PROTOCOLS = ("version=1", "version=2")

PushHeard = Callable[["PushedRef"], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class PushedRef:
    """A branch that a push moved, made (``before`` is empty) or deleted (``after`` is empty)."""

    branch: str
    before: str
    after: str


class TooLarge(ConsoleError):  # noqa: N818 - what happened
    """A push is larger than the lab takes."""


async def answer_git(
    request: web.BaseRequest, repository: GitRepository, action: str, heard: PushHeard
) -> web.StreamResponse:
    """Answer ``info/refs``, ``git-upload-pack`` or ``git-receive-pack``; tell ``heard`` of each branch that moved."""
    if action == "info/refs" and request.method == "GET":
        return await _advertise(request, repository)
    if action not in _SERVICES or request.method != "POST":
        return web.Response(status=404, text="Not found\n")
    if action == "git-upload-pack":
        return await _run(request, repository, action)
    async with repository.changing:
        before = dict(await repository.branches())
        answer = await _run(request, repository, action, repository.forget)
        after = await repository.branches()
    for branch in sorted(before.keys() | after.keys()):
        if before.get(branch) != after.get(branch):
            await heard(PushedRef(branch, before.get(branch, ""), after.get(branch, "")))
    return answer


async def _advertise(request: web.BaseRequest, repository: GitRepository) -> web.Response:
    service = request.query.get("service", "")
    if service not in _SERVICES:
        return web.Response(status=403, text="Only the smart protocol is served\n")
    folder = await repository.ready()
    line = git_line(folder, _SERVICES[service], "--stateless-rpc", "--http-backend-info-refs", str(folder))
    process = await start_process(
        *line, stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.PIPE, env=_environment(request)
    )
    refs, _ = await process.communicate()
    head = b"" if "version=2" in request.headers.get("Git-Protocol", "") else _first_line(service)
    return web.Response(body=head + refs, headers=_head(f"application/x-{service}-advertisement"))


def _first_line(service: str) -> bytes:
    text = f"# service={service}\n".encode()
    return b"%04x%s0000" % (len(text) + 4, text)


async def _run(
    request: web.BaseRequest, repository: GitRepository, action: str, done: Callable[[], object] = lambda: None
) -> web.StreamResponse:
    """Pass a request's body to git and git's output back while both flow.

    ``done`` is called before the answer ends: whoever pushed then reads what was pushed.
    """
    folder = await repository.ready()
    process = await start_process(
        *git_line(folder, _SERVICES[action], "--stateless-rpc", str(folder)),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        env=_environment(request),
    )
    feeding = asyncio.create_task(_feed(request, process))
    answer = web.StreamResponse(headers=_head(f"application/x-{action}-result"))
    try:
        await answer.prepare(request)
        assert process.stdout is not None
        while piece := await process.stdout.read(_PIECE):
            await answer.write(piece)
        await process.wait()
        done()
        await answer.write_eof()
    finally:
        feeding.cancel()
        await asyncio.gather(feeding, return_exceptions=True)
        if process.returncode is None:
            process.kill()
            await process.wait()
        done()
    return answer


async def _feed(request: web.BaseRequest, process: asyncio.subprocess.Process) -> None:
    assert process.stdin is not None
    try:
        async for piece in _body(request):
            process.stdin.write(piece)
            await process.stdin.drain()
    except (TooLarge, zlib.error):
        process.kill()
    except (BrokenPipeError, ConnectionResetError):
        pass  # git has heard enough
    finally:
        process.stdin.close()


async def _body(request: web.BaseRequest) -> AsyncIterator[bytes]:
    """Yield the body, unpacked (git compresses long negotiations; the server may have unpacked it already), bounded."""
    unpacker, packed = zlib.decompressobj(16 + zlib.MAX_WBITS), False
    size = 0
    async for raw in request.content.iter_chunked(_PIECE):
        packed = packed or (size == 0 and raw.startswith(_GZIP))
        piece = unpacker.decompress(raw, _MOST_BYTES) if packed else raw
        size += len(piece)
        if size > _MOST_BYTES:
            raise TooLarge("The push is larger than the lab takes.")
        yield piece


def _environment(request: web.BaseRequest) -> dict[str, str]:
    asked = request.headers.get("Git-Protocol", "")
    return git_environment() | ({"GIT_PROTOCOL": asked} if asked in _PROTOCOLS else {})


def _head(content_type: str) -> dict[str, str]:
    return {"Content-Type": content_type, "Cache-Control": "no-cache, max-age=0, must-revalidate"}
