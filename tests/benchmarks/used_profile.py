"""A profile as it is after a day's work: the lab's estate was open, its history and its last view were recorded."""

import shutil
import time
from pathlib import Path

from console.bootstrap import Profile, build_session
from console.estate.load import load_estate
from console.kernel.paths import Paths
from console.services.lab_desk import LabDesk
from console.services.session import Session
from console.settings.recent import remember_estate
from console.settings.settings import Settings

ROOT = Path(__file__).resolve().parent.parent.parent
TOPICS = ("signals", "workloads", "pods", "autoscalers", "routes", "settings")
FIRST_DATA_S = 60.0
APP = "cell-console"


def used_profile(folder: Path) -> dict[str, str]:
    """Let the real program record the real lab below ``folder``; return the environment that makes it the profile."""
    paths = Paths(folder / "config" / APP, folder / "data" / APP, folder / "cache" / APP, folder / "state" / APP)
    session = build_session(Profile(paths, Settings()))
    desk = LabDesk(session.runtime, Paths.under(ROOT / "build" / "benchmark-lab"))
    try:
        # A copy, so that the program does not take it for its own lab and start that.
        file = Path(shutil.copy(desk.start().result(FIRST_DATA_S), folder / "shop.yaml"))
        loaded = load_estate(file)
        session.open_estate(loaded.estate, file)
        session.wait_connected()
        _look(session)
        remember_estate(paths, file)
    finally:
        session.close_estate()
        desk.close()
        session.close()
    return {f"XDG_{name.upper()}_HOME": str(folder / name) for name in ("config", "data", "cache", "state")}


def _look(session: Session) -> None:
    look = session.look(*TOPICS)
    deadline = time.monotonic() + FIRST_DATA_S
    while time.monotonic() < deadline:
        session.store.drain()
        state = session.store.state
        if state.readings and ("lab", "pods") in state.objects and ("lab", "routes") in state.objects:
            break
        time.sleep(0.05)  # the store belongs to this thread, and nothing else happens on it
    else:
        raise TimeoutError("the lab gave no data")
    session.store.drain(1.0)
    look.close()
