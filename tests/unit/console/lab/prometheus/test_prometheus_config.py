"""What the lab's Prometheus is told to do, checked by Prometheus' own promtool."""

import shutil
import subprocess
from importlib.resources import files
from pathlib import Path

import pytest
import yaml

from console.lab.prometheus.prometheus_config import AlertTarget, ScrapeTarget, prometheus_config

needs_promtool = pytest.mark.skipif(shutil.which("promtool") is None, reason="promtool is not installed")


def _promtool(*arguments: str) -> str:
    done = subprocess.run(["promtool", *arguments], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@needs_promtool
@pytest.mark.parametrize("password", ["", 'odd "pass: word'])
def test_promtool_accepts_it_with_odd_paths(password: str, tmp_path: Path) -> None:
    folder = tmp_path / "a lab: 'odd' # name"
    folder.mkdir()
    token, rules = folder / "token", folder / "rules.yml"
    token.write_text("t")
    rules.write_text("groups: []\n")
    text = prometheus_config(ScrapeTarget("127.0.0.1:9", token), rules, AlertTarget("127.0.0.1:8", "lab", password))
    (folder / "prometheus.yml").write_text(text)
    assert "SUCCESS" in _promtool("check", "config", str(folder / "prometheus.yml"))


def test_the_exporters_labels_win_and_the_instance_is_the_same_at_every_start() -> None:
    texts = [prometheus_config(ScrapeTarget(f"127.0.0.1:{port}", Path("/t")), None, None) for port in (1, 2)]
    (scrape,) = yaml.safe_load(texts[0])["scrape_configs"]
    assert scrape["honor_labels"] is True
    assert scrape["static_configs"][0]["labels"] == {"instance": "lab"}
    assert scrape["authorization"]["credentials_file"] == "/t"


@needs_promtool
def test_alerts_fire_for_what_they_say_and_only_then(tmp_path: Path) -> None:
    (tmp_path / "rules.yml").write_text(files("resources").joinpath("lab", "alert_rules.yml").read_text("utf-8"))
    requests = "http_server_requests_total{cell='%s',service='web',http_response_status_code='%s'}"
    cases = {
        "rule_files": ["rules.yml"],
        "evaluation_interval": "5s",
        "tests": [
            {
                "interval": "5s",
                "input_series": [
                    {"series": requests % ("tokyo", "200"), "values": "0+500x60"},
                    {"series": requests % ("tokyo", "500"), "values": "0+25x60"},
                    {"series": requests % ("osaka", "200"), "values": "0+500x60"},
                    {"series": requests % ("osaka", "500"), "values": "0+5x60"},
                    {"series": "kafka_consumergroup_lag{cell='osaka',topic='t'}", "values": "30000+0x60"},
                    {"series": "newsletter_deliveries_total{cell='osaka'}", "values": "0+500x60"},
                    {"series": "up{job='lab'}", "values": "1+0x60"},
                ],
                "alert_rule_test": [
                    {
                        "eval_time": "4m",
                        "alertname": "CellErrorsHigh",
                        "exp_alerts": [
                            {
                                "exp_labels": {"cell": "tokyo", "severity": "critical"},
                                "exp_annotations": {
                                    "summary": "Cell tokyo answers 4.762% of its requests with an error",
                                    "description": "More than 2 % of the requests of the last minute failed. "
                                    "Look for the service that began, then for what changed there.",
                                    "runbook": "error-budget",
                                },
                            }
                        ],
                    },
                    {
                        "eval_time": "4m",
                        "alertname": "DeliveryQueueGrowing",
                        "exp_alerts": [
                            {
                                "exp_labels": {"cell": "osaka", "severity": "warning"},
                                "exp_annotations": {
                                    "summary": "At this pace the newsletters of cell osaka wait 5m 0s",
                                    "description": "More than a minute of work waits. Either too much is sent or the "
                                    "workers deliver too little each.",
                                    "runbook": "backpressure",
                                },
                            }
                        ],
                    },
                    {"eval_time": "4m", "alertname": "LabMetricsMissing", "exp_alerts": []},
                ],
            }
        ],
    }
    (tmp_path / "test.yml").write_text(yaml.safe_dump(cases))
    assert "SUCCESS" in _promtool("test", "rules", str(tmp_path / "test.yml"))
