"""One listening lab for the module's tests; what a test changes it puts back or names anew."""

from collections.abc import Iterator

import pytest

from tests.fakes.edge_lab import EdgeLab, edge_lab


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EdgeLab]:
    with edge_lab(tmp_path_factory.mktemp("edge")) as found:
        yield found
