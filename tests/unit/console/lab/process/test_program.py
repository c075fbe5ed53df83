"""Programs are found in PATH under each of their names; a missing one is told with how to install it."""

from pathlib import Path

import pytest

from console.lab.process.program import ALERTMANAGER, PROMETHEUS


def _install(folder: Path, name: str) -> Path:
    program = folder / name
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    return program


def test_debian_and_upstream_names_are_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert ALERTMANAGER.find() is None
    upstream = _install(tmp_path, "alertmanager")
    assert ALERTMANAGER.find() == str(upstream)
    debian = _install(tmp_path, "prometheus-alertmanager")
    assert ALERTMANAGER.find() == str(debian)


def test_a_missing_program_is_one_sentence_with_the_command_to_install_it() -> None:
    sentence = PROMETHEUS.missing()
    assert sentence.startswith("Prometheus is not in PATH")
    assert "sudo apt-get install prometheus”" in sentence
    assert sentence.count(". ") == 0
