"""The carbon connector against the lab's services: both hold to the contracts of the providers (proves L6.3)."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from console.domain.carbon.carbon_intensity import CarbonIntensity, IntensityKind, IntensitySignal
from console.kernel.errors import ConnectorError, ErrorKind
from console.lab.scenarios.dirty_grid import DirtyGridScenario
from console.ports.carbon import CarbonReader
from tests.fakes.contract import Contract, contract_of
from tests.fakes.contract_transport import watch_all
from tests.fakes.fault_server import Asked, FaultServer, answering
from tests.fakes.green_lab import GreenLab, green_lab

OWN = Path(__file__).resolve().parents[1] / "data" / "contracts"
HOUR_S, DAY_S = 3_600.0, 86_400.0


@pytest.fixture(scope="module")
def green(tmp_path_factory: pytest.TempPathFactory) -> Iterator[GreenLab]:
    with green_lab(tmp_path_factory.mktemp("green")) as found:
        yield found


def uk_contract(shared_dir: Path) -> Contract:
    """The official national part and our regional one."""
    contract = Contract((shared_dir / "contracts" / "uk-carbon-intensity-2017.json", OWN / "uk-carbon-regional.json"))
    # Its own words: "For future values, this will be null"; its schema is of 2017 and says number.
    for where in ("/intensity", "/intensity/{from}/fw48h", "/intensity/{from}/pt24h"):
        contract.forgive(f"GET {where}", "None is not of type 'number'")
    return contract


def read(green: GreenLab, connector: Any, zone: str) -> dict[str, Any]:
    reader = connector.offers(CarbonReader)
    run = green.runtime.run
    return {
        "now": run(reader.now(zone), 20),
        "forecast": run(reader.forecast(zone), 20),
        "history": run(reader.history(zone), 20),
    }


def judge(green: GreenLab, told: dict[str, Any]) -> None:
    """What holds for every provider: now holds now, the past is past, the future ahead, all ordered and plausible."""
    now_s, now = green.lab.now_s, told["now"]
    assert now.from_s <= now_s < now.to_s
    for rows in (told["forecast"], told["history"]):
        assert [row.from_s for row in rows] == sorted(row.from_s for row in rows)
        assert all(5 <= row.g_per_kwh <= 1000 and row.attribution for row in rows)
    assert all(row.kind is IntensityKind.FORECAST for row in told["forecast"])
    assert told["forecast"][-1].from_s > now_s + 40 * HOUR_S
    assert told["history"][0].from_s < now_s - 22 * HOUR_S


def test_electricity_maps_is_asked_and_answers_as_agreed(
    green: GreenLab, shared_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    contract = contract_of(shared_dir, "electricity-maps", "/v3")
    violations = watch_all(monkeypatch, contract)
    connector = green.connect("lab-electricity-maps")
    told = read(green, connector, "JP")
    assert violations == []
    assert contract.seen == {f"GET /carbon-intensity/{what}" for what in ("latest", "history", "forecast")}
    judge(green, told)
    assert told["now"].kind is IntensityKind.ESTIMATED
    assert told["history"][0].kind is IntensityKind.MEASURED
    tokyo = green.lab.world.state.cells["tokyo"].carbon_gco2e_per_kwh
    assert told["now"].g_per_kwh == pytest.approx(tokyo, abs=1.0)
    assert "Electricity Maps: JP at " in green.runtime.run(connector.check(), 10)


@pytest.mark.parametrize("place", ["GB", "13", "RG10"])
def test_great_britain_is_asked_and_answers_as_agreed(
    green: GreenLab, shared_dir: Path, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    contract = uk_contract(shared_dir)
    violations = watch_all(monkeypatch, contract)
    told = read(green, green.connect("lab-uk-carbon", zones={"GB": place}), "GB")
    assert violations == []
    assert len(contract.seen) == 3
    judge(green, told)
    measured = {row.kind for row in told["history"]} == {IntensityKind.MEASURED}
    assert measured == (place == "GB")
    assert told["now"].to_s - told["now"].from_s == HOUR_S / 2
    assert "NESO" in told["now"].attribution
    assert "CC BY 4.0" in told["now"].attribution


def test_watttime_is_logged_into_once_and_pounds_become_grams(
    green: GreenLab, shared_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    contract = contract_of(shared_dir, "watttime")
    violations = watch_all(monkeypatch, contract)
    connector = green.connect("lab-watttime")
    told = read(green, connector, "US-CAL-CISO")
    assert violations == []
    assert contract.seen == {"GET /login", "GET /v3/forecast", "GET /v3/historical"}
    judge(green, told)
    assert {row.signal for row in (told["now"], *told["history"])} == {IntensitySignal.MARGINAL}
    assert told["now"].kind is IntensityKind.ESTIMATED  # modelled, never measured
    assert told["now"].to_s - told["now"].from_s == 300
    assert told["now"].issued_at_s is not None


def test_watttimes_token_is_bought_anew_before_and_after_it_ends(green: GreenLab) -> None:
    connector = green.connect("lab-watttime")
    reader = connector.offers(CarbonReader)
    green.runtime.run(reader.now("US-CAL-CISO"), 20)
    first = connector._clients[0]._authorize._headers
    green.clock.advance(24 * 60)
    green.runtime.run(reader.now("US-CAL-CISO"), 20)
    assert connector._clients[0]._authorize._headers is first
    green.clock.advance(2 * 60)
    green.runtime.run(reader.now("US-CAL-CISO"), 20)
    second = connector._clients[0]._authorize._headers
    assert second != first
    connector._clients[0]._authorize._headers = {"authorization": "Bearer forgotten-by-the-server"}
    green.runtime.run(reader.now("US-CAL-CISO"), 20)
    assert connector._clients[0]._authorize._headers != second


EMISSIONS = [
    {"location": "westeurope", "time": "2026-11-23T00:00:00+00:00", "rating": 181.5, "duration": "01:00:00"},
    {"location": "westeurope", "time": "2026-11-23T01:00:00+00:00", "rating": 190, "duration": "1.00:00:00"},
]
AHEAD = [
    {
        "generatedAt": "2026-11-23T00:55:00+00:00",
        "location": "westeurope",
        "forecastData": [
            {"location": "westeurope", "timestamp": "2026-11-23T02:00:00+00:00", "duration": 5, "value": 120.25}
        ],
    }
]


async def sdk(asked: Asked, writer: Any) -> None:
    """Answer as the Carbon Aware SDK's WebApi; it tells nothing with a 204."""
    body = AHEAD if "forecasts" in asked.target else EMISSIONS
    known = "westeurope" in asked.target
    await answering(200 if known else 204, json.dumps(body).encode() if known else b"")(asked, writer)


