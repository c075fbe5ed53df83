"""The desk writes, signs and notes a report, reads from the local history without a network, and can be given up."""

# proves L4.5, C6

import base64
import errno
import hashlib
import json
import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from console.domain.event import ObjectsListed, SeriesObserved, SignalsObserved
from console.domain.forecast.outlook import TOPIC as OUTLOOKS
from console.domain.signal import Reading
from console.domain.signal_key import SignalKey
from console.domain.trail_event import TrailEvent
from console.kernel.errors import Cancelled, ConsoleError, UserError
from console.kernel.i18n import Speaking, t
from console.kernel.paths import Paths, write_private
from console.kernel.runtime import Runtime
from console.presenters.format import local_time
from console.services.reviews import review_desk, review_gathering
from console.services.reviews.review_desk import STATEMENT_SUFFIX, ReviewDesk
from console.services.reviews.review_order import ReviewOrder
from console.services.session import Session
from console.services.trail_reading import TrailReading
from console.store.history.history import History
from tests.fakes.manual_clock import ManualClock
from tests.fakes.reviewed_estate import MONTH
from tests.fakes.spending import COSTS, NOW, NOW_S, estate
from tests.fakes.trail_profile import TrailProfile
from tests.fakes.waiting import wait_until

KEY = SignalKey("router_rps", "tokyo")
Open = Callable[[], Session]


@pytest.fixture
def profile(tmp_path: Path) -> TrailProfile:
    return TrailProfile(tmp_path / "profile")


@pytest.fixture
def open_session(tmp_path: Path, profile: TrailProfile) -> Iterator[Open]:
    made: list[Session] = []

    def new() -> Session:
        session = Session(
            runtime=Runtime(),
            clock=ManualClock(NOW),
            paths=Paths.under(tmp_path / "profile"),
            history=History(tmp_path / "history.sqlite"),
            connect=lambda _estate, _folder: {},
            trail=lambda: profile.book,
        )
        made.append(session)
        session.open_estate(estate(), tmp_path / "estate.yaml")
        session.wait_connected()
        session.store.drain()
        return session

    yield new
    for session in made:
        session.close()


def seen(session: Session) -> None:
    session.store.dispatch(ObjectsListed("costs", "cost-days", COSTS, NOW_S))
    session.store.dispatch(SignalsObserved("metrics", {KEY: Reading(300.0, NOW_S, "q")}, NOW_S))
    times = tuple(NOW_S - 600 + 60 * index for index in range(10))
    session.store.dispatch(SeriesObserved(KEY, times, tuple(300.0 for _ in times)))
    wait_until(lambda: session.store.drain() is None or not session.store.pending)


def order(folder: Path, format_key: str = "md") -> ReviewOrder:
    return ReviewOrder(MONTH, folder / f"review.{format_key}", format_key, is_offline=True)


def test_a_report_is_written_with_a_signed_statement_and_noted(open_session: Open, tmp_path: Path) -> None:
    session = open_session()
    seen(session)
    told: list[tuple[float, str]] = []
    written = session.runtime.run(
        ReviewDesk(session).make(order(tmp_path), lambda share, what: told.append((share, what)))
    )
    assert written.file.read_text(encoding="utf-8").startswith("# Capacity review 2026-11")
    assert written.size == written.file.stat().st_size
    assert [share for share, _ in told] == sorted(share for share, _ in told)
    assert written.statement == tmp_path / f"review.md{STATEMENT_SUFFIX}"
    envelope = json.loads(written.statement.read_text())
    said = json.loads(base64.b64decode(envelope["payload"]))
    digest = hashlib.sha256(written.file.read_bytes()).hexdigest()
    assert said["subject"] == [{"name": "review.md", "digest": {"sha256": digest}}]
    session.runtime.run(session.trail.flush())
    records = tuple(TrailReading(session.trail.book).records())
    assert records[-1].form is not None
    assert records[-1].form.kind == "report.exported"


def test_of_the_trail_the_report_tells_what_became_of_rollouts_and_not_who_looked_at_secrets(
    open_session: Open, tmp_path: Path
) -> None:
    session = open_session()
    session.trail.note(TrailEvent("rollout.completed", "roll-of-today"))
    session.trail.note(TrailEvent("secret.listed", "drawer-of-secrets"))
    session.runtime.run(session.trail.flush())
    text = session.runtime.run(ReviewDesk(session).make(order(tmp_path))).file.read_text(encoding="utf-8")
    assert "roll-of-today" in text
    assert "drawer-of-secrets" not in text


