"""portal.settings: defaults, strict casts, and errors that name the variable."""

import pytest

from portal.settings import Settings, SettingsError, from_environment


def test_an_empty_environment_gives_the_defaults():
    assert from_environment({}) == Settings()


def test_an_empty_variable_counts_as_unset():
    assert from_environment({"PORT": "", "PANJ_NAMING": " "}) == Settings()


def test_every_variable_is_used(tmp_path):
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
            "XDG_CACHE_HOME": str(tmp_path),
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
        cache=tmp_path / "panj",
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
    ],
)
def test_a_wrong_value_is_refused_in_one_sentence_that_names_the_variable(name, value):
    with pytest.raises(SettingsError) as refusal:
        from_environment({name: value})
    sentence = str(refusal.value)
    assert sentence.startswith(f"{name} must ")
    assert sentence.endswith(f"not {value!r}.")
    assert "\n" not in sentence
