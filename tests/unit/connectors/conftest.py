"""A runtime per test: connectors run on its loop."""

from collections.abc import Iterator

import pytest

from console.kernel.runtime import Runtime


@pytest.fixture
def runtime() -> Iterator[Runtime]:
    """A runtime that is closed after the test."""
    runtime = Runtime()
    yield runtime
    runtime.close()
