"""The page's base, under the name that pages import it by."""

from views.page import Destination, Page, PageContext, Shortcut

__all__ = ["Destination", "Page", "PageContext", "Shortcut"]
