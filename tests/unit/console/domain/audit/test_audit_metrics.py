"""Metrics of audits in the text format of Prometheus. Proves G1.9."""

from console.domain.audit.audit_metrics import AuditCounts, exposition
from console.domain.audit.audit_name import AuditName
from console.domain.audit.audit_result import AuditResult, AuditStatus


def _result(status: AuditStatus, took_ms: int) -> AuditResult:
    return AuditResult(AuditName.STRICT, status, 90.0, (), took_ms)


def test_every_result_has_a_series_from_the_beginning() -> None:
    text = exposition(AuditCounts())
    assert [line for line in text.splitlines() if not line.startswith("#")] == [
        'audit_runs_total{result="passed"} 0',
        'audit_runs_total{result="warning"} 0',
        'audit_runs_total{result="failed"} 0',
        'audit_runs_total{result="not-run"} 0',
    ]


def test_counts_and_durations_add_up_and_what_did_not_run_took_no_time() -> None:
    counts = AuditCounts().with_results([_result(AuditStatus.PASSED, 400), _result(AuditStatus.FAILED, 20_000)])
    counts = counts.with_results([_result(AuditStatus.NOT_RUN, 0)])
    text = exposition(counts, waiting=3, workers={'a"b': True, "c": False})
    assert 'audit_runs_total{result="failed"} 1' in text
    assert 'audit_duration_seconds_bucket{audit="strict",le="0.5"} 1' in text
    assert 'audit_duration_seconds_bucket{audit="strict",le="+Inf"} 2' in text
    assert 'audit_duration_seconds_sum{audit="strict"} 20.4' in text
    assert "audit_tasks_waiting 3" in text
    assert 'audit_worker_up{worker="a\\"b"} 1' in text
    assert 'audit_worker_up{worker="c"} 0' in text
