"""portal.settings: defaults, strict casts, and errors that name the variable."""

from ipaddress import ip_network
from pathlib import Path

import pytest

from portal.settings import Settings, SettingsError, from_environment

SECRET = "a-secret-of-more-than-thirty-two-bytes-"


def key_file(folder: Path, text: str) -> Path:
    file = folder / "keys.txt"
    file.write_text(text, "utf-8")
    return file


def test_an_empty_environment_gives_the_defaults():
    assert from_environment({}) == Settings()


def test_an_empty_variable_counts_as_unset():
    assert from_environment({"PORT": "", "PANJ_NAMING": " "}) == Settings()


def test_every_variable_is_used(tmp_path):
    keys = key_file(tmp_path, f"# signing keys\nnew {SECRET}1\n\nold {SECRET}2\n")
    settings = from_environment(
        {
            "HOST": "0.0.0.0",
            "PORT": "9000",
            "PANJ_DATA": str(tmp_path),
            "WEB_CONCURRENCY": "3",
            "PANJ_THREADS": "8",
            "PANJ_PREFIX": "/portal/panj/",
            "PANJ_PREFIX_STRIPPED": "1",
            "PANJ_FRAME_ANCESTORS": "self https://portal.example http://localhost:8080",
            "PANJ_NAMING": "movement",
            "PANJ_LOG_LEVEL": "debug",
            "PANJ_LOG_FORMAT": "json",
            "XDG_CACHE_HOME": str(tmp_path),
            "PANJ_RELEASES": str(tmp_path),
            "PANJ_ACCESS": "header token",
            "PANJ_TRUSTED_PROXIES": "10.0.0.5 fd00::/8",
            "PANJ_USER_HEADER": "X-Remote-User",
            "PANJ_SCOPES": str(keys),
            "PANJ_EMBED_KEYS_FILE": str(keys),
            "PANJ_EMBED_ISSUER": "intranet",
            "PANJ_EMBED_AUDIENCE": "panj-test",
            "PANJ_PROXY_HOPS": "1",
            "PANJ_PAGE_SIZE": "50",
            "PANJ_MOST_ROWS": "500",
            "PANJ_METRICS_PORT": "9100",
            "PANJ_COLLECTIONS": f"{tmp_path}:{tmp_path}",
            "PANJ_SCHEDULER": "tcp://10.0.0.5:8786",
            "PANJ_UPLOADS": str(tmp_path),
            "PANJ_UPLOAD_MB": "5",
            "PANJ_UPLOAD_HOURS": "0",
        }
    )
    assert settings == Settings(
        host="0.0.0.0",
        port=9000,
        data=tmp_path.resolve(),
        workers=3,
        threads=8,
        prefix="/portal/panj/",
        prefix_stripped=True,
        frame_ancestors=("'self'", "https://portal.example", "http://localhost:8080"),
        naming="movement",
        log_level="debug",
        log_format="json",
        cache=tmp_path / "panj",
        releases=tmp_path.resolve(),
        access=("header", "token"),
        trusted_proxies=(ip_network("10.0.0.5/32"), ip_network("fd00::/8")),
        user_header="X-Remote-User",
        scopes=keys.resolve(),
        embed_keys={"new": f"{SECRET}1", "old": f"{SECRET}2"},
        embed_issuer="intranet",
        embed_audience="panj-test",
        proxy_hops=1,
        page_size=50,
        most_rows=500,
        metrics_port=9100,
        collections=(tmp_path.resolve(),),
        scheduler="tcp://10.0.0.5:8786",
        uploads=tmp_path.resolve(),
        upload_mb=5,
        upload_hours=0,
    )
    assert settings.routes_prefix == "/"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("HOST", "a host"),
        ("PORT", "0"),
        ("PORT", "65536"),
        ("PORT", "8050.0"),
        ("PORT", "8_050"),
        ("PORT", "\u0668\u0660"),
        ("PANJ_DATA", "/nowhere/at/all"),
        ("WEB_CONCURRENCY", "0"),
        ("WEB_CONCURRENCY", "two"),
        ("PANJ_THREADS", "-1"),
        ("PANJ_PREFIX", "panj"),
        ("PANJ_PREFIX", "/panj"),
        ("PANJ_PREFIX", "//elsewhere/"),
        ("PANJ_PREFIX", "/a/../b/"),
        ("PANJ_PREFIX_STRIPPED", "yes"),
        ("PANJ_FRAME_ANCESTORS", "*"),
        ("PANJ_FRAME_ANCESTORS", "https://*.example"),
        ("PANJ_FRAME_ANCESTORS", "https://portal.example/path"),
        ("PANJ_FRAME_ANCESTORS", "https://portal.example;"),
        ("PANJ_FRAME_ANCESTORS", "portal.example"),
        ("PANJ_FRAME_ANCESTORS", "none https://portal.example"),
        ("PANJ_NAMING", "Neutral"),
        ("PANJ_LOG_LEVEL", "verbose"),
        ("PANJ_LOG_FORMAT", "xml"),
        ("PANJ_RELEASES", "/nowhere/at/all"),
        ("PANJ_ACCESS", "everyone"),
        ("PANJ_ACCESS", "open token"),
        ("PANJ_TRUSTED_PROXIES", "the-proxy"),
        ("PANJ_TRUSTED_PROXIES", "10.0.0.5/24"),
        ("PANJ_USER_HEADER", "X_Forwarded_User"),
        ("PANJ_SCOPES", "/nowhere/at/all.yaml"),
        ("PANJ_EMBED_KEYS_FILE", "/nowhere/at/all.txt"),
        ("PANJ_EMBED_ISSUER", "two words"),
        ("PANJ_PROXY_HOPS", "-1"),
        ("PANJ_PAGE_SIZE", "0"),
        ("PANJ_MOST_ROWS", "50001"),
        ("PANJ_METRICS_PORT", "65536"),
        ("PANJ_COLLECTIONS", "/nowhere:/nowhere/else"),
        ("PANJ_SCHEDULER", "10.0.0.5:8786"),
        ("PANJ_SCHEDULER", "http://10.0.0.5:8786"),
        ("PANJ_UPLOADS", "/nowhere"),
        ("PANJ_UPLOAD_MB", "0"),
        ("PANJ_UPLOAD_HOURS", "721"),
    ],
)
def test_a_wrong_value_is_refused_in_one_sentence_that_names_the_variable(name, value):
    with pytest.raises(SettingsError) as refusal:
        from_environment({name: value})
    sentence = str(refusal.value)
    assert sentence.startswith(f"{name} must ")
    assert sentence.endswith(f"not {value!r}.")
    assert "\n" not in sentence


