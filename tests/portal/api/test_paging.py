"""Pages: every row once, from one release, and never cut off in silence."""

from __future__ import annotations

from dataclasses import replace

import pytest

from data.dataset import Dataset
from portal.api.answers import Slice
from tests.portal.api.desk import PROBLEM, TABLES, Desk, ids_of, rows_of


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("limit", [7, 100])
def test_a_walk_meets_each_row_once(desk: Desk, table: str, limit: int) -> None:
    whole = ids_of(table, desk.json(f"{table}?limit=1000"))
    pages = [answer.json for answer in desk.walk(f"{table}?limit={limit}")]
    assert [row for page in pages for row in ids_of(table, page)] == whole
    assert len(set(whole)) == len(whole) == pages[0]["page"]["total"]
    assert len(pages) == max(1, -(-len(whole) // limit))
    assert [page["page"]["truncated"] for page in pages] == [True] * (len(pages) - 1) + [False]


def test_a_walk_keeps_filters_format_and_release(desk: Desk, dataset: Dataset) -> None:
    query = "actor=Taliban&from=2023-11&format=csv&limit=9"
    pages = list(desk.walk(f"claims?{query}"))
    assert len(pages) > 2
    ids = [row["id"] for page in pages for row in rows_of(page)]
    assert ids == ids_of("claims", desk.json("claims?actor=Taliban&from=2023-11&limit=1000"))
    link = pages[0].headers["Link"]
    for part in (
        "actor=Taliban",
        "from=2023-11",
        "format=csv",
        "limit=9",
        "offset=9",
        f"release={dataset.release}",
    ):
        assert part in link


def test_what_is_cut_off_is_said_in_every_format(desk: Desk) -> None:
    told = desk.json("events?limit=10")["page"]
    assert told["told"] == f"rows 1 to 10 of {told['total']}; truncated, {told['total'] - 10} more follow"
    assert (told["truncated"], told["returned"], told["limit"]) == (True, 10, 10)
    features = desk.json("events?limit=10&format=geojson")
    assert (
        features["page"]["truncated"] and len({one["properties"]["id"] for one in features["features"]}) == 10
    )
    for form in ("json", "csv", "geojson"):
        answer = desk.ask(f"events?limit=10&format={form}")
        assert answer.headers["Panj-Truncated"] == told["told"]
        assert answer.headers["Panj-Total"] == str(told["total"])
        assert answer.headers["Link"].endswith('>; rel="next"')


def test_a_whole_answer_says_nothing_of_more(desk: Desk) -> None:
    answer = desk.ask("events?limit=1000")
    assert not {"Link", "Panj-Truncated"} & set(answer.headers.keys())
    assert answer.json["page"]["next"] is None and answer.json["page"]["told"].startswith("all ")


@pytest.mark.parametrize(
    ("total", "offset", "limit", "told"),
    [
        (0, 0, 10, "no row"),
        (1, 0, 10, "the only row"),
        (3, 0, 3, "all 3 rows"),
        (3, 5, 3, "no row from 6 on: there are 3"),
        (9, 6, 3, "rows 7 to 9 of 9"),
        (9, 3, 3, "rows 4 to 6 of 9; truncated, 3 more follow"),
    ],
)
def test_the_rows_in_words(total: int, offset: int, limit: int, told: str) -> None:
    ids = tuple(str(number) for number in range(total))[offset : offset + limit]
    more = "next" if offset + limit < total else None
    assert Slice(total, offset, limit, ids, more).told == told


def test_the_limits_are_those_of_the_installation(dataset: Dataset) -> None:
    small = Desk(dataset, page_size=2, most_rows=5)
    assert small.json("events")["page"]["limit"] == 2
    assert len(small.json("events?limit=5")["events"]) == 5
    told = small.ask("events?limit=6").json["errors"][0]
    assert (told["parameter"], "from 1 to 5" in told["detail"]) == ("limit", True)


def test_a_new_release_stops_a_walk(dataset: Dataset) -> None:
    desk = Desk(dataset)
    walk = desk.walk("events?limit=10")
    next(walk)
    following = desk.json("events?limit=10")["page"]["next"]
    desk.dataset = replace(dataset, release="9.9.9-ffffffffff")
    answer = desk.client.get(following)
    assert (answer.status_code, answer.mimetype) == (409, PROBLEM)
    assert (answer.json["asked"], answer.json["release"]) == (dataset.release, "9.9.9-ffffffffff")
    assert "Start again" in answer.json["detail"]


def test_the_change_is_told_before_what_it_made_unknown(dataset: Dataset) -> None:
    assert Desk(dataset).ask("events?release=old&actor=Gone").status_code == 409


@pytest.mark.parametrize("stripped", [False, True])
def test_links_lead_through_the_prefix(dataset: Dataset, stripped: bool) -> None:
    desk = Desk(dataset, prefix="/portal/panj/", prefix_stripped=stripped)
    first = desk.json("events?limit=40")
    assert first["page"]["next"].startswith("/portal/panj/api/v1/events?")
    assert sum(len(page.json["events"]) for page in desk.walk("events?limit=40")) == first["page"]["total"]
