"""What lives as long as the tests is taken out of the collector's sight, which else looks at all of it in each test.

Half a million objects stand after collecting the tests alone: a collection took a second, and one runs after each test
with a window.
"""

import gc

import pytest


def _settle() -> None:
    gc.collect()
    gc.freeze()


def pytest_collection_finish() -> None:
    """Let go of what collecting left behind and keep the rest."""
    _settle()


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> None:
    """After a file the modules it has loaded stay."""
    if nextitem is not None and nextitem.path != item.path:
        _settle()
