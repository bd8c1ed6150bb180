"""What a row of GDELT becomes: what a machine read, and said to be that."""

from __future__ import annotations

import pytest

from data.importers import cameo, fips
from data.importers.day_order import Days, Decision
from data.importers.drafts import Draft, DraftActor, DraftPlace, RowError
from data.importers.gdelt import LAYOUT, draft
from data.vocabulary import CATEGORY_WORDS
from tests.data.importers.import_cases import GDELT_ROW, LATEST, Importing, delimited, gdelt


def read(**changes: str) -> Draft:
    cells = dict.fromkeys(LAYOUT.orders[61], "") | GDELT_ROW | changes
    return draft(cells, Days(lambda: Decision(None, "undecided", ""), LATEST))


def test_a_row() -> None:
    found = read()
    assert found.title == "HILL — threaten — RIVER (machine-coded)"
    assert (found.date, found.category) == ("2018-01-01", "THREATEN")
    assert found.type == "Threaten (CAMEO 130, machine-coded)"
    assert found.actors == (DraftActor("HILL", "initiator", "AFG GOV"), DraftActor("RIVER", "recipient"))
    assert found.place == DraftPlace("Invented Town", "settlement", 37.4, 69.8, "Afghanistan", "Takhar")
    assert (found.url, found.sources) == (GDELT_ROW["SOURCEURL"], ("paper.example",))
    assert found.caveats == (
        "Coded by a machine, not by a person, from 4 mentions.",
        "Placed by a machine, from a name in the report.",
    )


@pytest.mark.parametrize(
    ("kind", "full_name", "code", "place"),
    [
        ("1", "Tajikistan", "TI", DraftPlace("Tajikistan", "country", None, None, "Tajikistan")),
        ("1", "Ruritania", "QQ", DraftPlace("FIPS QQ", "country", None, None, "FIPS QQ")),
        ("2", "Ohio, United States", "US",
         DraftPlace("Ohio", "province", country="United States", province="Ohio")),
        ("5", "Takhar, Afghanistan", "AF",
         DraftPlace("Takhar", "province", country="Afghanistan", province="Takhar")),
        ("3", "Hill, Ohio, United States", "US",
         DraftPlace("Hill", "settlement", 37.4, 69.8, "United States", "Ohio")),
        ("0", "", "", DraftPlace("", "none")),
        ("", "", "", DraftPlace("", "none")),
    ],
)  # fmt: skip
def test_no_centroid_becomes_a_point(kind: str, full_name: str, code: str, place: DraftPlace) -> None:
    found = read(ActionGeo_Type=kind, ActionGeo_FullName=full_name, ActionGeo_CountryCode=code)
    assert found.place == place


@pytest.mark.parametrize(
    ("code", "category"),
    [("010", ""), ("020", ""), ("036", "AGREE"), ("046", "CONSULT"), ("057", "SUPPORT"), ("061", "COOPERATE"),
     ("071", "AID"), ("080", "CONCEDE"), ("083", "CONCEDE"), ("0841", "RETREAT"), ("0871", "RETREAT"),
     ("085", "CONCEDE"), ("090", "ACCUSE"), ("1053", "REQUEST"), ("112", "ACCUSE"), ("120", "REJECT"),
     ("130", "THREATEN"), ("145", "PROTEST"), ("150", "MOBILIZE"), ("163", "SANCTION"), ("173", "COERCE"),
     ("180", "ASSAULT"), ("190", "ASSAULT"), ("200", "ASSAULT")],
)  # fmt: skip
def test_categories(code: str, category: str) -> None:
    assert cameo.category(code) == category
    assert category in ("", *CATEGORY_WORDS)
    assert cameo.words(code)


def test_countries_are_not_iso() -> None:
    assert [fips.country(code) for code in ("TI", "CH", "TU", "")] == ["Tajikistan", "China", "Turkey", ""]


@pytest.mark.parametrize(
    ("added", "said"),
    [
        ("20180102000000", ""),
        ("20191231000000", "GDELT added it on 2019-12-31, 729 days later: the day may be misread."),
        ("20171231", "GDELT added it on 2017-12-31, before the day that it gives."),
    ],
)
def test_a_day_far_from_its_report_is_doubted(added: str, said: str) -> None:
    assert read(DATEADDED=added).caveats[2:] == ((said,) if said else ())


@pytest.mark.parametrize(
    ("text", "url", "sources"),
    [
        ("https://paper.example/a", "https://paper.example/a", ("paper.example",)),
        ("BBC Monitoring", "", ("BBC Monitoring",)),
        ("javascript:alert(1)", "", ("javascript:alert(1)",)),
        ("https://[broken/", "", ()),
        ("https://paper.example/" + "a" * 3000, "", ("paper.example",)),
        ("", "", ()),
    ],
)
def test_only_addresses_of_the_web_are_kept(text: str, url: str, sources: tuple[str, ...]) -> None:
    found = read(SOURCEURL=text)
    assert (found.url, found.sources) == (url, sources)


def test_titles_without_actors() -> None:
    assert read(Actor1Name="", Actor1Code="").title == "(unnamed) — threaten — RIVER (machine-coded)"
    assert read(Actor2Name="", Actor2Code="").title == "HILL — threaten (machine-coded)"


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"GLOBALEVENTID": ""}, "the row has no id"),
        ({"SQLDATE": "20180231"}, "the date cannot be read"),
        ({"EventCode": "999"}, "EventCode is no CAMEO code"),
        ({"EventCode": "13x"}, "EventCode is no CAMEO code"),
        ({"ActionGeo_Type": "9"}, "ActionGeo_Type is none of 0 to 5"),
        ({"DATEADDED": "now"}, "DATEADDED is no time"),
        ({"DATEADDED": "20181301"}, "DATEADDED is no time"),
        ({"NumMentions": "few"}, "NumMentions is no whole number"),
        ({"ActionGeo_Lat": "x"}, "ActionGeo_Lat is no coordinate"),
    ],
)
def test_what_cannot_be_read_is_named(changes: dict[str, str], reason: str) -> None:
    with pytest.raises(RowError) as caught:
        read(**changes)
    assert caught.value.reason == reason


@pytest.mark.parametrize("columns", [57, 58, 61])
def test_all_versions(importing: Importing, columns: int) -> None:
    found = importing("gdelt", gdelt({}, {"Actor1Name": 'THE "HILL"'}, columns=columns))
    assert (found.account.accepted, found.reasons) == (2, {})
    assert [row["name"] for row in found.rows("actors")] == ["HILL", "RIVER", 'THE "HILL"']


def test_with_a_header_and_commas(importing: Importing) -> None:
    found = importing("gdelt", delimited(LAYOUT.orders[61], [GDELT_ROW]))
    assert found.account.accepted == 1


def test_a_later_export_replaces_the_row(importing: Importing) -> None:
    found = importing("gdelt", gdelt({"DATEADDED": "20180103000000"}), gdelt({}))
    assert [row["file"] for row in found.rows("words")] == ["file1.csv"]
