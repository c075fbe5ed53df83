"""The wheel holds the product whole, and nothing else. (proves issue 8 "Packages")"""

import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from console.kernel.version import VERSION

PRODUCT = ("console", "views", "connectors", "resources")


@pytest.fixture(scope="module")
def wheel(root_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[zipfile.ZipFile]:
    """The wheel of this tree."""
    folder = tmp_path_factory.mktemp("wheel")
    line = (sys.executable, "-m", "build", "--no-isolation", "--wheel", "--outdir", str(folder))
    subprocess.run(line, cwd=root_dir, stdout=subprocess.DEVNULL, check=True)
    with zipfile.ZipFile(next(folder.glob("*.whl"))) as found:
        yield found


def test_it_holds_every_file_of_the_product_and_no_other(wheel: zipfile.ZipFile, root_dir: Path) -> None:
    files = (file for name in PRODUCT for file in (root_dir / name).rglob("*") if file.is_file())
    source = {str(file.relative_to(root_dir)) for file in files if "__pycache__" not in file.parts}
    held = {name for name in wheel.namelist() if ".dist-info/" not in name}
    assert held - source == set()
    assert source - held == set()


def test_it_brings_its_programs_licence_and_needs(wheel: zipfile.ZipFile) -> None:
    about = f"cell_console-{VERSION}.dist-info"
    programs = wheel.read(f"{about}/entry_points.txt").decode()
    assert "cell-console = console.__main__:main" in programs
    assert "console-audit = console.cli.audit_runner:main" in programs
    assert b"Apache License" in wheel.read(f"{about}/licenses/LICENSE")
    told = wheel.read(f"{about}/METADATA").decode()
    assert f"Version: {VERSION}\n" in told
    assert "Requires-Python: >=3.11\n" in told
    assert "Requires-Dist: kubernetes" in told
    assert "Requires-Dist: pytest" not in told
