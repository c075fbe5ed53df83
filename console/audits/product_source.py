"""Source that makes the product: the settings of its tools, though written as code, do not."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from console.audits.repository.path_class import PathClass

if TYPE_CHECKING:
    from console.audits.repository.checkout import Checkout
    from console.audits.repository.path_class import Language

_SETTINGS = re.compile(
    r"\.config\.[cm]?[jt]s$|(^|/)\.\w[\w.-]*\.[cm]?[jt]s$"
    r"|(^|/)(sidebars|gulpfile|gruntfile|webpack\.mix)\.[cm]?[jt]s$|(^|/)(setup|noxfile)\.py$",
    re.I,
)


def product_source(checkout: Checkout, languages: frozenset[Language] | None = None) -> list[str]:
    """Return the paths of source, of some languages alone if they are told."""
    return [one for one in checkout.of(PathClass.SOURCE, languages=languages) if not _SETTINGS.search(one)]
