"""``cell-console lab`` on the command line: what it tells a person, what it hands to the window, what it refuses."""

from pathlib import Path
from typing import Any

import pytest

from console import bootstrap
from console.cli.invocation import Invocation
from console.cli.lab import PlainTeller
from console.cli.program import run
from console.kernel.i18n import set_language
from console.lab.runner.running_lab import RunningLab
from console.services.lab_start import LabStart

LAB = RunningLab(
    folder=Path("/lab"),
    estate_file=Path("/lab/estate.yaml"),
    kubeconfig=Path("/lab/kubeconfig"),
    kubernetes_url="https://127.0.0.1:1",
    metrics_url="http://127.0.0.1:2/metrics",
    metrics_token_file=Path("/lab/tokens/metrics"),
    notices=("Prometheus is not in PATH.",),
)


def test_a_person_reads_where_things_are_and_what_is_missing(capsys: pytest.CaptureFixture[str]) -> None:
    PlainTeller(Invocation()).tell({"ready": LAB.to_json()})
    told = capsys.readouterr()
    assert told.out.splitlines() == [
        "Estate file: /lab/estate.yaml",
        "Kubeconfig: /lab/kubeconfig",
        "Kubernetes API: https://127.0.0.1:1",
        "Metrics: http://127.0.0.1:2/metrics  (bearer token in /lab/tokens/metrics)",
        "The lab runs until it is stopped with Ctrl+C.",
    ]
    assert told.err == "Prometheus is not in PATH.\n"


def test_progress_is_a_line_for_each_quarter_and_trouble_a_line_on_stderr(capsys: pytest.CaptureFixture[str]) -> None:
    teller = PlainTeller(Invocation())
    for fraction in (0.01, 0.1, 0.3, 0.31, 0.99, 1.0):
        teller.tell({"progress": {"fraction": fraction, "text": "history"}})
    teller.tell({"error": "The lab's Prometheus ended by itself and was started again."})
    told = capsys.readouterr()
    assert told.out == ""
    assert [line.split()[1] for line in told.err.splitlines()[:-1]] == ["0", "25", "75", "100"]
    assert told.err.splitlines()[-1].startswith("The lab's Prometheus ended")


def test_the_language_of_the_user_is_spoken(capsys: pytest.CaptureFixture[str]) -> None:
    set_language("ja")
    try:
        PlainTeller(Invocation()).tell({"progress": {"fraction": 1.0, "text": "history"}})
    finally:
        set_language("en")
    assert capsys.readouterr().err == "履歴: 100 % 書き込み済み\n"


def test_with_a_window_the_lab_is_started_as_chosen(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    opened: list[dict[str, Any]] = []

    def run_window(_profile: object, **options: Any) -> int:
        opened.append(options)
        return 0

    monkeypatch.setattr(bootstrap, "run_window", run_window)
    folder = tmp_path / "my lab"
    code = run(["lab", "--seed", "9", "--speed", "60", "--scenario", "kafka-lag", "--dir", str(folder), "--pods", "50"])
    assert code == 0
    (options,) = opened
    assert options["estate"] == "lab"
    start = options["lab"]
    assert isinstance(start, LabStart)
    assert (start.base, start.seed, start.speed, start.pods) == (folder, 9, 60.0, 50)
    assert start.scenarios == ("kafka-lag",)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--speed", "0"], "--speed"),
        (["--speed", "nan", "--headless"], "--speed must be a number"),
        (["--seed", "-1"], "--seed"),
        (["--cells", "1000"], "--cells"),
        (["--history-days", "9999"], "--history-days"),
        (["--dir", "/dev/null/x", "--headless"], "cannot be created"),
    ],
)
def test_what_cannot_be_is_refused_in_one_sentence(
    arguments: list[str], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["lab", *arguments]) == 2
    told = capsys.readouterr().err
    assert sentence in told
    assert "Traceback" not in told
