"""The PyInstaller file, evaluated as on each platform: which programs it makes, what they carry. (proves issue 8)"""

import importlib.metadata
import sys
import types
from pathlib import Path
from typing import Any

import pytest

PACKAGING = Path(__file__).resolve().parents[3] / "packaging"
PROGRAMS = ["cell-console", "console-audit", "lizard", "codespell"]


class Part:
    """What one of PyInstaller's words was given."""

    def __init__(self, *given: Any, **named: Any) -> None:
        self.given, self.named = given, named
        self.pure, self.binaries, self.datas = [], named.get("binaries"), named.get("datas")
        self.scripts = [(Path(one).stem, one, "PYSOURCE") for one in given[0]] if "hiddenimports" in named else []


class Installed:
    """A package as pip puts it on Windows: ``Scripts`` beside the interpreter, launchers for what is Python."""

    requires: tuple[str, ...] = ("lizard>=1", "ruff>=0.17")
    version = "0.1.0"

    def __init__(self, folder: Path, name: str) -> None:
        self._place = folder / "Scripts" / f"{name}.exe"
        self._place.parent.mkdir(exist_ok=True)
        self._place.write_bytes(b"MZ program")
        own = PROGRAMS[:2] if name == "cell-console" else [name] if name in PROGRAMS else []
        self.entry_points = [importlib.metadata.EntryPoint(one, "x:main", "console_scripts") for one in own]

    @property
    def files(self) -> list["Placed"]:
        """Return what pip wrote down."""
        return [Placed(self._place)]


class Placed:
    """A line of what pip wrote down."""

    def __init__(self, place: Path) -> None:
        self.place, self.parent = place, place.parent

    def locate(self) -> Path:
        """Return where it is."""
        return self.place


def evaluated(monkeypatch: pytest.MonkeyPatch, folder: Path, platform: str) -> dict[str, list[Part]]:
    """Return what the file asks PyInstaller for, by its words."""
    asked: dict[str, list[Part]] = {name: [] for name in ("Analysis", "PYZ", "EXE", "COLLECT", "BUNDLE")}

    def word(name: str) -> Any:
        def say(*given: Any, **named: Any) -> Part:
            asked[name].append(Part(*given, **named))
            return asked[name][-1]

        return say

    hooks = types.ModuleType("PyInstaller.utils.hooks")
    hooks.__dict__.update(
        collect_all=lambda name: ([(name, name)], [], [name]),
        collect_data_files=lambda name: [(f"{name}/file", name)],
        collect_submodules=lambda name: [f"{name}.module"],
        copy_metadata=lambda name: [(f"{name}.dist-info", f"{name}.dist-info")],
    )
    for name in ("PyInstaller", "PyInstaller.utils"):
        monkeypatch.setitem(sys.modules, name, types.ModuleType(name))
    monkeypatch.setitem(sys.modules, hooks.__name__, hooks)
    monkeypatch.setattr(importlib.metadata, "distribution", lambda name: Installed(folder, name))
    monkeypatch.setattr(sys, "platform", platform)
    text = (PACKAGING / "cell-console.spec").read_text(encoding="utf-8")
    spoken = {name: word(name) for name in asked}
    exec(compile(text, "cell-console.spec", "exec"), {"SPECPATH": str(PACKAGING), "workpath": str(folder), **spoken})
    return asked


@pytest.mark.parametrize("platform", ["linux", "darwin", "win32"])
def test_every_platform_gets_the_same_programs_and_contents(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, platform: str
) -> None:
    asked = evaluated(monkeypatch, tmp_path, platform)
    assert [one.named["name"] for one in asked["EXE"]] == PROGRAMS
    assert all(one.named["console"] and one.named["contents_directory"] == "lib" for one in asked["EXE"])
    carried = asked["Analysis"][0].named
    assert {"console.module", "views.module", "connectors.module", "resources.module"} <= set(carried["hiddenimports"])
    assert ("resources/file", "resources") in carried["datas"]
    assert carried["module_collection_mode"] == dict.fromkeys(("console", "views", "connectors", "resources"), "pyz+py")
    assert {("ruff.dist-info", "ruff.dist-info"), ("lizard.dist-info", "lizard.dist-info")} <= set(carried["datas"])
    native = [Path(place).name for place, _ in carried["binaries"] if Path(place).is_file()]
    assert native == ["ruff.exe"]  # the launcher of lizard works only beside its interpreter


def test_windows_hides_the_console_of_a_double_click_and_macos_gets_an_application(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    windows = evaluated(monkeypatch, tmp_path, "win32")
    hidden = {one.named["name"]: one.named["hide_console"] for one in windows["EXE"]}
    assert hidden == {**dict.fromkeys(PROGRAMS), "cell-console": "hide-early"}
    assert windows["BUNDLE"] == []
    macos = evaluated(monkeypatch, tmp_path, "darwin")
    application = macos["BUNDLE"][0].named
    assert application["name"] == "Cell Console.app"
    assert application["info_plist"]["LSBackgroundOnly"] is False
    assert {one.named["hide_console"] for one in macos["EXE"]} == {None}
