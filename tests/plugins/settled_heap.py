"""Garbage is collected between tests, on their own thread; what lives as long as they do is taken out of sight.

As in the window (``views.tidying``): a collection that another thread sets off deletes widgets there, and Qt and Python
wait for each other for ever.

Half a million objects stand after collecting the tests alone: a collection took a second, and one runs after each test
with a window.
"""

import gc

import pytest

_MUCH = 200_000  # objects made since


def _settle() -> None:
    gc.collect()
    gc.freeze()


def pytest_collection_finish() -> None:
    """Let go of what collecting left behind and keep the rest."""
    gc.disable()
    _settle()


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> None:
    """After a file the modules it has loaded stay."""
    if nextitem is not None and nextitem.path != item.path:
        _settle()
    elif gc.get_count()[0] > _MUCH:
        gc.collect()
