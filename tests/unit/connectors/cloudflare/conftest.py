"""One listening lab for the module's tests; what a test changes it puts back or names anew."""

from collections.abc import Iterator

import pytest

from console.kernel.runtime import Runtime
from tests.fakes.edge_lab import EdgeLab, edge_lab


@pytest.fixture(scope="module")
def runtime() -> Iterator[Runtime]:
    runtime = Runtime()
    yield runtime
    runtime.close()


@pytest.fixture(scope="module")
def lab(runtime: Runtime, tmp_path_factory: pytest.TempPathFactory) -> Iterator[EdgeLab]:
    with edge_lab(runtime, tmp_path_factory.mktemp("edge")) as found:
        yield found
