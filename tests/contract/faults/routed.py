"""A healthy server with an answer per address."""

import asyncio
import json
from collections.abc import Mapping

from tests.fakes.fault_server import Asked, Behaviour, response


def routed(answers: Mapping[str, object]) -> Behaviour:
    """Answer by the end of the path as JSON; anything else is not found."""

    async def answer(asked: Asked, writer: asyncio.StreamWriter) -> None:
        path = asked.target.partition("?")[0]
        found = next((body for end, body in answers.items() if path.endswith(end)), None)
        writer.write(response(404, b"{}") if found is None else response(200, json.dumps(found).encode()))

    return answer
