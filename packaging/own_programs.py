"""The programs that the project installs, one per line, from pyproject.toml."""

import sys
import tomllib
from pathlib import Path

project = tomllib.loads((Path(__file__).parent.parent / "pyproject.toml").read_text(encoding="utf-8"))
sys.stdout.write("\n".join(project["project"]["scripts"]) + "\n")
