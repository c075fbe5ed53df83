"""What is told of a connection of which some topics can be read and others cannot."""

from connectors.common.connection_health import ConnectionHealth
from console.domain.connection_state import ConnectionState
from console.kernel.errors import ConnectorError, ErrorKind
from console.kernel.redact import register_secret
from tests.fakes.manual_clock import ManualClock

REFUSED = ConnectorError(ErrorKind.FORBIDDEN, "The token lacks a right.", "Ask for it.")


def test_every_topic_that_cannot_be_read_is_told_while_others_live() -> None:
    health = ConnectionHealth("forge", "github", ManualClock())
    health.answered("repositories")
    told = [health.failed(topic, REFUSED) for topic in ("pull-requests", "pipeline-runs", "pull-requests")]

    assert [news and (news.status.state, news.status.unread) for news in told] == [
        (ConnectionState.LIVE, ("pull-requests",)),
        (ConnectionState.LIVE, ("pipeline-runs", "pull-requests")),
        None,
    ]


def test_a_topic_that_answers_again_is_no_longer_told_as_unread() -> None:
    health = ConnectionHealth("forge", "github", ManualClock())
    health.answered("repositories")
    health.failed("pull-requests", REFUSED)
    news = health.answered("pull-requests")

    assert news is not None
    assert (news.status.unread, news.status.error) == ((), "")


def test_a_failure_is_no_answer_though_other_topics_live() -> None:
    clock = ManualClock()
    health = ConnectionHealth("metrics", "prometheus", clock)
    health.answered("objectives")
    clock.advance(40)
    health.answered("signals")
    read_at_s = clock.now().timestamp()
    clock.advance(25)
    partly = health.failed("signals", REFUSED)
    clock.advance(25)
    wholly = health.failed("objectives", REFUSED)

    assert partly is not None
    assert (partly.status.state, partly.status.last_ok_at_s) == (ConnectionState.LIVE, read_at_s)
    assert wholly is not None
    assert (wholly.status.state, wholly.status.last_ok_at_s) == (ConnectionState.FAILED, read_at_s)


def test_what_a_server_says_of_itself_is_one_line_of_a_length_that_can_be_shown() -> None:
    """Proves the quality bar's row on hostile answers."""
    register_secret("s3cr3t-of-a-server")
    health = ConnectionHealth("metrics", "prometheus", ManualClock())
    news = health.answered("signals", "v2.\x1b[31m\n" + "9" * 280 + "s3cr3t-of-a-server" + "9" * 10**6)
    assert news is not None
    assert "s3cr" not in news.status.detail
    assert news.status.detail.startswith("v2.\ufffd[31m 9")
    assert len(news.status.detail) <= 301
