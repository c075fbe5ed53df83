"""What-if questions that cannot be answered are refused before anything is read (proves L4.3)."""

from pathlib import Path

import pytest
import yaml

from console.cli import program
from tests.fakes.small_estate import ESTATE


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (("--weight", "tokyo=nan"), "'tokyo=nan' is no weight. Write it in percent, 0 to 100: tokyo=30."),
        (("--weight", "tokyo=inf"), "'tokyo=inf' is no weight. Write it in percent, 0 to 100: tokyo=30."),
        (("--weight", "tokyo=-5"), "'tokyo=-5' is no weight. Write it in percent, 0 to 100: tokyo=30."),
        (("--weight", "tokyo=150"), "'tokyo=150' is no weight. Write it in percent, 0 to 100: tokyo=30."),
        (("--weight", "tokyo"), "'tokyo' is no weight. Write it in percent, 0 to 100: tokyo=30."),
        (("--lose", "tokyo", "--lose", "osaka"), "No cell would be left. Keep at least one."),
    ],
)
def test_a_question_without_an_answer_is_wrong_use(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], line: str
) -> None:
    file = tmp_path / "estate.yaml"
    file.write_text(yaml.safe_dump(ESTATE.model_dump(mode="json", exclude_defaults=True)))
    assert program.run(["--estate", str(file), "capacity", "whatif", *words, "--cached", "-o", "json"]) == 2
    assert capsys.readouterr() == ("", f"error: {line}\n")