@pytest.mark.parametrize(
    "text",
    [
        "",
        "# nothing but a comment\n",
        "name-without-secret\n",
        "short secret\n",
        f"two words {SECRET}\n",
        f"one {SECRET}\none {SECRET}\n",
        f"one {SECRET}\ntwo {SECRET}\nthree {SECRET}\n",
        f"odd/name {SECRET}\n",
    ],
)
def test_a_wrong_key_file_is_refused_and_its_secrets_are_not_told(tmp_path, text):
    with pytest.raises(SettingsError) as refusal:
        from_environment({"PANJ_EMBED_KEYS_FILE": str(key_file(tmp_path, text))})
    assert str(refusal.value).startswith("PANJ_EMBED_KEYS_FILE must be a file ")
    assert "secret-of" not in str(refusal.value)


def test_settings_never_show_their_keys(tmp_path):
    settings = from_environment({"PANJ_EMBED_KEYS_FILE": str(key_file(tmp_path, f"one {SECRET}\n"))})
    assert SECRET not in repr(settings)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "10.0.0.7", "panj.example"])
def test_a_server_that_others_reach_must_say_who_may_see_it(host):
    with pytest.raises(SettingsError, match=r"^PANJ_ACCESS must be set"):
        from_environment({"HOST": host})
    assert from_environment({"HOST": host, "PANJ_ACCESS": "open"}).access == ("open",)


@pytest.mark.parametrize("host", ["127.0.0.1", "127.3.2.1", "::1", "localhost"])
def test_a_server_of_this_machine_alone_is_open(host):
    assert from_environment({"HOST": host}).access == ("open",)


@pytest.mark.parametrize(
    ("variables", "named"),
    [
        ({"PANJ_ACCESS": "header"}, "PANJ_TRUSTED_PROXIES"),
        ({"PANJ_ACCESS": "token"}, "PANJ_EMBED_KEYS_FILE"),
        ({"PANJ_PAGE_SIZE": "500", "PANJ_MOST_ROWS": "50"}, "PANJ_PAGE_SIZE"),
    ],
)
def test_settings_that_need_another_name_it(variables, named):
    with pytest.raises(SettingsError, match=f"^{named} must "):
        from_environment(variables)


def test_a_misspelt_setting_is_refused_by_its_name():
    with pytest.raises(SettingsError, match=r"^PANJ_ACCES is no setting of Panj"):
        from_environment({"PANJ_ACCES": "token"})
