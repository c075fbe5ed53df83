"""Registries refuse twins and name what they know; the loader imports every module of a package."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from console.kernel.errors import ConsoleError
from console.kernel.registry import Registry, load_all


@dataclass(frozen=True)
class _Item:
    key: str


def test_a_key_is_declared_once_and_an_unknown_key_names_the_known_ones() -> None:
    registry: Registry[_Item] = Registry("page")
    registry.add(_Item("overview"))
    with pytest.raises(ConsoleError, match="twice"):
        registry.add(_Item("overview"))
    with pytest.raises(ConsoleError, match="Known: overview"):
        registry.get("overwiev")
    assert [one.key for one in registry] == ["overview"]
    assert "overview" in registry


def test_the_loader_imports_each_module_of_a_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "planted_package"
    package.mkdir()
    (package / "__init__.py").write_text("loaded = []\n")
    for name in ("b", "a"):
        (package / f"{name}.py").write_text(f"from planted_package import loaded\nloaded.append({name!r})\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    assert load_all("planted_package") == ("planted_package.a", "planted_package.b")
    import planted_package  # type: ignore[import-not-found]

    assert planted_package.loaded == ["a", "b"]
