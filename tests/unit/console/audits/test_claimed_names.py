"""Names of its own Python, programs and crates that a README shows. Proves G1.2 and G1.11 (INT10)."""

from pathlib import Path

from tests.fakes.planted_repository import judged, marked, told_words

_PYTHON = {
    "README.md": """# Shop

Call `shop.core.total(1)`, or `shop.core.refund(1)` PLANT-INT10, or `shop.rows.every()`.
`app.core.run()` is not ours, `shop.total()` is an object of the reader.

```python
import shop.core
import shop.core as core  # the heart
import shop.gone  PLANT-INT10
import shop.fast
import yaml.nodes
shop.core.total(2)
shop.core.nothing(2)  PLANT-INT10
```

```java
import shop.gone.Cart;
```

```
shop serve --port 80
shop-admin users  PLANT-INT10
```
""".replace("gone  PLANT-INT10", "gone  # PLANT-INT10"),
    "pyproject.toml": '[project]\nname = "shop"\n\n[project.scripts]\nshop = "shop.cli:main"\n',
    "src/shop/__init__.py": "",
    "src/shop/core.py": "def total(n):\n    return n\n",
    "src/shop/cli.py": "def main():\n    return 0\n",
    "src/shop/rows.py": "from sqlalchemy import *\n",
    "src/shop/fast.pyx": "",
}


def test_names_of_modules_and_programs_that_are_not_there_are_found(tmp_path: Path) -> None:
    outcome = judged(tmp_path, _PYTHON, "INT10")
    assert {one.place for one in outcome.findings} == marked(_PYTHON, "INT10"), told_words(outcome)


_SHARED = {
    "README.md": """# Shop

`shop.app.run()`, `shop.config.update(a=1)`, `shop.db.engine.connect()`, but `shop.db.gone()` PLANT-INT10.

```python
from google.oauth2 import service_account
import google.auth.transport
import google.cloud.shop
import zope.interface
```

```js
shop.db.findOne({})
```

```sh
go run ./
go run ./cmd  # PLANT-INT10
```
""",
    "main.go": "package main\n",
    "google/cloud/shop/__init__.py": "class Client:\n    pass\n",
    "zope/__init__.py": "__path__ = __import__('pkgutil').extend_path(__path__, __name__)\n",
    "shop/__init__.py": "from .app import app\nfrom shop.config import (\n    config,\n)\nfrom . import db\n",
    "shop/app.py": "app = make()\n",
    "shop/config.py": "config = {}\n",
    "shop/db.py": "engine = make()\n",
}


def test_what_others_add_to_a_package_and_what_hides_a_module_is_not_missed(tmp_path: Path) -> None:
    outcome = judged(tmp_path, _SHARED, "INT10")
    assert {one.place for one in outcome.findings} == marked(_SHARED, "INT10"), told_words(outcome)


_CRATES = {
    "README.md": "# Shop\n\n```sh\ncargo run --bin shopd -- --bin other\ncargo run -p cli --bin cli\n"
    "cargo run --release --example basket\ncargo run --bin tool\ncargo build --bin migrate # PLANT-INT10\n"
    "cargo run --example wallet # PLANT-INT10\ncargo install --bin other ripgrep\n```\n",
    "Cargo.toml": '[workspace]\nmembers = ["crates/*"]\n',
    "crates/shop/Cargo.toml": '[package]\nname = "shop"\n\n[[bin]]\nname = "shopd"\npath = "src/daemon.rs"\n',
    "crates/shop/src/daemon.rs": "fn main() {}\n",
    "crates/shop/src/bin/tool/main.rs": "fn main() {}\n",
    "crates/shop/examples/basket.rs": "fn main() {}\n",
    "crates/cli/Cargo.toml": 'bin = [{ name = "cli", path = "src/main.rs" }]\n[package]\nname = "cli-of-shop"\n',
    "crates/cli/src/main.rs": "fn main() {}\n",
}


def test_programs_and_examples_of_crates_that_are_not_there_are_found(tmp_path: Path) -> None:
    outcome = judged(tmp_path, _CRATES, "INT10")
    assert {one.place for one in outcome.findings} == marked(_CRATES, "INT10"), told_words(outcome)
