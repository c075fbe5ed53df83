"""What packages are made of agrees with the program. (proves issue 8 "Packages", C1)"""

import ast
import configparser
import json
import re
import shutil
import subprocess
import sys
import tomllib
from importlib import metadata
from pathlib import Path
from types import ModuleType
from xml.etree import ElementTree as ET

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from console.kernel.version import VERSION
from tests.architecture.source_tree import product_files

APP = "io.github.cell_console.CellConsole"


@pytest.fixture
def folder(root_dir: Path) -> Path:
    """The folder of the packages."""
    return root_dir / "packaging"


@pytest.fixture
def project(root_dir: Path) -> dict[str, object]:
    """The ``project`` table of pyproject.toml."""
    found: dict[str, object] = tomllib.loads((root_dir / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return found


@pytest.fixture
def metainfo(folder: Path) -> ET.Element:
    """The AppStream metadata."""
    return ET.parse(folder / "desktop" / f"{APP}.metainfo.xml").getroot()


def _module(monkeypatch: pytest.MonkeyPatch, folder: Path, name: str) -> ModuleType:
    monkeypatch.syspath_prepend(str(folder))
    return __import__(name)


def test_the_bill_of_materials_holds_what_runs_and_nothing_of_development(
    monkeypatch: pytest.MonkeyPatch, folder: Path, project: dict[str, list[str]]
) -> None:
    locked = _module(monkeypatch, folder, "locked_packages")
    made = _module(monkeypatch, folder, "bill_of_materials")
    packages = locked.needed(locked.read_lock((folder / "requirements.lock").read_text(encoding="utf-8")))
    bill = made.bill(packages, VERSION)
    names = {canonicalize_name(one["name"]) for one in bill["components"]}
    wanted = {canonicalize_name(Requirement(one).name) for one in project["dependencies"]}
    assert wanted <= names
    assert not names & {"pytest", "mypy", "hypothesis", "pyinstaller", "hatchling", "vulture"}
    assert json.dumps(bill) == json.dumps(made.bill(packages, VERSION))
    known = {one["bom-ref"] for one in bill["components"]} | {bill["metadata"]["component"]["bom-ref"]}
    assert {one["ref"] for one in bill["dependencies"]} == known
    assert {ref for one in bill["dependencies"] for ref in one["dependsOn"]} <= known
    assert all(re.fullmatch("[0-9a-f]{64}", file["hashes"][0]["content"])
               for one in bill["components"] for file in one["externalReferences"])  # fmt: skip


def test_what_the_product_imports_is_installed_with_it(root_dir: Path, project: dict[str, list[str]]) -> None:
    given = metadata.packages_distributions()
    named = {canonicalize_name(Requirement(one).name) for one in project["dependencies"]}
    brought = {canonicalize_name(Requirement(line).name) for name in named for line in _requires(name)}
    foreign: dict[str, str] = {}
    for file in product_files(root_dir, "console", "views", "connectors", "resources"):
        for top in _imported(file.tree) - sys.stdlib_module_names - {"console", "views", "connectors", "resources"}:
            if not {canonicalize_name(one) for one in given.get(top, [])} & (named | brought):
                foreign[top] = file.name
    assert foreign == {}


def _requires(name: str) -> list[str]:
    try:
        return metadata.requires(name) or []
    except metadata.PackageNotFoundError:  # of another platform
        return []


def _imported(tree: ast.Module) -> set[str]:
    nodes = list(ast.walk(tree))
    plain = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    other = {node.module for node in nodes if isinstance(node, ast.ImportFrom) and node.module and not node.level}
    return {name.partition(".")[0] for name in plain | other}


def test_the_desktop_entry_starts_a_program_of_the_project(folder: Path, project: dict[str, dict[str, str]]) -> None:
    entry = configparser.ConfigParser(interpolation=None, delimiters=("=",))
    entry.optionxform = str  # type: ignore[assignment, method-assign]
    entry.read(folder / "desktop" / f"{APP}.desktop", encoding="utf-8")
    shown = entry["Desktop Entry"]
    assert shown["Type"] == "Application"
    assert shown["Icon"] == APP
    assert (folder / "desktop" / f"{APP}.svg").is_file()
    for action in [one for one in shown["Actions"].split(";") if one]:
        assert entry[f"Desktop Action {action}"]["Exec"].split()[0] in project["scripts"]
    assert shown["Exec"].split()[0] in project["scripts"]
    assert all(shown[f"{key}[ja]"] for key in ("Name", "Comment", "GenericName", "Keywords"))
    assert shown["Categories"].endswith(";")
    if (check := shutil.which("desktop-file-validate")) is not None:
        subprocess.run((check, str(folder / "desktop" / f"{APP}.desktop")), check=True)


def test_the_metadata_of_the_program_is_valid_and_of_this_version(folder: Path, metainfo: ET.Element) -> None:
    assert metainfo.findtext("id") == APP
    assert metainfo.findtext("launchable") == f"{APP}.desktop"
    releases = metainfo.findall("releases/release")
    assert releases[0].get("version") == VERSION
    japanese = {one.tag for one in metainfo.iter() if one.get("{http://www.w3.org/XML/1998/namespace}lang") == "ja"}
    assert {"summary", "p", "ul"} <= japanese
    if (check := shutil.which("appstreamcli")) is not None:
        line = (check, "validate", "--no-net", str(folder / "desktop" / f"{APP}.metainfo.xml"))
        result = subprocess.run(line, capture_output=True, text=True, check=False)
        assert result.returncode == 0, result.stdout


def test_the_flatpak_manifest_names_files_that_are_there(folder: Path) -> None:
    place = folder / "flatpak" / f"{APP}.yml"
    manifest = yaml.safe_load(place.read_text(encoding="utf-8"))
    assert manifest["id"] == APP
    module = manifest["modules"][0]
    dirs = {one["dest"]: (place.parent / one["path"]).resolve() for one in module["sources"]}
    assert dirs["desktop"] == folder / "desktop"
    named = {word for line in module["build-commands"] for word in line.split() if word.startswith("desktop/")}
    assert named
    assert [one for one in named if not (folder / one).is_file()] == []
    assert not any("filesystem=home" in one or "filesystem=host" in one for one in manifest["finish-args"])


def test_the_commands_of_the_flatpak_manifest_lay_out_an_application(folder: Path, tmp_path: Path) -> None:
    place = folder / "flatpak" / f"{APP}.yml"
    manifest = yaml.safe_load(place.read_text(encoding="utf-8"))
    (tmp_path / "program").mkdir()
    (tmp_path / "program" / "cell-console").write_text("program")
    shutil.copytree(folder / "desktop", tmp_path / "desktop")
    commands = [one.replace("/app/", f"{tmp_path}/app/") for one in manifest["modules"][0]["build-commands"]]
    subprocess.run(("sh", "-ec", "\n".join(commands)), cwd=tmp_path, check=True)
    share = tmp_path / "app" / "share"
    assert (tmp_path / "app" / "bin" / manifest["command"]).read_text() == "program"
    exported = [one.name for one in share.rglob("*") if one.is_file()]
    assert sorted(exported) == sorted(one.name for one in (folder / "desktop").iterdir())
    assert all(name.startswith(APP) for name in exported)
    assert (share / "icons" / "hicolor" / "scalable" / "apps" / f"{APP}.svg").is_file()


def test_one_name_is_used_for_the_program_on_all_platforms(folder: Path) -> None:
    assert f'bundle_identifier="{APP}"' in (folder / "cell-console.spec").read_text(encoding="utf-8")
    assert f'setDesktopFileName("{APP}")' in (folder.parent / "views" / "app.py").read_text(encoding="utf-8")
    assert f'APP = "{APP}"' in (folder / "icons.py").read_text(encoding="utf-8")
    assert {one.stem.removesuffix(".metainfo") for one in (folder / "desktop").iterdir()} == {APP}


def test_the_workflow_is_free_of_findings(root_dir: Path) -> None:
    program = Path(sys.executable).parent / "zizmor"
    line = (str(program), "--offline", "--no-progress", "--persona", "pedantic", str(root_dir / ".github"))
    result = subprocess.run(line, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout
    text = (root_dir / ".github" / "workflows" / "package.yml").read_text(encoding="utf-8")
    uses = re.findall(r"uses: (\S+)", text)
    assert uses
    assert [one for one in uses if not re.fullmatch(r"[\w/-]+@[0-9a-f]{40}", one)] == []
    named = set(re.findall(r"packaging/[\w.]+|make ([\w-]+)", text))
    targets = set(re.findall(r"^([\w-]+):", (root_dir / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert named - {""} <= targets
    scripts = re.findall(r"packaging/[\w.]+", text)
    assert [one for one in scripts if not (root_dir / one).is_file()] == []


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["-P", "-m", "this_module", "x"], "module ['x']"),
        (["-I", "-S", "SCRIPT", "y"], "script ['y']"),
        (["-c", "import sys; print('text', sys.argv[1:])", "z"], "text ['z']"),
        (["lab", "--headless"], "program ['lab', '--headless']"),
    ],
)
def test_a_frozen_program_is_an_interpreter_where_the_product_needs_one(
    folder: Path, tmp_path: Path, arguments: list[str], said: str
) -> None:
    (tmp_path / "this_module.py").write_text("import sys\nprint('module', sys.argv[1:])\n")
    (tmp_path / "script.py").write_text("import sys\nprint('script', sys.argv[1:])\n")
    program = tmp_path / "program.py"
    program.write_text(
        f"import sys\nsys.path[:0] = [{str(folder)!r}, {str(tmp_path)!r}]\nfrom frozen_interpreter import interpret\n"
        "if not interpret(sys.argv):\n    print('program', sys.argv[1:])\n"
    )
    line = [one.replace("SCRIPT", str(tmp_path / "script.py")) for one in arguments]
    result = subprocess.run((sys.executable, str(program), *line), capture_output=True, text=True, check=True)
    assert result.stdout.strip() == said


def test_starting_others_from_a_frozen_program_leaves_them_their_libraries(
    monkeypatch: pytest.MonkeyPatch, folder: Path
) -> None:
    frozen = _module(monkeypatch, folder, "frozen_interpreter")
    monkeypatch.setenv("LD_LIBRARY_PATH", "/opt/program/lib")
    monkeypatch.setenv("LD_LIBRARY_PATH_ORIG", "/usr/local/lib")
    monkeypatch.setenv("PATH", "/usr/bin")
    frozen.prepare()
    assert frozen.os.environ["LD_LIBRARY_PATH"] == "/usr/local/lib"
    assert frozen.os.environ["PATH"].split(":") == [str(Path(sys.executable).parent), "/usr/bin"]


def test_the_smoke_test_tells_what_a_frozen_program_lacks(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    smoke = _module(monkeypatch, folder, "smoke")
    source = {"modules": ["a", "b"], "files": ["f"], "registries": {"page": ["overview", "cell"], "action": ["x"]}}
    assert smoke.differences(source, source) == []
    frozen = {"modules": ["a"], "files": ["f"], "registries": {"page": ["overview"]}}
    assert smoke.differences(frozen, source) == ["modules: b", "action: x", "page: cell"]


@pytest.mark.skipif(shutil.which("ssh-keygen") is None, reason="ssh-keygen is not installed")
def test_checksums_are_signed_and_a_changed_file_is_noticed(root_dir: Path, tmp_path: Path) -> None:
    key, dist = tmp_path / "key", tmp_path / "dist"
    dist.mkdir()
    (dist / "program.bin").write_bytes(b"program")
    make = ("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "release", "-f", str(key))
    subprocess.run(make, check=True)
    script = ("sh", str(root_dir / "packaging" / "checksums.sh"), str(dist))
    environment = {"PATH": "/usr/bin:/bin", "SIGNING_KEY": str(key)}
    result = subprocess.run(script, env=environment, capture_output=True, text=True, check=True)
    assert "program.bin" in result.stdout
    assert "cell-console.cdx.json" in result.stdout
    signers = tmp_path / "signers"
    signers.write_text(f"release {(tmp_path / 'key.pub').read_text()}")
    verify = ("ssh-keygen", "-Y", "verify", "-f", str(signers), "-I", "release", "-n", "cell-console",
              "-s", str(dist / "SHA256SUMS.sig"))  # fmt: skip
    sums = (dist / "SHA256SUMS").read_bytes()
    assert subprocess.run(verify, input=sums, capture_output=True, check=False).returncode == 0
    assert subprocess.run(verify, input=sums + b"x", capture_output=True, check=False).returncode != 0
    (dist / "program.bin").write_bytes(b"other")
    check = ("sha256sum", "--check", "--quiet", "SHA256SUMS")
    assert subprocess.run(check, cwd=dist, capture_output=True, check=False).returncode == 1
