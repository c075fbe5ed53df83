"""Two operators at their machines, who share an estate of production over the lab's cluster."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import yaml

from console.cli import program
from tests.fakes.program import Outcome


class OperatorDesk:
    """The machines of two operators who share an estate; each has a profile and a key of its own."""

    def __init__(self, folder: Path, lab_estate: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
        self.folder, self._monkeypatch, self._capsys = folder, monkeypatch, capsys
        self.estate = folder / "estate.yaml"
        known = yaml.safe_load(lab_estate.read_text())
        self.told = {key: known[key] for key in ("name", "clusters", "cells")} | {"environment": "production"}
        for cell in self.told["cells"]:
            for reference in ("prometheus", "template"):
                cell.pop(reference, None)
        self.write()

    def write(self, **more: Any) -> None:
        """Write the estate with more sections."""
        self.told |= more
        self.estate.write_text(yaml.safe_dump(self.told))

    @contextmanager
    def at(self, name: str) -> Iterator[None]:
        """Sit at the machine of one of them."""
        with self._monkeypatch.context() as patch:
            for variable in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"):
                patch.setenv(variable, str(self.folder / name / variable))
            patch.setenv("LOGNAME", name)
            yield

    def settle_in(self, name: str) -> str:
        """Give one of them a key in a file and the shared folder; return the public key."""
        with self.at(name):
            key, config = self.folder / name / "key", Path(os.environ["XDG_CONFIG_HOME"]) / "cell-console"
            config.mkdir(parents=True)
            assert self.run("trail", "key", "make", str(key)).code == 0
            settings = {"trail": {"key": f"file:{key}"}, "changes": {"exchange": str(self.folder / f"{name}-copy")}}
            (config / "settings.json").write_text(json.dumps({"schema_version": 1, **settings}))
            assert self.run("trail", "sign").code in {0, 2}
            self.run("secret", "list")
            assert self.run("trail", "sign").code == 0
            return str(json.loads(self.run("trail", "key", "-o", "json").out)[0]["key"])

    def settle_in_both(self) -> None:
        """Let Ann and Bob settle in, and name them as operators in the estate."""
        self.write(operators=[{"name": name.title(), "key": self.settle_in(name)} for name in ("ann", "bob")])

    def run(self, *words: str) -> Outcome:
        """Run ``cell-console`` in this process."""
        code = program.run(["--estate", str(self.estate), *words])
        said = self._capsys.readouterr()
        return Outcome(code, said.out, said.err)
