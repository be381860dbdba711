from ipaddress import ip_network
from pathlib import Path

import pytest

from shared.runtime.settings import ServiceSettings, SettingsError, prefixed, read, redacted


class Settings(ServiceSettings):
    model_config = prefixed("REVIEWS_")
    port: int = 8702
    operations_port: int = 8802
    close_after_days: int = 30


GOOD = {
    "REVIEWS_MONGODB_URL": "mongodb://127.0.0.1:8717/?replicaSet=rs0",
    "REVIEWS_KAFKA_BOOTSTRAP": "127.0.0.1:8792",
    "REVIEWS_ISSUER": "http://127.0.0.1:8709",
    "REVIEWS_JWKS_URL": "http://127.0.0.1:8709/jwks.json",
}
SAFE = {
    "ENV": "production",
    "REVIEWS_MONGODB_URL": "mongodb://reviews:hunter2@db1,db2/?tls=true",
    "REVIEWS_KAFKA_BOOTSTRAP": "kafka1:9093",
    "REVIEWS_ISSUER": "https://id.example.vn",
    "REVIEWS_JWKS_URL": "https://id.example.vn/jwks",
}


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (*GOOD, "ENV"):
        monkeypatch.delenv(name, raising=False)


def put(monkeypatch: pytest.MonkeyPatch, values: dict[str, str]) -> None:
    for name, value in values.items():
        monkeypatch.setenv(name, value)


def faults() -> tuple[str, ...]:
    with pytest.raises(SettingsError) as refused:
        read(Settings)
    return refused.value.faults


def test_settings_come_from_the_prefixed_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    put(monkeypatch, {**GOOD, "REVIEWS_CLOSE_AFTER_DAYS": "7", "REVIEWS_NAMESPACE": "w1.x"})
    settings = read(Settings)
    assert (settings.close_after_days, settings.port) == (7, 8702)
    assert settings.database("reviews") == "w1-x_reviews"


def test_proxies_are_named_by_their_networks(monkeypatch: pytest.MonkeyPatch) -> None:
    put(monkeypatch, GOOD)
    assert read(Settings).named_proxies == ()
    put(monkeypatch, {"REVIEWS_PROXIES": "10.1.0.4/32, 2001:db8::/48"})
    assert read(Settings).named_proxies == (ip_network("10.1.0.4/32"), ip_network("2001:db8::/48"))
    put(monkeypatch, {"REVIEWS_PROXIES": "proxy.lan"})
    assert "REVIEWS_PROXIES" in faults()[0]


def test_a_bad_start_lists_everything_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = {
        "REVIEWS_MONGODB_URL": "postgres://x",
        "REVIEWS_PORT": "high",
        "REVIEWS_LOG_LEVEL": "loud",
        "REVIEWS_PROT": "8702",
        "REVIEWS_ISSUER": "",
        "ENV": "paradise",
    }
    put(monkeypatch, wrong)
    found = faults()
    for name in (*wrong, "REVIEWS_KAFKA_BOOTSTRAP", "REVIEWS_JWKS_URL"):
        assert sum(fault.startswith(f"{name}:") for fault in found) == 1, name
    assert "REVIEWS_KAFKA_BOOTSTRAP: missing" in found
    assert "REVIEWS_PROT: no such setting" in found


def test_an_empty_value_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    put(monkeypatch, {**GOOD, "REVIEWS_ISSUER": ""})
    assert faults() == ("REVIEWS_ISSUER: missing",)


def test_another_services_names_are_none_of_our_business(monkeypatch: pytest.MonkeyPatch) -> None:
    put(monkeypatch, {**GOOD, "NOMINATIONS_ANYTHING": "1"})
    assert read(Settings).env == "development"


def test_a_secret_may_come_from_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    put(monkeypatch, {name: value for name, value in GOOD.items() if name != "REVIEWS_MONGODB_URL"})
    (tmp_path / "reviews_mongodb_url").write_text("mongodb://reviews:hunter2@db/\n")
    monkeypatch.setenv("REVIEWS_SECRETS_DIR", str(tmp_path))
    assert read(Settings).mongodb_url == "mongodb://reviews:hunter2@db/"


def test_what_is_shown_has_no_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    put(monkeypatch, {**GOOD, "REVIEWS_MONGODB_URL": "mongodb://reviews:hunter2@db/"})
    shown = read(Settings).shown()
    assert shown["mongodb_url"] == "mongodb://reviews:***@db/"
    assert "hunter2" not in str(shown)
    assert redacted("no address: just text") == "no address: just text"


PLAINTEXT = "REVIEWS_KAFKA_BOOTSTRAP: plaintext bus, TLS is not there yet (refused in production)"


def test_production_has_nothing_against_safe_values_but_the_plaintext_bus(monkeypatch: pytest.MonkeyPatch) -> None:
    put(monkeypatch, SAFE)
    assert faults() == (PLAINTEXT,)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("MONGODB_URL", "mongodb://db1,db2/"),
        ("MONGODB_URL", "mongodb://reviews:@db1/"),
        ("ISSUER", "http://id.example.vn"),
        ("ISSUER", "https://127.0.0.1:8709"),
        ("JWKS_URL", "http://id.example.vn/jwks"),
        ("FAILPOINT", "before_flush:1"),
        ("API_PAGES", "true"),
        ("LOG_LEVEL", "debug"),
    ],
)
def test_production_refuses_each_unsafe_value_by_name(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    put(monkeypatch, {**SAFE, f"REVIEWS_{name}": value})
    (fault,) = set(faults()) - {PLAINTEXT}
    assert fault.startswith(f"REVIEWS_{name}: ")
    assert "hunter2" not in fault


def test_a_refusal_does_not_print_the_password(monkeypatch: pytest.MonkeyPatch) -> None:
    put(monkeypatch, {**GOOD, "REVIEWS_MONGODB_URL": "mongo://reviews:hunter2@db"})
    with pytest.raises(SettingsError) as refused:
        read(Settings)
    assert "hunter2" not in str(refused.value)
