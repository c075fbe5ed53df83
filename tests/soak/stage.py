"""What acts play on: the real window over the real lab, in a profile of its own."""

from dataclasses import dataclass, replace
from pathlib import Path

from console.bootstrap import Profile, build_session
from console.estate.discovery import Proposal
from console.kernel.paths import Paths
from console.lab.runner.running_lab import RunningLab
from console.services.lab_desk import LabDesk
from console.services.lab_start import LabStart
from console.services.session import Session
from console.services.window_opener import WindowOpener
from console.settings.appearance import Appearance, Language, Theme
from console.settings.settings import Settings
from views.app import make_application
from views.desktop import Desktop
from views.window import Window

SEED = 7


def _no_kubeconfig() -> Proposal:
    raise AssertionError("a soak does not look into kubeconfigs")


@dataclass
class Stage:
    """Close it at the end."""

    paths: Paths
    session: Session
    desk: LabDesk
    desktop: Desktop

    @property
    def window(self) -> Window:
        """Return the first window."""
        return self.desktop.windows[0]

    @property
    def lab_pid(self) -> int | None:
        """Return the process of the lab, while it runs."""
        return self.desk._made.pid if self.desk._made is not None else None

    @property
    def has_data(self) -> bool:
        """Return whether the cluster and the metrics of the lab have been read."""
        state = self.session.store.state
        return bool(state.objects.get(("lab", "pods"))) and any(one.values for one in state.readings.values())

    @property
    def lab(self) -> RunningLab:
        """Return where the lab is; raise ``LookupError`` while it does not run."""
        if self.desk._made is None or self.desk._made.running is None:
            raise LookupError("the lab does not run")
        return self.desk._made.running

    def close(self) -> None:
        """End window, lab and session."""
        self.desktop.close()
        self.desk.close()
        self.session.close()


def make_stage(folder: Path, speed: float, days: float, cache: Path) -> Stage:
    """Open the window in a new profile; nothing is open in it yet."""
    paths = Paths.under(folder / "profile")
    settings = Settings(appearance=Appearance(theme=Theme.LIGHT, language=Language.ENGLISH))
    session = build_session(Profile(paths, settings))
    start = replace(LabStart(folder / "lab", cache), seed=SEED, speed=speed, history_days=days)
    desk = LabDesk(session.runtime, paths, start)
    session.lab = desk
    opener = WindowOpener(session.runtime, paths, desk, _no_kubeconfig)
    desktop = Desktop(make_application(), session, settings, opener, lambda _settings: None)
    desktop.open_first("lab")
    return Stage(paths, session, desk, desktop)
