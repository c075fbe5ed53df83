"""Numbers within bounds: what is no number is outside of them."""

from math import isnan
from typing import Any

import click


class NumberRange(click.FloatRange):
    """A range that refuses ``nan``, of which every comparison says that it is not beyond a bound."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the number; end with a usage error otherwise."""
        number = super().convert(value, param, ctx)
        if isnan(number):
            self.fail(str(value), param, ctx)
        return number
