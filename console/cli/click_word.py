"""Click's own words on help pages in the language in force; click has no catalogue of its own."""

import click.core
import click.decorators
import click.formatting

from console.kernel.i18n import t


def translate_click() -> None:
    """Let click say its headings as we do; it asks for each word when it writes it."""
    words = {
        "Usage:": t("Usage:"),
        "Options": t("Options"),
        "Commands": t("Commands"),
        "Show this message and exit.": t("Show this message and exit."),
        "default: {default}": t("default: {default}", default="{default}"),  # click fills it in
        "required": t("required"),
    }
    for module in (click.core, click.decorators, click.formatting):
        vars(module)["_"] = lambda text: words.get(text, text)
