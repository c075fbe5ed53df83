"""A process that serves a list of pods and then writes changes of them at a steady rate."""

import asyncio
import json
import sys
import time

from tests.benchmarks.pod_server import realistic_pod
from tests.fakes.raw_server import CHUNKED, RawRequest, RawServer, answer, chunk

TURN = b"424242"
EMPTY = answer({"metadata": {"resourceVersion": "1"}, "items": []})


def line(number: int) -> bytes:
    """Return a MODIFIED line of about 4 KB."""
    pod = realistic_pod()
    pod["metadata"].pop("managedFields")
    pod["metadata"] |= {"name": f"p{number}", "namespace": "cell-tokyo", "resourceVersion": TURN.decode()}
    pod["metadata"]["labels"]["turn"] = TURN.decode()
    return json.dumps({"type": "MODIFIED", "object": pod}).encode() + b"\n"


def page(lines: list[bytes], query: dict[str, str]) -> bytes:
    """Return one page of the list, as an API server cuts it."""
    first = int(query.get("continue") or 0)
    last = first + int(query.get("limit") or len(lines))
    begin, end = len(b'{"type": "MODIFIED", "object": '), -len(b"}\n")
    items = b",".join(one[begin:end].replace(TURN, b"1") for one in lines[first:last])
    more = str(last) if last < len(lines) else ""
    return (
        b'{"metadata":'
        + json.dumps({"resourceVersion": "1", "continue": more}).encode()
        + b',"items":['
        + items
        + b"]}"
    )


async def serve(pods: int, rate: int, seconds: float, settle_s: float) -> None:
    """Answer lists, and one watch of pods with ``rate`` events a second for ``seconds``; versions count the events.

    The first event comes ``settle_s`` after the watch has begun: a window has shown the list by then.
    """
    lines = [line(number) for number in range(pods)]

    async def script(request: RawRequest, writer: asyncio.StreamWriter) -> None:
        if request.path == "/version":
            writer.write(answer({"gitVersion": "v1"}))
            return
        of_pods = request.path == "/api/v1/pods"
        if not request.is_watch:
            writer.write(answer(page(lines, request.query)) if of_pods else EMPTY)
            return
        writer.write(CHUNKED)
        if not of_pods:
            await asyncio.Event().wait()
        await asyncio.sleep(settle_s)
        sent, began_s, total = 0, time.monotonic(), int(rate * seconds)
        while sent < total:
            due = min(total, int((time.monotonic() - began_s) * rate))
            for number in range(sent, due):
                writer.write(chunk(lines[number % pods].replace(TURN, b"%d" % (number + 2))))
            sent = max(sent, due)
            await writer.drain()
            await asyncio.sleep(0.002)
        await asyncio.Event().wait()

    async with RawServer(script) as server:
        print(server.url, flush=True)
        await asyncio.to_thread(sys.stdin.read)


if __name__ == "__main__":
    pods, rate, seconds, settle_s = sys.argv[1:]
    asyncio.run(serve(int(pods), int(rate), float(seconds), float(settle_s)))
