"""The settings of one profile, one section per concern."""

from typing import Literal

from console.settings.appearance import Appearance
from console.settings.changes import Changes
from console.settings.history import HistoryRetention
from console.settings.network import Network
from console.settings.polling import Polling
from console.settings.section import Section
from console.settings.shortcuts import Shortcuts
from console.settings.trail import Trail
from console.settings.webhooks import Webhooks
from console.settings.window import Window

CURRENT_VERSION = 1


class Settings(Section):
    """Everything that the user can set and that is no part of an estate; holds no secret."""

    schema_version: Literal[1] = 1
    appearance: Appearance = Appearance()
    window: Window = Window()
    shortcuts: Shortcuts = Shortcuts()
    history: HistoryRetention = HistoryRetention()
    polling: Polling = Polling()
    network: Network = Network()
    webhooks: Webhooks = Webhooks()
    trail: Trail = Trail()
    changes: Changes = Changes()
