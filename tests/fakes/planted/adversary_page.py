"""Shapes of faults in pages, workflows and built files, and what only looks like them."""

_PIN = "actions/checkout@08c6903cd8c0fde910a37f88322edcfb5dd907a8 # v5.0.0"
FILES: dict[str, str | bytes] = {
    "README.md": """# Shop

[![CI](https://github.com/acme/shop/actions/workflows/ci.yml/badge.svg)](https://github.com/acme/shop/actions)
[![Docs](https://github.com/acme/shop/actions/workflows/docs.yml/badge.svg)](docs/guide.md)
![cov](https://img.shields.io/badge/coverage-97%25-green) and 71 % coverage

## Install

```sh
pip install shop
make build
make nothing
./scripts/setup.sh
python tools/run.py
bash scripts/gone.sh
python -m shop
python -m shop.cli
python -m pytest
shop serve
shop-admin start
shopping list
```

## Use

See [guide](docs/guide.md), [missing](docs/missing.md), [site](https://a.example), [issues](../../issues), `make other`.
[ref]: docs/none.md
Run `npm run lint` and `npm run none`.

```python
from shop import total, vanished
from shop.cart import Cart
from requests import get
```

## Test

`make test`

## Licence

[MIT](LICENSE)
""",
    "LICENSE": "MIT License\n\nPermission is hereby granted, free of charge, to any person obtaining a copy\n",
    "pyproject.toml": '[project]\nname = "shop"\nlicense = "MIT"\n[project.scripts]\nshop = "shop.cart:main"\n',
    "package.json": '{"license": "MIT", "scripts": {"lint": "eslint ."}}',
    "Makefile": "build test: x\n\techo\nx:\n\techo\n",
    "scripts/setup.sh": "#!/bin/sh\necho ok\n",
    "coverage.xml": '<coverage line-rate="0.71" branch-rate="0.5">\n</coverage>\n',
    "shop/__init__.py": '"""Shop."""\nfrom shop.cart import total\n',
    "shop/cart.py": '"""Cart."""\n\n\n'
    'class Cart:\n    """Cart."""\n\n\ndef total():\n    """Total."""\n    return 1\n\n'
    '\ndef main():\n    """Run."""\n    print(total())\n',
    "tests/test_cart.py": "from shop.cart import total\n\n\ndef test_total():\n    assert total() == 1\n",
    "docs/guide.md": """# Guide

When Git shows

```
<<<<<<< HEAD
ours
=======
theirs
>>>>>>> branch
```

decide. [gone](../shop/none.py) <!-- PLANT-SAG09 -->
""",
    "docs/heading.rst": "Title\n=======\n\ntext\n",
    "docs/conflict.md": "# A\n\n<<<<<<< HEAD\na\n=======\nb\n>>>>>>> other\n",
    "shop/merge.py": '"""Merge."""\n\nEXAMPLE = """\n<<<<<<< HEAD\na\n=======\nb\n>>>>>>> other\n"""\n',
    "shop/real.py": '"""Real."""\n<<<<<<< HEAD\na = 1\n=======\na = 2\n>>>>>>> other\n',
    "web/real.ts": "export const b = 1;\n<<<<<<< HEAD\nexport const a = 1;\n=======\nexport const a = 2;\n"
    ">>>>>>> other\n",
    "tests/test_real.py": "def test_a():\n<<<<<<< HEAD\n    assert 1\n=======\n    assert 2\n>>>>>>> other\n",
    "tests/fixtures/conflict.py": "<<<<<<< HEAD\na = 1\n=======\na = 2\n>>>>>>> other\n",
    "config/app.yaml": "a: 1\n<<<<<<< HEAD\nb: 1\n=======\nb: 2\n>>>>>>> feature/x\n",
    "config/one.yaml": "a: |\n  <<<<<<< HEAD\n",
    "style.css": "a {}\r\n<<<<<<< HEAD\r\nb {}\r\n=======\r\nc {}\r\n>>>>>>> x\r\n",
    "bin/tool": b"\x7fELF\x02\x01\x01" + b"\0" * 100,
    "lib/a.jar": b"PK\x03\x04" + b"\0" * 100,
    "contest/app.exe": b"MZ\x90\0" + b"\0" * 80 + b"This program cannot",
    "build/x.class": b"\xca\xfe\xba\xbe\0\0",
    "mod.wasm": b"\0asm\1\0\0\0",
    "tests/data/sample.exe": b"MZ\x90\0" + b"\0" * 80,
    "gradle/wrapper/gradle-wrapper.jar": b"PK\x03\x04" + b"\0" * 100,
    "img/logo.png": b"\x89PNG\r\n\x1a\n" + b"\0" * 100,
    "data/words.bin": "just words\n",
    "notes.o": "text\n",
    "CONTRIBUTING.md": "# Contributing\n",
    ".github/CODEOWNERS": "*.py @ann\n/docs/ @acme/docs\n*.go @ann\nshop/** bo@shop.example\n/web/old/ @ann\n"
    "* nobody\n",
    "CHANGELOG.md": "# Changelog\n\n## Unreleased\n",
    ".github/workflows/ci.yml": f"""name: ci
on:
  push:
    branches: [main]
  pull_request:
permissions:
  contents: read
jobs:
  test:
    runs-on: ubuntu-latest
    timeout-minutes: 10
    container: python:3.12 # PLANT-SRV03
    steps:
      - uses: {_PIN}
        with:
          persist-credentials: false
      - uses: actions/setup-python@main # PLANT-SRV03
      - uses: ./.github/actions/local
      - uses: docker://alpine:3.19 # PLANT-SRV03
      - run: python -m pytest
""",
    ".github/workflows/bad.yml": f"""name: bad
on:
  issue_comment:
  pull_request_target: # PLANT-SRV01
permissions: write-all # PLANT-SRV02
jobs:
  run: # PLANT-SRV08
    runs-on: ubuntu-latest
    steps:
      - uses: {_PIN} PLANT-SRV04
        with:
          ref: ${{{{ github.event.pull_request.head.ref }}}}
      - run: echo ${{{{ github.event.comment.body }}}} # PLANT-SRV01
      - name: title
        run: |
          echo "${{{{ github.event.issue.title }}}}"
      - uses: actions/github-script@60a0d83039c74a4aee543508d2ffcb1c3799cdea # v7
        with:
          script: |
            console.log("${{{{ github.event.pull_request.body }}}}")
      - run: echo ${{{{ github.sha }}}}
      - run: echo "BRANCH=${{{{ github.head_ref }}}}" >> $GITHUB_ENV # PLANT-SRV01
""",
    ".github/workflows/release.yml": f"""name: release
on:
  push:
    tags: ["v*"]
permissions: {{}}
jobs:
  publish:
    runs-on: ubuntu-latest
    permissions:
      contents: write
    timeout-minutes: 10
    steps:
      - uses: {_PIN}
      - run: git push origin HEAD
  two: # PLANT-SRV08
    runs-on: ubuntu-latest
    steps:
      - run: make release
""",
}
PLACES = {
    "INT10": {f"README.md:{number}" for number in (4, 5, 12, 14, 15, 17, 20, 26, 27, 28, 31)},
    "INT11": {"docs/conflict.md:3", "shop/real.py:2", "web/real.ts:2", "tests/test_real.py:2", "config/app.yaml:2",
              "style.css:2"},
    "INT12": {"bin/tool", "lib/a.jar", "contest/app.exe", "build/x.class", "mod.wasm"},
    "SAG04": {".github/CODEOWNERS:3", ".github/CODEOWNERS:5", ".github/CODEOWNERS:6"},
    "SAG09": {"README.md:26", "README.md:27"},
    "SRV01": {".github/workflows/bad.yml:3", ".github/workflows/bad.yml:16", ".github/workflows/bad.yml:20"},
}  # fmt: skip
