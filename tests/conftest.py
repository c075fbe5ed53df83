"""What every test gets: an isolated home, the shared facts, a runtime, and watchers for what tests leave behind."""

import faulthandler
import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from console.kernel.runtime import Runtime

# Examples are judged by what they show, not by how long a busy machine takes for them.
settings.register_profile("console", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("console")
# `make test` looks at the same examples each time, and fails for what was changed; `make test-all` looks further.
settings.register_profile("same", parent=settings.get_profile("console"), derandomize=True, database=None)

# Before anything imports Qt: no test needs a display unless it is marked ``screen`` and run under Xvfb.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

pytest_plugins = [
    "pytester",
    "tests.plugins.isolation",
    "tests.plugins.leftovers",
    "tests.plugins.patience",
    "tests.plugins.settled_heap",
    "tests.plugins.steady_names",
    "tests.plugins.stuck_dialog",
    "tests.fakes.lab",
]

_OPENAPI_V3_MINOR = 27
ROOT = Path(__file__).resolve().parent.parent


def pytest_configure() -> None:
    """Print all stacks when the interpreter itself dies; import as the window does, without PySide's ``__import__``."""
    faulthandler.enable()
    import views  # noqa: F401 - PySide keeps the source of every module that is imported after it (60 MB)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests marked ``screen`` skip, with the reason, where there is no X display."""
    if os.environ["QT_QPA_PLATFORM"] == "xcb" and os.environ.get("DISPLAY"):
        return
    for item in items:
        if item.get_closest_marker("screen"):
            item.add_marker(pytest.mark.skip(reason="needs an X display: make test runs it under Xvfb"))


@pytest.fixture(scope="session")
def root_dir() -> Path:
    """The root of the repository."""
    return ROOT


@pytest.fixture(scope="session")
def shared_dir() -> Path:
    """The read-only facts beside the repository (recordings, oracles, CRDs); the test skips where there are none."""
    folder = Path(os.environ.get("CELL_CONSOLE_SHARED", ROOT.parent / "shared"))
    if not folder.is_dir():
        pytest.skip(f"the shared folder {folder} is absent; name it with CELL_CONSOLE_SHARED")
    return folder


@pytest.fixture(scope="session")
def kubectl_program() -> str:
    """The path of a real kubectl, of any version: all can get, describe, patch, scale, roll out, log and watch."""
    program = shutil.which("kubectl")
    if program is None:
        pytest.skip("needs kubectl: apt-get install kubernetes-client")
    return program


@pytest.fixture(scope="session")
def modern_kubectl(kubectl_program: str) -> str:
    """A kubectl that reads OpenAPI v3 and today's API versions; Debian 12's 1.20 cannot apply or explain."""
    command = [kubectl_program, "version", "--client", "-o", "json"]
    said = subprocess.run(command, capture_output=True, check=True, timeout=30)
    minor = int(json.loads(said.stdout)["clientVersion"]["minor"].rstrip("+"))
    if minor < _OPENAPI_V3_MINOR:
        pytest.skip(f"needs kubectl 1.{_OPENAPI_V3_MINOR} or newer, this is 1.{minor}")
    return kubectl_program


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    """Coroutine tests (``@pytest.mark.anyio``) run on asyncio."""
    return "asyncio"


@pytest.fixture
def runtime() -> Iterator[Runtime]:
    """A runtime that is closed after the test."""
    runtime = Runtime()
    yield runtime
    runtime.close()
