"""Patience: limits of waiting say how long something may take on a busy machine; nobody waits longer than needed."""

from collections.abc import Callable, Iterator
from functools import partialmethod
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from tests.fakes.waiting import PATIENCE

_WAITS = ("waitUntil", "waitSignal", "waitSignals", "waitActive", "waitExposed")
_USUAL_MS = 5000


def _patient(bot: QtBot, *arguments: Any, wait: Callable[..., Any], timeout: int = _USUAL_MS, **more: Any) -> Any:
    return wait(bot, *arguments, timeout=round(timeout * PATIENCE), **more)


@pytest.fixture(scope="session", autouse=True)
def patient_waits() -> Iterator[None]:
    """Let pytest-qt wait as long as ``wait_until`` does."""
    with pytest.MonkeyPatch.context() as patch:
        for name in _WAITS:
            patch.setattr(QtBot, name, partialmethod(_patient, wait=getattr(QtBot, name)))
        yield
