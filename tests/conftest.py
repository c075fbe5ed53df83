"""What every test gets: an isolated home, the shared facts, and watchers that fail tests which leave things behind."""

import faulthandler
import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

# Before anything imports Qt: no test needs a display unless it is marked ``screen`` and run under Xvfb.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

pytest_plugins = [
    "pytester",
    "tests.plugins.isolation",
    "tests.plugins.leftovers",
    "tests.plugins.stuck_dialog",
    "tests.fakes.lab",
]

_OPENAPI_V3_MINOR = 27
ROOT = Path(__file__).resolve().parent.parent


def pytest_configure() -> None:
    """Print all stacks when the interpreter itself dies."""
    faulthandler.enable()


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
def kubectl() -> str:
    """The path of a real kubectl, of any version: get, describe, patch, scale, wait and watch work with all of them."""
    program = shutil.which("kubectl")
    if program is None:
        pytest.skip("needs kubectl: apt-get install kubernetes-client")
    return program


@pytest.fixture(scope="session")
def modern_kubectl(kubectl: str) -> str:
    """A kubectl that reads OpenAPI v3 and autoscaling/v2 (explain, apply, describe hpa); Debian 12's 1.20 does not."""
    said = subprocess.run([kubectl, "version", "--client", "-o", "json"], capture_output=True, check=True, timeout=30)
    minor = int(json.loads(said.stdout)["clientVersion"]["minor"].rstrip("+"))
    if minor < _OPENAPI_V3_MINOR:
        pytest.skip(f"needs kubectl 1.{_OPENAPI_V3_MINOR} or newer, this is 1.{minor}")
    return kubectl


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    """Coroutine tests (``@pytest.mark.anyio``) run on asyncio."""
    return "asyncio"
