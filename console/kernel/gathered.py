"""Awaiting several works at once, without losing a request to end."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, TypeVar, overload

if TYPE_CHECKING:
    from collections.abc import Awaitable, Sequence

Result = TypeVar("Result")
First = TypeVar("First")
Second = TypeVar("Second")


@overload
async def gathered(first: Awaitable[First], second: Awaitable[Second], /) -> tuple[First, Second]: ...


@overload
async def gathered(*works: Awaitable[Result]) -> tuple[Result, ...]: ...


async def gathered(*works: Awaitable[Any]) -> tuple[Any, ...]:
    """Return the results of all, in their order; the first failure ends the others and is raised once they have ended.

    ``asyncio.gather`` raises a failure in place of the cancellation that came just after it: a loop that catches
    failures then goes on for ever. It also lets the others run on behind, with nobody to end them.
    """
    own = asyncio.current_task()
    assert own is not None
    asked_before = own.cancelling()
    tasks = [asyncio.ensure_future(one) for one in works]
    try:
        return tuple(await asyncio.gather(*tasks))
    except BaseException:
        await _ended(tasks)
        tasks.clear()  # the failure may be kept for a while, and its traceback keeps this frame
        if own.cancelling() > asked_before:
            raise asyncio.CancelledError from None
        raise


async def _ended(tasks: Sequence[asyncio.Future[Any]]) -> None:
    for one in tasks:
        one.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


async def all_settled(*works: Awaitable[Result]) -> tuple[Result, ...]:
    """Return the results of all, as ``gathered`` does, but let the others come to their own end before one fails."""
    outcomes = await asyncio.gather(*works, return_exceptions=True)
    failures = [one for one in outcomes if isinstance(one, BaseException)]
    if failures:
        outcomes.clear()  # as above
        raise failures.pop(0)
    return tuple(one for one in outcomes if not isinstance(one, BaseException))
