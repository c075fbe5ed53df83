"""Every package is built for real, twice, and used: wheel, folder, Debian package. (proves issue 8 "Packages")

The builds take ten minutes on two cores, so only ``make test-all`` makes them; they work in a copy of the tree.
"""

import hashlib
import os
import shutil
import subprocess
import venv
from collections.abc import Callable
from pathlib import Path

import pytest

from console.kernel.version import VERSION

pytestmark = [pytest.mark.slow, pytest.mark.timeout(3000)]
LEFT_OUT = frozenset((".git", ".venv", "build", "dist"))
MOMENT = "1700000000"


@pytest.fixture(scope="module")
def copy(root_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the tree that builds into folders of its own, with the packages of this one."""
    made = tmp_path_factory.mktemp("tree") / "main"
    shutil.copytree(root_dir, made, ignore=_left_out(root_dir))
    (made / ".venv").symlink_to(root_dir / ".venv")
    return made


def _left_out(root: Path) -> Callable[[str, list[str]], set[str]]:
    def without(folder: str, names: list[str]) -> set[str]:
        made = {name for name in names if name == "__pycache__" or name.endswith("_cache")}
        return made | (LEFT_OUT & set(names) if Path(folder) == root else set())

    return without


def ran(tree: Path, *line: str) -> str:
    """Return what a program says that must do its work."""
    told = {**os.environ, "SOURCE_DATE_EPOCH": MOMENT}
    ended = subprocess.run(line, cwd=tree, env=told, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, (ended.stdout + ended.stderr)[-6000:]
    return ended.stdout


def digest(file: Path) -> str:
    """Return the SHA-256 of a file."""
    return hashlib.sha256(file.read_bytes()).hexdigest()


@pytest.fixture(scope="module")
def wheel(copy: Path) -> Path:
    """The wheel, which packaging/wheel.py builds twice and compares."""
    return Path(ran(copy, ".venv/bin/python", "packaging/wheel.py").strip().splitlines()[-1])


@pytest.fixture(scope="module")
def archive(copy: Path) -> Path:
    """The archive of the folder, whose smoke test has passed."""
    return Path(ran(copy, ".venv/bin/python", "packaging/folder.py").strip().splitlines()[-1])


@pytest.fixture(scope="module")
def package(copy: Path, archive: Path) -> Path:
    """The Debian package of the folder."""
    assert archive.is_file()
    ran(copy, "sh", "packaging/deb.sh")
    return next((copy / "dist").glob("*.deb"))


def test_an_installed_wheel_holds_what_the_source_tree_holds(wheel: Path, copy: Path, tmp_path: Path) -> None:
    venv.create(tmp_path / "env", with_pip=True, symlinks=True)
    python = tmp_path / "env" / "bin" / "python"
    ran(copy, str(python), "-m", "pip", "-q", "install", "--no-index", "--no-deps", str(wheel))
    beside = next((copy / ".venv" / "lib").glob("python*/site-packages"))
    known = next((tmp_path / "env" / "lib").glob("python*/site-packages"))
    # What it needs is lent by the project's environment, without the line that leads back into the source tree.
    (known / "lent.pth").write_text(f"{beside}\n")
    keys = str(copy / "packaging" / "registry_keys.py")
    shutil.copy(keys, tmp_path / "keys.py")
    line = (str(python), "-P", str(tmp_path / "keys.py"))
    installed = subprocess.run(line, cwd=tmp_path, capture_output=True, text=True, check=True).stdout
    source = subprocess.run(
        line, cwd=tmp_path, capture_output=True, text=True, check=True, env={**os.environ, "PYTHONPATH": str(copy)}
    ).stdout
    assert installed == source
    assert ran(tmp_path, str(python.with_name("cell-console")), "--version") == f"cell-console {VERSION}\n"


def test_the_folder_is_the_same_bytes_when_it_is_built_again(copy: Path, archive: Path) -> None:
    first = digest(archive)
    ran(copy, ".venv/bin/python", "packaging/folder.py")
    assert digest(archive) == first


def test_the_debian_package_is_the_same_bytes_and_holds_a_whole_application(copy: Path, package: Path) -> None:
    first = digest(package)
    ran(copy, "sh", "packaging/deb.sh")
    assert digest(package) == first
    held = ran(copy, "dpkg-deb", "--contents", str(package))
    for place in ("usr/bin/cell-console", "usr/bin/console-audit", "usr/share/applications/", "usr/share/metainfo/"):
        assert f"./{place}" in held
    assert " root/root " in held
    about = ran(copy, "dpkg-deb", "--field", str(package))
    assert f"Version: {VERSION}" in about
    assert "Depends: git, " in about


def test_it_installs_starts_and_leaves_a_bare_machine(copy: Path, package: Path, tmp_path: Path) -> None:
    if os.geteuid() != 0 or not shutil.which("debootstrap") or not shutil.which("unshare"):
        pytest.skip("needs root, debootstrap and unshare")
    ran(copy, "git", "init", "-q")  # fresh_machine.sh copies what git would
    told = {**os.environ, "FRESH_ALSO": str(package.relative_to(copy))}
    line = ("sh", "packaging/fresh_machine.sh", str(tmp_path / "machine"), "sh", "packaging/try_package.sh")
    ended = subprocess.run(line, cwd=copy, env=told, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, (ended.stdout + ended.stderr)[-6000:]
    assert ended.stdout.count("removed without a trace") == 2
    assert "without any Python" in ended.stdout