def test_without_a_key_the_report_is_written_and_says_that_it_is_not_signed(
    open_session: Open, profile: TrailProfile, tmp_path: Path
) -> None:
    (profile.root / "key").unlink()
    session = open_session()
    written = session.runtime.run(ReviewDesk(session).make(order(tmp_path)))
    assert written.file.is_file()
    assert written.statement is None
    assert any("no signed statement" in one for one in written.notes)


def test_an_old_statement_never_stays_beside_a_new_report(open_session: Open, tmp_path: Path) -> None:
    session = open_session()
    first = session.runtime.run(ReviewDesk(session).make(order(tmp_path)))
    assert first.statement is not None
    session.runtime.run(ReviewDesk(session).make(replace(order(tmp_path), is_signed=False)))
    assert not first.statement.exists()


def test_a_statement_that_cannot_be_taken_away_keeps_the_report_as_it_was(open_session: Open, tmp_path: Path) -> None:
    (tmp_path / f"review.md{STATEMENT_SUFFIX}").mkdir()
    session = open_session()
    with pytest.raises(UserError, match="cannot be removed"):
        session.runtime.run(ReviewDesk(session).make(order(tmp_path)))
    assert not (tmp_path / "review.md").exists()


def test_on_a_disk_that_is_read_only_the_report_is_what_cannot_be_written(
    open_session: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Linux refuses to unlink there even what is not there: no statement of a report before is to blame. Proves C6."""
    session, real = open_session(), Path.unlink

    def refused(file: Path, missing_ok: bool = False) -> None:
        if file.parent == tmp_path:
            raise OSError(errno.EROFS, os.strerror(errno.EROFS), str(file))
        real(file, missing_ok)

    def cannot(file: Path, _content: object) -> None:
        raise UserError(f"The file {file} cannot be written: {os.strerror(errno.EROFS)}.")

    monkeypatch.setattr(Path, "unlink", refused)
    monkeypatch.setattr(review_desk, "write_private", cannot)
    with pytest.raises(UserError, match=r"review\.md cannot be written: Read-only"):
        session.runtime.run(ReviewDesk(session).make(order(tmp_path)))


@pytest.mark.parametrize("is_signed", [True, False])
def test_a_report_that_cannot_be_replaced_keeps_its_statement(
    open_session: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_signed: bool
) -> None:
    session = open_session()
    first = session.runtime.run(ReviewDesk(session).make(order(tmp_path)))
    assert first.statement is not None
    names, said = sorted(tmp_path.iterdir()), first.statement.read_bytes()

    def full(file: Path, _content: object) -> None:
        raise UserError(f"The file {file} cannot be written: the disk is full.")

    monkeypatch.setattr(review_desk, "write_private", full)
    with pytest.raises(UserError, match="the disk is full"):
        session.runtime.run(ReviewDesk(session).make(replace(order(tmp_path), is_signed=is_signed)))
    assert first.statement.read_bytes() == said
    assert sorted(tmp_path.iterdir()) == names


def test_a_report_that_cannot_be_signed_loses_the_statement_before_and_leaves_nothing_beside(
    open_session: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = open_session()
    first = session.runtime.run(ReviewDesk(session).make(order(tmp_path)))

    def refuse(*_: object) -> None:
        raise ConsoleError("The key is gone.")

    monkeypatch.setattr(TrailReading, "attest_file", refuse)
    second = session.runtime.run(ReviewDesk(session).make(order(tmp_path)))
    assert second.statement is None
    assert [one.name for one in tmp_path.iterdir() if "review" in one.name] == [first.file.name]


def test_a_statement_that_the_disk_has_no_room_for_is_told_and_the_report_stays_and_is_noted(
    open_session: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(file: Path, content: str | bytes) -> None:
        if file.name.endswith(STATEMENT_SUFFIX):
            raise UserError("The disk is full.")
        write_private(file, content)

    monkeypatch.setattr(review_desk, "write_private", full)
    session = open_session()
    written = session.runtime.run(ReviewDesk(session).make(order(tmp_path)))
    assert written.file.is_file()
    assert written.statement is None
    assert any("The disk is full." in one for one in written.notes)
    session.runtime.run(session.trail.flush())
    assert [one.form.kind for one in TrailReading(session.trail.book).records() if one.form][-1] == "report.exported"


def test_what_could_not_be_read_is_told_in_the_language_of_the_report(
    open_session: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = open_session()
    sentence = "No estate is open, so there is nothing to report on."

    def refuse(*_: object) -> None:
        raise ConsoleError(t(sentence))  # on a thread, which speaks the language of the window

    monkeypatch.setattr(review_gathering, "_kept", refuse)
    wanted = replace(order(tmp_path), language="ja")
    text = session.runtime.run(ReviewDesk(session).make(wanted)).file.read_text(encoding="utf-8")
    with Speaking("ja"):
        assert t(sentence) in text
    assert sentence not in text


def test_what_could_not_be_read_is_never_said_not_to_have_been(
    open_session: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = open_session()

    def refuse(*_: object) -> None:
        raise UserError("The journal cannot be read.")

    async def refused(*_: object) -> None:
        refuse()

    monkeypatch.setattr(review_gathering, "_trail", refuse)
    monkeypatch.setattr(review_gathering, "_incidents", refused)
    monkeypatch.setattr(review_gathering, "_games", refused)
    text = session.runtime.run(ReviewDesk(session).make(order(tmp_path))).file.read_text(encoding="utf-8")
    for claim in ("No incident of this cell was opened", "Nothing was changed here", "No game day was held"):
        assert claim not in text
    assert text.count("This could not be read, so it is not known; the appendix says why.") == 5
    assert text.count("The journal cannot be read.") == 1


def test_the_next_start_without_a_network_reports_from_the_local_history(open_session: Open, tmp_path: Path) -> None:
    first = open_session()
    seen(first)
    first.close()
    again = open_session()
    written = again.runtime.run(ReviewDesk(again).make(order(tmp_path)))
    text = written.file.read_text(encoding="utf-8")
    assert "800.00 USD" in text  # the month of tokyo
    assert "| Routed | 300/s |" in text
    assert "local history" in text


def test_the_same_report_at_the_same_moment_is_the_same_file(open_session: Open, tmp_path: Path) -> None:
    session = open_session()
    seen(session)
    one, two = (
        session.runtime.run(ReviewDesk(session).make(replace(order(tmp_path, "pdf"), file=tmp_path / name)))
        for name in ("one.pdf", "two.pdf")
    )
    assert one.file.read_bytes() == two.file.read_bytes()


@pytest.mark.parametrize("is_offline", [True, False])
def test_what_is_only_remembered_is_told_with_when_it_was_read_whenever_the_report_is_made(
    open_session: Open, tmp_path: Path, is_offline: bool
) -> None:
    first = open_session()
    seen(first)
    first.close()
    again = open_session()
    clock = again.clock
    assert isinstance(clock, ManualClock)
    made: list[bytes] = []
    for wait_s in (60.0, 86_400.0):
        clock.advance(wait_s)
        wanted = replace(order(tmp_path, "pdf"), is_offline=is_offline)
        made.append(again.runtime.run(ReviewDesk(again).make(wanted)).file.read_bytes())
    assert made[0] == made[1]
    text = again.runtime.run(ReviewDesk(again).make(order(tmp_path))).file.read_text(encoding="utf-8")
    assert f"- Data read: {local_time(NOW_S)}" in text


def test_a_forecast_that_was_made_without_a_network_is_nothing_that_was_read(
    open_session: Open, tmp_path: Path
) -> None:
    first = open_session()
    seen(first)
    first.close()
    again = open_session()
    clock = again.clock
    assert isinstance(clock, ManualClock)
    clock.advance(86_400)
    again.store.dispatch(ObjectsListed("metrics", OUTLOOKS, (), clock.now().timestamp()))  # from the local history
    again.store.drain()
    for is_offline in (True, False):
        wanted = replace(order(tmp_path), is_offline=is_offline)
        text = again.runtime.run(ReviewDesk(again).make(wanted)).file.read_text(encoding="utf-8")
        assert f"- Data read: {local_time(NOW_S)}" in text


def test_what_was_read_just_now_is_told_with_the_present_moment(open_session: Open, tmp_path: Path) -> None:
    session = open_session()
    seen(session)
    clock = session.clock
    assert isinstance(clock, ManualClock)
    clock.advance(60)
    wanted = replace(order(tmp_path), is_offline=False)
    text = session.runtime.run(ReviewDesk(session).make(wanted)).file.read_text(encoding="utf-8")
    assert f"- Data read: {local_time(NOW_S + 60)}" in text


def test_given_up_it_leaves_no_file(open_session: Open, tmp_path: Path) -> None:
    session = open_session()
    seen(session)

    def tell(share: float, _what: str) -> None:
        if share > 0.2:
            raise Cancelled("enough")

    with pytest.raises(Cancelled):
        session.runtime.run(ReviewDesk(session).make(order(tmp_path), tell))
    assert not (tmp_path / "review.md").exists()


def test_a_report_in_japanese_leaves_the_language_of_the_window_alone(open_session: Open, tmp_path: Path) -> None:
    session = open_session()
    seen(session)
    written = session.runtime.run(ReviewDesk(session).make(replace(order(tmp_path), language="ja")))
    assert "キャパシティレビュー" in written.file.read_text(encoding="utf-8")
    again = session.runtime.run(ReviewDesk(session).make(order(tmp_path)))
    assert "Capacity review" in again.file.read_text(encoding="utf-8")
