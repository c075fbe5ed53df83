"""Values of parameters never become code: not for a shell, a query, an address or a list of arguments. Proves L2.3."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from console.domain.runbooks.runbook_run import RunOutcome
from console.kernel.errors import UserError
from console.runbooks.lint import lint_runbook
from tests.fakes.runbook_console import RunbookConsole

HOSTILE = {
    "quotes": 'it\'s "quoted" and `ticked`',
    "newlines": "one\ntouch made\nthree",
    "command": "$(touch made)",
    "ticks": "`touch made`",
    "semicolon": "x; touch made",
    "and": "x && touch made || touch made",
    "pipe": "x | tee made",
    "redirect": "x > made",
    "variables": "$HOME ${PATH} $IFS",
    "leading dash": "-rf",
    "leading dashes": "--help",
    "end of a here-document": "EOF\ntouch made\nEOF",
    "placeholder": "{{ other }} {{ now }}",
    "yaml": "a: {b: [c]}\n- d # e",
    "brace": '"} or vector(1) #',
    "unicode": "\u202e\u2066 反 \U0001f4a5",
    "glob": "* ? [a-z]",
    "backslashes": "\\\\ \\n \\",
    "carriage return": "a\rtouch made",
    "empty": "",
}

WORDS = {f"word_{place}": value for place, value in enumerate(HOSTILE.values())}
HEAD = "---\nparameters:\n" + "".join(f"  - {{name: {name}, default: ''}}\n" for name in WORDS) + "---\n# X\n\n"
SCRIPT = """---
parameters:
  - {name: word}
---
# X

```sh {"name":"sh"}
printf '%s' "$WORD" > from-sh
```
"""


@pytest.fixture
def console(tmp_path: Path) -> Iterator[RunbookConsole]:
    one = RunbookConsole(tmp_path)
    yield one
    one.close()


def arrived(folder: Path, suffix: str) -> dict[str, str]:
    files = {one: folder / f"{one}.{suffix}" for one in WORDS}
    return {name: file.read_bytes().decode() for name, file in files.items() if file.exists()}


def test_a_script_finds_every_value_as_it_is_and_runs_nothing_of_it(console: RunbookConsole, tmp_path: Path) -> None:
    shell = "".join(f"printf '%s' \"${name.upper()}\" > {name}.$0\n" for name in WORDS)
    python = "import os\n" + "".join(
        f"open('{name}.python', 'w', newline='').write(os.environ['{name.upper()}'])\n" for name in WORDS
    )
    blocks = [f"```{one}\n{shell.replace('$0', one)}```\n" for one in ("sh", "bash")]
    run = console.whole(HEAD + "\n".join([*blocks, f"```python\n{python}```\n"]), **WORDS)
    assert run.outcome is RunOutcome.SUCCEEDED, run.why
    for name in ("sh", "bash", "python"):
        assert arrived(tmp_path, name) == WORDS
    assert not (tmp_path / "made").exists()


def test_every_argument_is_one_argument(console: RunbookConsole, tmp_path: Path) -> None:
    write = 'printf "%s" "$2" > '
    blocks = [f"```argv\n[sh, -c, '{write}{one}.argv', sh, --, '{{{{ {one} }}}}']\n```\n" for one in WORDS]
    run = console.whole(HEAD + "\n".join(blocks), **WORDS)
    assert run.outcome is RunOutcome.SUCCEEDED, run.why
    assert arrived(tmp_path, "argv") == WORDS
    assert not (tmp_path / "made").exists()


def test_an_argument_that_would_be_an_option_is_refused_before_anything_runs(console: RunbookConsole) -> None:
    with pytest.raises(UserError, match="option"):
        console.plan('---\nparameters: [{name: word}]\n---\n```argv\n[ls, "{{ word }}"]\n```\n', word="--color")


@pytest.mark.parametrize("value", ["a\x00b", "x" * (1 << 20), "a\udcff"], ids=["NUL", "a megabyte", "not UTF-8"])
def test_what_no_program_can_be_given_is_refused_by_name(console: RunbookConsole, value: str) -> None:
    with pytest.raises(UserError, match="The parameter word does not fit"):
        console.plan(SCRIPT, word=value)


def test_the_longest_value_arrives_whole(console: RunbookConsole, tmp_path: Path) -> None:
    value = "$(touch made)'" * 2300
    assert console.whole(SCRIPT, word=value).outcome is RunOutcome.SUCCEEDED
    assert (tmp_path / "from-sh").read_text() == value
    assert not (tmp_path / "made").exists()


def test_a_parameter_cannot_take_the_name_of_a_variable_that_programs_obey(console: RunbookConsole) -> None:
    for name in ("path", "ld_preload", "bash_env", "ifs", "pythonpath", "home", "https_proxy"):
        text = f"---\nparameters: [{{name: {name}}}]\n---\n# X\n\n```sh\ntrue\n```\n"
        assert any(one.is_error and "rename" in one.text for one in lint_runbook(text, name="x"))
        with pytest.raises(UserError, match="rename"):
            console.plan(text, **{name: "x"})


def test_a_script_cannot_have_values_pasted_into_it(console: RunbookConsole) -> None:
    with pytest.raises(UserError, match=r'write "\$WORD"'):
        console.plan("---\nparameters: [{name: word}]\n---\n```sh\necho {{ word }}\n```\n", word="x")


def test_a_script_sees_only_what_is_let_through(
    console: RunbookConsole, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("LET_THROUGH", "ASKED_FOR", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, f"{name}-value")
    run = console.whole('# X\n\n```sh {"env":"ASKED_FOR"}\nenv | cut -d= -f1 > names\n```\n')
    assert run.outcome is RunOutcome.SUCCEEDED
    names = set((tmp_path / "names").read_text().split())
    assert {"LET_THROUGH", "ASKED_FOR", "PATH"} <= names
    assert "AWS_SECRET_ACCESS_KEY" not in names


def test_a_secret_reaches_the_script_and_nothing_that_is_kept(console: RunbookConsole, tmp_path: Path) -> None:
    text = """---
parameters: [{name: token, type: secret-reference}]
---
# X

```sh
printf '%s' "$TOKEN" > arrived
echo "using $TOKEN"
export LEFT=$TOKEN
```
"""
    run = console.whole(text, token="env:VERY_LONG_NAME")
    assert run.outcome is RunOutcome.SUCCEEDED
    assert (tmp_path / "arrived").read_text() == "value-of-VERY_LONG_NAME"
    assert "•••" in console.output(run)
    kept = [one.read_bytes() for one in (tmp_path / "profile").rglob("*") if one.is_file()]
    assert kept
    assert not [one for one in kept if b"value-of-VERY_LONG_NAME" in one]


def test_a_query_keeps_its_meaning_whatever_a_value_holds(console: RunbookConsole) -> None:
    text = "---\nparameters: [{name: word}]\n---\n# X\n\n```promql\nup{a=\"{{ word }}\", b='{{ word }}'} == 1\n```\n"
    console.whole(text, word="x\"} or vector(1) # \\ ' \n")
    assert console.world.metrics.asked == [
        "up{a=\"x\\\"} or vector(1) # \\\\ \\' \\n\", b='x\\\"} or vector(1) # \\\\ \\' \\n'} == 1"
    ]
    with pytest.raises(UserError, match="inside quotes"):
        console.plan("---\nparameters: [{name: word}]\n---\n```promql\nup > {{ word }}\n```\n", word="1) or vector(1")
