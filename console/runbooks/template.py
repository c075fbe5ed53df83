"""A runbook to begin with."""

from __future__ import annotations

import json
import re

from console.kernel.i18n import t

_TEXT = """---
id: {id}
title: {title}
severity: warning
symptoms:
  - alert: NameOfTheAlert
parameters:
  - name: cell
    type: cell
    help: {which}
requires: [kubernetes, prometheus]
time: 10m
---

# {heading}

{summary}

## {premise}

{premise_text}

```promql {{"name": "metrics-are-there"}}
count(up) > 0
```

## {steps}

### {look}

{look_text}

```kubectl {{"name": "look"}}
get deployments -n {{{{ cell.namespace }}}}
```

### {judge}

```confirm {{"name": "judge"}}
{question}
```

## {verification}

```promql {{"name": "healed", "within": "5m", "every": "10s"}}
count(up == 0) == 0 or absent(up == 0)
```

## {recovery}

### {call}
"""


def runbook_template(name: str, title: str = "") -> str:
    """Return the text of a new runbook whose file is called ``name``, in the user's language."""
    identity = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:64] or "runbook"
    heading = " ".join(title.split()) or t("What has happened")
    return _TEXT.format(
        id=identity,
        title=json.dumps(heading, ensure_ascii=False),
        heading=heading,
        which=json.dumps(t("The cell that it is about."), ensure_ascii=False),
        summary=t("Say in two sentences what has happened and what follows from it."),
        premise=t("Premise"),
        premise_text=t("What must be true before anything is done. Blocks here only look."),
        steps=t("Steps"),
        look=t("Look at the cell"),
        look_text=t("Say what to expect here, and what to do when it is otherwise."),
        judge=t("Judge"),
        question=t("Are all deployments as you expect them?"),
        verification=t("Verification"),
        recovery=t("Recovery"),
        call=t("Call who knows more"),
    )
