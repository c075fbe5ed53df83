"""A process that writes watch events at a steady rate: a list of pods, then changes of them for ever."""

import asyncio
import json
import sys
import time

from tests.benchmarks.pod_server import realistic_pod
from tests.fakes.raw_server import CHUNKED, RawRequest, RawServer, answer, chunk


def line(number: int) -> bytes:
    """Return a MODIFIED line of about 3 KB."""
    pod = realistic_pod()
    pod["metadata"].pop("managedFields")
    pod["metadata"] |= {"name": f"p{number}", "namespace": "n", "resourceVersion": "424242"}
    pod["metadata"]["labels"]["turn"] = "424242"
    return json.dumps({"type": "MODIFIED", "object": pod}).encode() + b"\n"


async def serve(pods: int, rate: int, seconds: float) -> None:
    """Answer one list and one watch of ``rate`` events a second for ``seconds``; the last version tells the end."""
    lines = [line(number) for number in range(pods)]

    async def script(request: RawRequest, writer: asyncio.StreamWriter) -> None:
        if request.path == "/version":
            writer.write(answer({"gitVersion": "v1"}))
            return
        if not request.is_watch:
            writer.write(answer({"metadata": {"resourceVersion": "1"}, "items": []}))
            return
        writer.write(CHUNKED)
        sent, began_s, total = 0, time.monotonic(), int(rate * seconds)
        while sent < total:
            due = min(total, int((time.monotonic() - began_s) * rate))
            for number in range(sent, due):
                writer.write(chunk(lines[number % pods].replace(b'"424242"', f'"{number + 2}"'.encode())))
            sent = max(sent, due)
            await writer.drain()
            await asyncio.sleep(0.002)
        await asyncio.Event().wait()

    async with RawServer(script) as server:
        print(server.url, flush=True)
        await asyncio.to_thread(sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3])))
