"""Who a connector speaks to, in the words that error sentences need."""

from dataclasses import dataclass

from console.kernel.i18n import t


@dataclass(frozen=True, slots=True)
class Peer:
    """``name`` opens every sentence ("cluster prod"); the hints name the option that the user would change."""

    name: str
    url: str
    ca_hint: str = ""
    auth_hint: str = ""

    @property
    def place(self) -> str:
        """Return name and address, for sentences."""
        return t("{name} at {url}", name=self.name, url=self.url)
