"""Who may import whom: the rules hold, and each of them fails when it is broken. (proves issue 2: import rules hold)"""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.source_tree import PACKAGES

# Contract name in pyproject.toml -> offending files, each with one import that the rule must find.
PLANTS = {
    "Layers": {
        "console/kernel/planted_up.py": "import console.domain.planted_layer",
        "console/domain/planted_layer.py": "import console.settings.planted_layer",
        "console/settings/planted_layer.py": "import console.store.planted_layer",
        "console/store/planted_layer.py": "import console.presenters.planted_layer",
        "console/presenters/planted_layer.py": "import console.services.planted_layer",
        "console/services/planted_layer.py": "",
        "views/planted_layer.py": "import connectors.planted_layer",
        "connectors/planted_layer.py": "",
        "resources/planted_layer.py": "import console.kernel.planted_up",
    },
    "Qt only in views": {
        "console/presenters/planted_qt.py": "import PySide6.QtCore",
        "console/lab/planted_plot.py": "import pyqtgraph",
        "connectors/planted_qt.py": "from PySide6 import QtNetwork",
    },
    "HTTP clients, SDKs and the keyring only in connectors": {
        "console/services/planted_http.py": "import httpx",
        "console/lab/planted_sdk.py": "import kubernetes.client",
        "views/planted_keyring.py": "from keyring import get_password",
        "console/estate/planted_prometheus.py": "import prometheus_api_client",
    },
    "In the core only the composition root knows connectors and views": {
        "console/cli/planted_adapter.py": "import connectors.registry",
        "console/lab/planted_adapter.py": "import connectors.registry",
        "console/services/planted_view.py": "import views.registry",
    },
    "The domain does no I/O": {
        "console/domain/planted_asyncio.py": "import asyncio",
        "console/domain/planted_os.py": "from os import environ",
        "console/domain/planted_path.py": "from pathlib import Path",
        "console/domain/planted_log.py": "import logging",
        "console/domain/planted_process.py": "import subprocess",
        "console/domain/planted_sql.py": "import sqlite3",
        "console/domain/planted_thread.py": "import threading",
    },
    "Connectors see ports, domain, estate, settings and the kernel; never the lab": {
        "connectors/planted_store.py": "import console.store",
        "connectors/planted_lab.py": "import console.lab",
        "connectors/planted_presenter.py": "def later() -> None:\n    import console.presenters",
    },
    "Connectors do not see one another": {
        "connectors/planted_one/__init__.py": "",
        "connectors/planted_one/source.py": "import connectors.planted_two.client",
        "connectors/planted_two/__init__.py": "",
        "connectors/planted_two/client.py": "import connectors.common.planted",
        "connectors/common/__init__.py": "",
        "connectors/common/planted.py": "import connectors.registry",
    },
    "Pages do not see one another": {
        "views/pages/__init__.py": "",
        "views/pages/planted_one.py": "from views.pages import planted_two",
        "views/pages/planted_two.py": "",
    },
    "No cycles at any depth": {
        "views/planted_deep/__init__.py": "",
        "views/planted_deep/below/__init__.py": "",
        "views/planted_deep/below/head.py": "import views.planted_deep.below.tail",
        "views/planted_deep/below/tail.py": "import views.planted_deep.below.head",
    },
}


def _lint(root: Path) -> str:
    result = subprocess.run(
        [Path(sys.executable).parent / "lint-imports", "--no-logo", "--no-cache"],
        cwd=root,
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    return result.stdout + result.stderr


def _verdicts(output: str) -> dict[str, str]:
    return dict(re.findall(r"^(.+) (KEPT|BROKEN)\b", output, flags=re.MULTILINE))


@pytest.fixture(scope="module")
def planted_output(tmp_path_factory: pytest.TempPathFactory, root_dir: Path) -> str:
    """What the checker says about a copy of the tree in which every rule is broken."""
    copy = tmp_path_factory.mktemp("planted")
    shutil.copy(root_dir / "pyproject.toml", copy)
    for package in PACKAGES:
        shutil.copytree(root_dir / package, copy / package, ignore=shutil.ignore_patterns("__pycache__", "*.json"))
    for plants in PLANTS.values():
        for name, source in plants.items():
            file = copy / name
            file.parent.mkdir(parents=True, exist_ok=True)
            if not file.exists():
                file.write_text(f'"""Planted."""\n\n{source}\n', encoding="utf-8")
    return _lint(copy)


def test_the_tree_keeps_every_import_rule(root_dir: Path) -> None:
    output = _lint(root_dir)
    assert set(_verdicts(output)) == set(PLANTS), output
    assert set(_verdicts(output).values()) == {"KEPT"}, output


@pytest.mark.parametrize("contract", PLANTS)
def test_a_broken_rule_is_found(contract: str, planted_output: str) -> None:
    assert _verdicts(planted_output).get(contract) == "BROKEN", planted_output


def _direct_offences() -> list[tuple[str, str]]:
    wanted = []
    for contract, plants in PLANTS.items():
        for name, source in plants.items():
            imported = re.search(r"(?:import|from) ([\w.]+)", source)
            # Cycles are reported by package, and what connectors share is no offence.
            if imported and contract != "No cycles at any depth" and "common" not in name + imported[1]:
                wanted.append((name.removesuffix(".py").replace("/", "."), imported[1]))
    return wanted


@pytest.mark.parametrize(("importer", "imported"), _direct_offences())
def test_each_offending_import_is_named(importer: str, imported: str, planted_output: str) -> None:
    shown = imported if imported.startswith(PACKAGES) else imported.partition(".")[0]
    assert re.search(rf"{re.escape(importer)}\b.*{re.escape(shown)}", planted_output), planted_output
