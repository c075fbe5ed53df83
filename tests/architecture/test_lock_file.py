"""The lock answers pyproject.toml, the environment answers the lock, and no file names a package registry."""

import re
import tomllib
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

# Put together, so that this file does not name them either.
REGISTRIES = tuple(
    ".".join(parts)
    for parts in (
        ("pypi", "org"),
        ("pythonhosted", "org"),
        ("deb", "debian", "org"),
        ("snapshot", "debian", "org"),
        ("registry", "npmjs", "org"),
        ("proxy", "golang", "org"),
        ("crates", "io"),
    )
)
_NOT_COMMITTED = {".git", ".venv", "build", "dist", "__pycache__"}


def _direct_requirements(root: Path) -> list[Requirement]:
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    return [Requirement(one) for one in project["project"]["dependencies"] + project["dependency-groups"]["dev"]]


def pins(lock: str) -> list[Requirement]:
    """The pinned packages of a lock file, with their markers."""
    return [Requirement(line.rstrip(" \\")) for line in lock.splitlines() if re.match(r"[A-Za-z0-9].*==", line)]


def unanswered(wanted: list[Requirement], locked: list[Requirement]) -> list[str]:
    """Requirements that apply here and for which the lock holds no fitting version."""
    here = {canonicalize_name(pin.name): pin for pin in locked if pin.marker is None or pin.marker.evaluate()}
    missing = []
    for one in wanted:
        if one.marker is not None and not one.marker.evaluate():
            continue
        pin = here.get(canonicalize_name(one.name))
        if pin is None or not one.specifier.contains(str(pin.specifier).removeprefix("=="), prereleases=True):
            missing.append(str(one))
    return missing


def direct_names(lock: str) -> set[str]:
    """The packages that the lock holds because pyproject.toml asks for them."""
    found = set()
    for block in re.split(r"\n(?=[A-Za-z0-9])", lock):
        name = re.match(r"([A-Za-z0-9._-]+)==", block)
        if name and re.search(r"#\s+(?:via\s+)?cell-console\b", block):
            found.add(canonicalize_name(name[1]))
    return found


def test_every_requirement_is_locked_to_a_fitting_version(root_dir: Path) -> None:
    lock = (root_dir / "packaging" / "requirements.lock").read_text(encoding="utf-8")
    assert unanswered(_direct_requirements(root_dir), pins(lock)) == [], "run make lock"


def test_the_lock_holds_nothing_that_is_no_longer_required(root_dir: Path) -> None:
    lock = (root_dir / "packaging" / "requirements.lock").read_text(encoding="utf-8")
    assert direct_names(lock) == {canonicalize_name(one.name) for one in _direct_requirements(root_dir)}, (
        "run make lock"
    )


def test_a_missing_or_old_pin_is_found() -> None:
    wanted = [Requirement("httpx>=0.28.1"), Requirement("click>=8.5"), Requirement("never>=1; python_version < '3'")]
    assert unanswered(wanted, pins("httpx==0.28.1 \\\n    --hash=sha256:0\nclick==8.4.0 \\\n")) == ["click>=8.5"]
    assert unanswered(wanted[:1], []) == ["httpx>=0.28.1"]


def test_every_pin_carries_hashes(root_dir: Path) -> None:
    lock = (root_dir / "packaging" / "requirements.lock").read_text(encoding="utf-8")
    for block in re.split(r"\n(?=[A-Za-z0-9])", lock):
        assert "--hash=sha256:" in block, block


def test_what_is_installed_is_what_is_locked(root_dir: Path) -> None:
    lock = (root_dir / "packaging" / "requirements.lock").read_text(encoding="utf-8")
    for pin in pins(lock):
        if pin.marker is None or pin.marker.evaluate():
            assert pin.specifier.contains(metadata.version(pin.name), prereleases=True), f"{pin}: run make setup"


def _committed_texts(root: Path) -> list[Path]:
    return [
        path
        for path in root.rglob("*")
        if path.is_file()
        and not _NOT_COMMITTED & set(path.relative_to(root).parts)
        and not any(part.endswith("_cache") or part == ".hypothesis" for part in path.relative_to(root).parts)
    ]


def naming_a_registry(root: Path) -> list[str]:
    """Files with an address at a package registry: everybody has a mirror of their own.

    The bare name may be an ecosystem's (OSV calls Rust's so).
    """
    return [
        f"{path.relative_to(root)}: {host}"
        for path in _committed_texts(root)
        for host in REGISTRIES
        if re.search(rb"(//|@|host[ =])[\w.-]*" + re.escape(host.encode()), path.read_bytes())
    ]


def test_no_file_names_a_package_registry(root_dir: Path, tmp_path: Path) -> None:
    assert naming_a_registry(root_dir) == []
    (tmp_path / "requirements.txt").write_text(f"--index-url https://{REGISTRIES[0]}/simple\n")
    assert naming_a_registry(tmp_path) == [f"requirements.txt: {REGISTRIES[0]}"]