def test_the_carbon_aware_sdk_is_asked_as_agreed(
    green: GreenLab, shared_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    contract = contract_of(shared_dir, "carbon-aware-sdk")
    violations = watch_all(monkeypatch, contract)
    with FaultServer(green.runtime, sdk) as server:
        options = {"provider": "carbon-aware-sdk", "url": server.url, "token": None}
        connector = green.connect("lab-uk-carbon", zones={"NL": "westeurope", "XX": "nowhere"}, **options)
        told = read(green, connector, "NL")
        reader = connector.offers(CarbonReader)
        assert green.runtime.run(reader.forecast("XX"), 10) == ()
        with pytest.raises(ConnectorError, match="it holds no figure"):
            green.runtime.run(reader.now("XX"), 10)
    assert violations == []
    assert len(contract.seen) == 2
    [ahead] = told["forecast"]
    assert (ahead.g_per_kwh, ahead.to_s - ahead.from_s, ahead.kind) == (120.25, 300.0, IntensityKind.FORECAST)
    assert [row.to_s - row.from_s for row in told["history"]] == [HOUR_S, DAY_S]


@pytest.mark.parametrize("place", ["france", "SW1A 1AA", "../admin", "-1", "999"])
def test_what_is_no_place_in_great_britain_is_never_sent(green: GreenLab, place: str) -> None:
    reader = green.connect("lab-uk-carbon", zones={"GB": place}).offers(CarbonReader)
    with pytest.raises(ConnectorError) as caught:
        green.runtime.run(reader.now("GB"), 10)
    assert caught.value.kind is ErrorKind.NOT_FOUND


@pytest.mark.parametrize("is_as_documented", [True, False])
def test_a_country_of_great_britain_has_its_present_only(green: GreenLab, is_as_documented: bool) -> None:
    half = {"from": "2026-11-23T01:00Z", "to": "2026-11-23T01:30Z"}
    intensity = {"intensity": {"forecast": 33, "index": "very low"}}
    documented = {**half, "regions": [{"regionid": 16, **intensity}]}
    answered = {"regionid": 16, "shortname": "Scotland", "data": [{**half, **intensity}]}
    body = {"data": [documented if is_as_documented else answered]}
    with FaultServer(green.runtime, answering(200, body)) as server:
        reader = green.connect("lab-uk-carbon", zones={"GB-SCT": "scotland"}, url=server.url).offers(CarbonReader)
        now = green.runtime.run(reader.now("GB-SCT"), 10)
        assert green.runtime.run(reader.forecast("GB-SCT"), 10) == ()
        assert [one.target for one in server.asked] == ["/regional/scotland"]
    assert (now.g_per_kwh, now.kind) == (33, IntensityKind.FORECAST)


@pytest.mark.parametrize("units", ["percentile", "tons", ""])
def test_an_unknown_unit_is_refused_instead_of_guessed(green: GreenLab, units: str) -> None:
    body = {
        "token": "t",
        "data": [{"point_time": "2026-11-23T01:00:00Z", "value": 37.1}],
        "meta": {"units": units, "region": "X", "signal_type": "co2_moer"},
    }
    with FaultServer(green.runtime, answering(200, body)) as server:
        reader = green.connect("lab-watttime", url=server.url).offers(CarbonReader)
        with pytest.raises(ConnectorError, match="cannot be converted"):
            green.runtime.run(reader.now("US-CAL-CISO"), 10)


@pytest.mark.parametrize("grams", ["-5", "1e9", '"high"', "null", "[]"])
def test_an_impossible_figure_is_a_wrong_answer(green: GreenLab, grams: str) -> None:
    body = b'{"zone":"JP","carbonIntensity":%s,"datetime":"2026-11-23T01:00:00.000Z"}' % grams.encode()
    with FaultServer(green.runtime, answering(200, body)) as server:
        reader = green.connect("lab-electricity-maps", url=server.url).offers(CarbonReader)
        with pytest.raises(ConnectorError) as caught:
            green.runtime.run(reader.now("JP"), 10)
        assert caught.value.kind is ErrorKind.PROTOCOL


def test_a_dirty_grid_is_seen_by_the_connector_and_ends_with_the_scenario(green: GreenLab) -> None:
    reader = green.connect("lab-electricity-maps").offers(CarbonReader)
    before: CarbonIntensity = green.runtime.run(reader.now("JP"), 10)
    scenarios = green.lab.world.scenarios
    scenarios.start(DirtyGridScenario.key)
    try:
        green.lab.run(2)
        dirty: CarbonIntensity = green.runtime.run(reader.now("JP"), 10)
        assert dirty.g_per_kwh == pytest.approx(before.g_per_kwh + 260, abs=3)
        cells = green.lab.world.state.cells
        assert cells["tokyo"].carbon_gco2e_per_kwh > cells["frankfurt"].carbon_gco2e_per_kwh + 100
        past = green.runtime.run(reader.history("JP"), 10)
        assert max(row.g_per_kwh for row in past[:-1]) < 560  # what was before stays as it was
        assert scenarios.status("dirty-grid").state == "active"
        for namespace in {job["metadata"]["namespace"] for job in green.lab.store.list("cronjobs.batch")}:
            for job in green.lab.store.list("cronjobs.batch", namespace):
                green.lab.patch("cronjobs.batch", namespace, job["metadata"]["name"], {"spec": {"suspend": True}})
        green.lab.run(2)
        assert scenarios.status("dirty-grid").state == "healed"
    finally:
        scenarios.stop(DirtyGridScenario.key)
    green.lab.run(1)
    assert green.runtime.run(reader.now("JP"), 10).g_per_kwh == pytest.approx(before.g_per_kwh, abs=3)


@pytest.mark.parametrize(
    ("key", "options", "kind"),
    [
        ("lab-electricity-maps", {"token": None}, ErrorKind.AUTH),
        ("lab-uk-carbon", {"token": None}, ErrorKind.AUTH),
        ("lab-watttime", {"username": "mallory"}, ErrorKind.AUTH),
        ("lab-electricity-maps", {"zones": {"JP": "XX"}}, ErrorKind.NOT_FOUND),
        ("lab-watttime", {"zones": {"JP": "NOWHERE"}}, ErrorKind.FORBIDDEN),
    ],
)
def test_the_lab_refuses_as_the_providers_do(
    green: GreenLab, key: str, options: dict[str, Any], kind: ErrorKind
) -> None:
    reader = green.connect(key, **options).offers(CarbonReader)
    with pytest.raises(ConnectorError) as caught:
        green.runtime.run(reader.now(reader.zones[0]), 10)
    assert caught.value.kind is kind


@pytest.mark.parametrize(
    ("place", "what", "path", "grams", "kind"),
    [
        ("GB", "now", "/intensity", 263, IntensityKind.MEASURED),
        ("GB", "forecast", "/intensity/{from}/fw48h", 263, IntensityKind.MEASURED),
        ("GB", "history", "/intensity/{from}/pt24h", 263, IntensityKind.MEASURED),
        ("RG10", "now", "/regional/postcode/{postcode}", 266, IntensityKind.FORECAST),
        ("3", "now", "/regional/regionid/{regionid}", 266, IntensityKind.FORECAST),
        ("3", "history", "/regional/intensity/{from}/pt24h/regionid/{regionid}", 266, IntensityKind.FORECAST),
        ("RG10", "forecast", "/regional/intensity/{from}/fw48h/postcode/{postcode}", 266, IntensityKind.FORECAST),
        ("wales", "now", "/regional/wales", 266, IntensityKind.FORECAST),
    ],
)
def test_the_published_examples_of_great_britain_are_read(
    green: GreenLab, shared_dir: Path, place: str, what: str, path: str, grams: float, kind: IntensityKind
) -> None:
    known = json.loads((shared_dir / "contracts" / "uk-carbon-intensity.examples.json").read_text())
    body = known["examples"][path][0]
    with FaultServer(green.runtime, answering(200, body)) as server:
        reader = green.connect("lab-uk-carbon", zones={"GB": place}, url=server.url).offers(CarbonReader)
        told = green.runtime.run(getattr(reader, what)("GB"), 10)
        asked = server.asked[0].target
    first = told if isinstance(told, CarbonIntensity) else told[0]
    assert (first.g_per_kwh, first.kind, first.to_s - first.from_s) == (grams, kind, HOUR_S / 2)
    assert len(asked.split("/")) == len(path.split("/"))
