"""Help and errors name numbers in words that people know."""

import click
import pytest
from click.testing import CliRunner

from console.cli.program import program
from console.cli.usage_sentence import usage_sentence


@pytest.mark.parametrize("words", [("incidents", "open"), ("lab",), ("capacity", "show"), ("cells",)])
def test_no_help_shows_the_names_of_types(words: tuple[str, ...]) -> None:
    shown = CliRunner().invoke(program, [*words, "--help"]).output
    assert " N " in shown
    assert "RANGE" not in shown
    assert "FLOAT" not in shown


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        (click.IntRange(1, 3), "--level must be a number from 1 to 3."),
        (click.IntRange(1), "--level must be a number that is not below 1."),
        (click.INT, "--level must be a number."),
    ],
)
def test_a_wrong_number_is_told_with_the_bounds_that_there_are(kind: click.ParamType, sentence: str) -> None:
    with pytest.raises(click.BadParameter) as caught:
        click.Command("x", params=[click.Option(["--level"], type=kind)]).main(
            ["--level", "many"], standalone_mode=False
        )
    assert usage_sentence(caught.value).startswith(sentence)
