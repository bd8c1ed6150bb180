"""Which header becomes which field, and mappings that are saved, read again, or refused by file and key."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.importers.files import FileError
from data.importers.mapping import FIELDS, Mapping, load_mapping, read_mapping


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("Date", "date"), ("EVENT_DATE", "date"), ("дата события", "date"), ("End date", "end"),
        ("Lat.", "latitude"), ("Долгота", "longitude"), ("Location name", "place"), ("Кишлак", "place"),
        ("actor1", "initiator"), ("Actor 2", "recipient"), ("Участники", "actors"), ("Admin1", "province"),
        ("Район", "district"), ("Fatalities", "deaths"), ("Источник", "source"),
        ("Publication date", "source_date"), ("PLOVER", "category"), ("Event-ID", "id"),
    ],
)  # fmt: skip
def test_a_header_is_known_by_its_synonyms(header: str, field: str) -> None:
    assert read_mapping(["Colour", header]).fields == {field: header}


def test_of_two_headers_the_likelier_is_taken_and_the_other_kept() -> None:
    mapping = read_mapping(["When", "Date", "Weather"])
    assert mapping.fields == {"date": "Date"}
    assert mapping.kept(["When", "Date", "Weather"]) == ["When", "Weather"]


def test_it_is_told_in_words() -> None:
    headers = ["Date", "Weather"]
    assert read_mapping(headers).in_words(headers) == "Date: column 'Date'\nKept in the notes: 'Weather'"
    told = Mapping({"title": "Weather"}, day_first=True).in_words(headers)
    assert "every event would be undated" in told
    assert "the day comes first" in told


def test_a_sheet_without_a_column_of_the_mapping_is_refused() -> None:
    with pytest.raises(
        FileError, match=r"own\.csv: lacks the column 'When', which the mapping reads as 'date'"
    ):
        Mapping({"date": "When"}).require(["Date"], "own.csv")


@given(
    st.dictionaries(st.sampled_from(sorted(FIELDS)), st.text(min_size=1), min_size=1).filter(
        lambda fields: len({*fields.values()}) == len(fields)
    ),
    st.none() | st.booleans(),
)
def test_a_saved_mapping_is_read_as_it_was(
    tmp_path_factory: pytest.TempPathFactory, fields: dict[str, str], day_first: bool | None
) -> None:
    path = tmp_path_factory.mktemp("mapping") / "mapping.json"
    saved = Mapping(fields, day_first)
    path.write_text(saved.as_json(), "utf-8")
    assert load_mapping(path) == saved


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "is not JSON"),
        ("{'a'}", "is not JSON"),
        ("[" * 100_000, "is not JSON"),
        ("[]", "is no mapping"),
        ("{}", "the key 'fields' must say"),
        ('{"fields": {}}', "the key 'fields' must say"),
        ('{"fields": {"dat": "Date"}}', "the key 'fields.dat' is no field"),
        ('{"fields": {"date": 3}}', "the key 'fields.date' must be the header"),
        ('{"fields": {"date": "D", "end": "D"}}', "the keys 'fields.date' and 'fields.end' name one column"),
        ('{"fields": {"date": "D"}, "order": 1}', "the key 'order' is not known"),
        ('{"fields": {"date": "D"}, "day_first": 1}', "the key 'day_first' must be"),
        (json.dumps({"fields": {"date": "D" * (1 << 20)}}), "is too large"),
    ],
)
def test_a_bad_mapping_gets_one_sentence_that_names_file_and_key(
    tmp_path: Path, text: str, sentence: str
) -> None:
    path = tmp_path / "mapping.json"
    path.write_text(text, "utf-8")
    with pytest.raises(FileError) as refused:
        load_mapping(path)
    assert str(refused.value).startswith(f"mapping.json: {sentence}")


def test_a_mapping_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileError, match=r"gone\.json: cannot be read"):
        load_mapping(tmp_path / "gone.json")
