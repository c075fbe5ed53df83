"""Reading runbooks: sections, steps, Runme's attributes, and whatever somebody hostile writes. Proves L2.3."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from console.domain.runbooks.section import Section
from console.domain.severity import Severity
from console.runbooks.fence_head import fence_head
from console.runbooks.parse import MOST_BYTES, MOST_STEPS, parse_runbook

WHOLE = """---
id: scale-out
title: A cell is short
severity: critical
symptoms:
  - alert: Short
    labels: {severity: page}
parameters:
  - {name: cell, type: cell}
requires: [kubernetes]
time: 1h30m
---

# Another title

What it is about.

## Premise

```promql
up == 1
```

## Background

```sh
echo only text
```

## Steps

### Look

Expect three.

```kubectl {"name":"look"}
get pods
```

### Call the owner

Their number is on the wall.

- [ ] The owner knows
- not a task

```yaml
shown: only
```

> ```sh
> echo quoted
> ```

## Verification

```promql {"name":"healed"}
up == 1
```

## Recovery

### Wake somebody
"""


def test_sections_steps_prose_and_lines() -> None:
    parsed = parse_runbook(WHOLE, name="file")
    assert parsed.faults == ()
    runbook = parsed.runbook
    assert runbook is not None
    assert (runbook.id, runbook.title, runbook.severity) == ("scale-out", "A cell is short", Severity.CRITICAL)
    assert runbook.time_s == 5400
    assert runbook.summary == "What it is about."
    assert [(one.name, one.kind, one.section.value, one.title) for one in runbook.steps] == [
        ("promql-1", "promql", "premise", "promql-1"),
        ("look", "kubectl", "steps", "Look"),
        ("confirm-1", "confirm", "steps", "Call the owner"),
        ("healed", "promql", "verification", "healed"),
        ("confirm-2", "confirm", "recovery", "Wake somebody"),
    ]
    look = runbook.steps[1]
    assert look.prose == "Expect three."
    assert WHOLE.split("\n")[look.line - 1].startswith("```kubectl")
    assert runbook.steps[2].body == "The owner knows"


def test_japanese_headings_mean_the_same() -> None:
    look = "```promql\nup\n```\n\n"
    text = f"# 題\n\n## 前提\n\n{look}## 手順\n\n### 見る\n\n## 検証\n\n{look}## 復旧\n\n### 呼ぶ\n"
    runbook = parse_runbook(text, name="x", language="ja").runbook
    assert runbook is not None
    assert [one.section for one in runbook.steps] == list(Section)


def test_a_readme_that_was_written_for_runme_is_all_steps() -> None:
    # Attributes and front matter as Runme writes them.
    text = """---
runme:
  id: 01HF7B0KJQ
  version: v3
shell: bash
---

# Example

```sh {"id":"01HF7B0KK32HBQ9X4AC2GPMZG5","interactive":"false","name":"install"}
npm install
```

```sh { name=serve background=true closeTerminalOnSuccess=false }
npm start
```

```sh {interactive=false excludeFromRunAll=true}
npm test
```

```json {"ignore":"true"}
{}
```

## Verification

```sh { promptEnv=no cwd=.. }
curl localhost
```

## More

```python
print(1)
```
"""
    parsed = parse_runbook(text, name="README")
    assert parsed.faults == ()
    runbook = parsed.runbook
    assert runbook is not None
    assert runbook.id == "readme"
    assert [(one.name, one.section) for one in runbook.steps] == [
        ("install", Section.STEPS),
        ("serve", Section.STEPS),
        ("shell-1", Section.STEPS),
        ("shell-2", Section.VERIFICATION),
        ("shell-3", Section.STEPS),
    ]
    assert runbook.steps[1].attributes["background"] == "true"


@pytest.mark.parametrize(
    ("info", "language", "attributes"),
    [
        ("sh", "sh", {}),
        ('sh {"name":"a b","n":1,"f":true}', "sh", {"name": "a b", "n": "1", "f": "true"}),
        ("sh { name=x }", "sh", {"name": "x"}),
        ('sh {name=x,other=\'a b\' third="c \\" d"}', "sh", {"name": "x,other='a", "b'": ""} | {}),
        ("SH {name=x}", "sh", {"name": "x"}),
        ("sh{name=x}", "sh", {"name": "x"}),
        ("", "", {}),
        ("sh\t{name=look}", "sh", {"name": "look"}),
    ],
)
def test_attributes_of_a_fence(info: str, language: str, attributes: dict[str, str]) -> None:
    found = fence_head(info)
    assert found.language == language
    if not found.fault and "," not in info:
        assert found.attributes == attributes


def test_what_cannot_be_read_of_a_fence_is_told_on_one_line() -> None:
    assert fence_head('kubectl {\t:"look"}').fault.endswith('from here:  :"look".')


@pytest.mark.parametrize(
    ("text", "line", "word"),
    [
        ("x" * (MOST_BYTES + 1), 1, "larger"),
        ("# X\n\n\x1b[2J\n", 3, "U+001B"),
        ("# X\n\nevil \u202e text\n", 3, "U+202E"),
        ("---\nid: Bad Id\n---\n", 2, "small letters"),
        ("---\nparameters:\n  - name: x\n    minimum: low\n---\n", 4, "minimum"),
        ("---\nparameters:\n  - name: x\n    colour: red\n---\n", 3, "colour"),
        ("---\na: &x [1]\nb: *x\n---\n", 2, "anchors"),
        ("---\nseverity: terrible\n---\n", 2, "terrible"),
        ("---\ntime: soon\n---\n", 2, "length of time"),
        ("## Steps\n\n```sh {name=x}\na\n```\n\n```sh {name=x}\nb\n```\n", 7, "taken"),
        ("## Steps\n\n```sh {name=x ???}\na\n```\n", 3, "attributes"),
        ("```sh {name=$(id)}\na\n```\n", 1, "letters"),
        ("## Steps\n\n" + "```sh\na\n```\n\n" * (MOST_STEPS + 3), 3 + 4 * MOST_STEPS, "at most"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(text: str, line: int, word: str) -> None:
    faults = [one for one in parse_runbook(text, name="x").faults if one.is_error]
    assert faults[0].line == line, faults
    assert word in faults[0].text


@given(st.text(max_size=400))
@settings(max_examples=150)
def test_any_text_is_read_or_refused(text: str) -> None:
    parsed = parse_runbook(f"# X\n\n{text}", name=text[:20])
    assert parsed.runbook is not None or parsed.faults


PARTS = ["```", "~~~", "---", "## Steps", "- [ ] a", "> ", "sh {", "}", "\t", "{{ x }}", "*", "#"]


@given(st.lists(st.sampled_from(PARTS)))
@settings(max_examples=150)
def test_any_pile_of_markdown_is_read(parts: list[str]) -> None:
    parsed = parse_runbook("\n".join(parts), name="x")
    assert parsed.runbook is not None
    lines = len("\n".join(parts).split("\n"))
    assert all(1 <= one.line <= lines for one in parsed.runbook.steps)


def test_deep_nesting_is_no_bomb() -> None:
    for text in (">" * 5000 + " x", "- " * 5000 + "x", "[" * 20000, "*" * 20000, "`" * 20001):
        assert parse_runbook(f"# X\n\n{text}\n", name="x").runbook is not None
