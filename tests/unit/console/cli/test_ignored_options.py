"""Options that cannot be honoured together are refused, not ignored."""

import pytest
from click.testing import CliRunner

from console.cli.program import program


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("carbon", "JP", "--cached"), "always read anew"),
        (("carbon", "JP", "--check"), "always read anew"),
        (("carbon", "JP", "--by", "cell"), "always read anew"),
        (("carbon", "--wait", "nan"), "nan"),
        (("cost", "--window", "30d", "--cached"), "always read anew"),
        (("cost", "--step", "1d"), "--step is for another --window"),
        (("metrics", "query", "up", "--step", "5m"), "--step is for points over time"),
    ],
)
def test_options_that_do_not_go_together_are_a_usage_error(words: tuple[str, ...], told: str) -> None:
    found = CliRunner().invoke(program, list(words))
    assert found.exit_code == 2
    assert told in found.output
