"""The lock: what it leaves, that nothing else can be read, and that it closes where it cannot be used."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from data import export, records, rules, scope
from data.briefs import Brief, Step, load_briefs
from data.changes import in_sentences
from data.chips import chips, lock_chips
from data.claims import claim_matrix, claims_in
from data.contradictions import contradiction_clusters
from data.dataset import Dataset, load
from data.describe import sentence
from data.gaps import gaps_of
from data.memory import once_per_release
from data.plan import asked_range, lock_plan, plan
from data.query import Filters
from data.scope import LOCK_KEYS, MOST_LOCKS, LockError, read_lock, restricted
from data.search import search
from data.selection import Selection, select
from data.sentences import claim_sentence
from data.verdict import verdicts
from tests.data.cases import with_tables, with_value
from tests.data.conftest import Package
from tests.data.export_cases import random_filters
from tests.data.scope_cases import LOCKS, secrets
from tests.data.test_export_package import SCHEMA, broken_keys

WHOLE = load()
ROOT = Path(__file__).resolve().parents[2]
REQUIRED = {
    resource["name"]: [
        field["name"]
        for field in resource["schema"]["fields"]
        if field.get("constraints", {}).get("required")
    ]
    for resource in SCHEMA["resources"]
}
EVERY_LOCK = pytest.mark.parametrize("lock", LOCKS)


def locked(lock: str) -> Dataset:
    return restricted(WHOLE, read_lock(LOCKS[lock]))


def shown(selection: Selection) -> set[str]:
    return {*selection.events["id"], *selection.undated["id"]}


# --- reading a lock -----------------------------------------------------------------------------------------


def test_a_lock_has_the_keys_of_the_address_that_decide_the_events() -> None:
    keys = {field.name.rstrip("_") for field in fields(Filters)}
    assert set(LOCK_KEYS) == keys - {"event", "card", "view", "since"}


def test_a_lock_is_read_as_the_address_is() -> None:
    read = read_lock({"actor": ["A-JA", "Taliban"], "from": "2023-11", "when": "certain", "parts": "1"})
    assert read == Filters(actor=("A-JA", "Taliban"), from_="2023-11", when="certain", parts=True)
    assert read_lock({}) == Filters()


@pytest.mark.parametrize(
    ("mapping", "named"),
    [
        ({"actors": "A-JA"}, "actors"),
        ({"locked": "x"}, "locked"),
        ({"event": "E02"}, "event"),
        ({"card": "A-JA"}, "card"),
        ({"view": "board"}, "view"),
        ({"since": "1.0.0"}, "since"),
        ({3: "A-JA"}, "3"),
        ({"actor": 3}, "actor"),
        ({"actor": None}, "actor"),
        ({"actor": ["A-JA", 3]}, "actor"),
        ({"actor": {"id": "A-JA"}}, "actor"),
        ({"actor": []}, "actor"),
        ({"actor": ""}, "actor"),
        ({"actor": ["A-JA", " "]}, "actor"),
        ({"actor": "\x00"}, "actor"),
        ({"actor": "A-JA\n"}, "actor"),
        ({"actor": "\ud800"}, "actor"),
        ({"q": "--"}, "q"),
        ({"parts": True}, "parts"),
        ({"parts": "yes"}, "yes"),
        ({"role": "mediator; initiator"}, "role"),
        ({"role": ["mediator", "initiator"]}, "role"),
        ({"thread": "gossip"}, "gossip"),
        ({"collection": "book"}, "book"),
        ({"type": "PARTY"}, "PARTY"),
        ({"when": "possible"}, "possible"),
        ({"match": "none"}, "none"),
        ({"dates": "worst"}, "worst"),
        ({"from": "soon"}, "soon"),
        ({"to": "2023-13"}, "2023-13"),
        ({"from": "2024", "to": "2020"}, "reversed"),
        ({"actor": "x" * 101}, "longer"),
        ({"id": [f"E{number}" for number in range(201)]}, "200"),
    ],
)
def test_what_cannot_be_used_is_an_error_that_names_it(mapping: Any, named: str) -> None:
    with pytest.raises(LockError) as error:
        read_lock(mapping)
    told = str(error.value)
    assert named in told and told.endswith(".") and "skipped" not in told


def test_a_lock_is_an_object() -> None:
    for wrong in ("actor=A-JA", ["actor"], None, 3):
        with pytest.raises(LockError):
            read_lock(wrong)  # type: ignore[arg-type]


def test_a_lock_that_came_past_the_codec_is_refused_too(dataset: Dataset) -> None:
    for lock in (Filters(from_="2024", to="2020"), Filters(thread=("gossip",)), Filters(q=("--",))):
        with pytest.raises(LockError):
            restricted(dataset, lock)


# --- what a lock leaves -------------------------------------------------------------------------------------


def test_no_lock_leaves_the_dataset_as_it_is(dataset: Dataset) -> None:
    assert restricted(dataset, Filters()) is dataset
    assert restricted(dataset, Filters(event="E02", view="board")) is dataset
    assert (dataset.lock, dataset.edition) == (Filters(), dataset.release)


def test_a_lock_cannot_be_locked_again() -> None:
    inside = locked("one thread")
    with pytest.raises(ValueError, match="again"):
        restricted(inside, Filters(actor=("A-JA",)))
    with pytest.raises(ValueError, match="no lock"):
        lock_plan(WHOLE)


def usable(lock: Filters) -> bool:
    """Whether `read_lock` could have given this lock."""
    return not (lock.from_ or lock.to) or asked_range(lock) is not None


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_under_a_lock_all_stands_as_the_same_filters_leave_it(data: st.DataObject) -> None:
    lock = data.draw(random_filters(WHOLE))
    assume(usable(lock) and lock != Filters())
    inside = select(restricted(WHOLE, lock), Filters())
    outside = select(WHOLE, lock, as_lock=True)
    for name in ("events", "undated", "unplaced"):
        # The reason for a date may name an event outside; all else is the same to the last cell.
        here, there = (getattr(one, name).drop(columns="date_reason") for one in (inside, outside))
        pd.testing.assert_frame_equal(here, there, check_dtype=False, check_index_type=False)
    assert inside.counts == replace(outside.counts, total=outside.counts.selected + outside.counts.undated)
    if not outside.notices:  # all its names are known: it says what the page says of the same address
        assert shown(inside) == shown(select(WHOLE, lock))


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_a_visitor_never_widens_a_lock_and_finds_all_that_is_in_both(data: st.DataObject) -> None:
    lock, asked = data.draw(random_filters(WHOLE)), data.draw(random_filters(WHOLE))
    assume(usable(lock) and lock != Filters())
    dataset = restricted(WHOLE, lock)
    here = select(dataset, asked)
    # The modes of the lock are in force, so they are in force on both sides of the comparison.
    asked = replace(asked, dates=asked.dates or lock.dates, when=asked.when or lock.when)
    there = select(WHOLE, asked)
    inside = {*dataset.events["id"]}
    assert shown(here) <= shown(there) & inside
    assert here.counts.total == len(inside)
    same_dates = asked.dates == lock.dates or not (lock.from_ or lock.to)
    plain = not asked.parts and not lock.when and not here.plan.no_common_day
    if same_dates and plain and not any("skipped" in notice for notice in there.notices):
        assert shown(here) == shown(there) & inside


def test_only_events_in_force_are_inside(dataset: Dataset) -> None:
    events, claims = dataset.tables["events"].copy(), dataset.tables["claims"].copy()
    events.loc[events["id"] == "E02", ["withdrawn", "withdrawn_reason"]] = ["1.1.0", "a mistake"]
    claims.loc[claims["id"] == "C015", ["withdrawn", "withdrawn_reason"]] = ["1.1.0", "misread"]
    inside = restricted(with_tables(dataset, events=events, claims=claims), Filters(thread=("talks",)))
    assert not inside.has("events", "E02")
    assert inside.has("claims", "C015"), "what is no longer said of an event inside is told"


def test_a_name_that_nobody_knows_stands_for_no_event(dataset: Dataset) -> None:
    for key in ("actor", "place", "district", "source"):
        selection = select(restricted(dataset, with_value(Filters(), key, ("Nobody",))), Filters())
        assert selection.counts.total == 0
        named = f"names {'an' if key == 'actor' else 'a'} {key} that this dataset does not know (“Nobody”)"
        assert selection.notices == (f"The lock of this page {named}: it stands for no event.",)
    picked = select(restricted(dataset, Filters(id=("E999",))), Filters())
    assert picked.counts.total == 0 and "E999" in picked.notices[0]
    both = restricted(dataset, Filters(actor=("A-JA", "Nobody")))
    assert {*both.events["id"]} == {*restricted(dataset, Filters(actor=("A-JA",))).events["id"]}
    together = restricted(dataset, Filters(actor=("A-JA", "Nobody"), match="all"))
    assert not len(together.events)


def test_a_visitor_cannot_tell_what_is_outside_from_what_is_nowhere() -> None:
    inside = locked("another thread")
    assert WHOLE.has("actors", "A-SIGA") and not inside.has("actors", "A-SIGA")
    told = [select(inside, Filters(actor=(name,))) for name in ("A-SIGA", "A-NONE")]
    assert [selection.counts.selected for selection in told] == [0, 0]
    assert told[0].notices[0].replace("A-SIGA", "A-NONE") == told[1].notices[0]
    gone = [select(inside, Filters(event=event)).notices[0] for event in ("E10", "E99")]
    assert gone[0].replace("E10", "E99") == gone[1]


def test_undated_events_stay_inside_where_only_the_certain_are(dataset: Dataset) -> None:
    lock = Filters(from_="2023-11", to="2024-01", when="certain")
    selection = select(restricted(dataset, lock), Filters())
    assert selection.counts.possible == 0 and selection.counts.undated > 0
    assert selection.counts.total == selection.counts.selected + selection.counts.undated


# --- dates, areas, modes ------------------------------------------------------------------------------------


def test_the_range_is_what_lock_and_visitor_have_in_common(dataset: Dataset) -> None:
    inside = restricted(dataset, Filters(from_="2023-06", to="2024-01"))
    assert plan(inside, Filters()).window == plan(dataset, Filters(from_="2023-06", to="2024-01")).window
    both = plan(dataset, Filters(from_="2023-11", to="2024-01")).window
    assert plan(inside, Filters(from_="2023-11")).window == both
    assert plan(inside, Filters(from_="2023-11", to="2025")).window == both
    reversed_ = plan(inside, Filters(from_="2025", to="2020"))
    assert reversed_.window == plan(inside, Filters()).window and "reversed" in reversed_.notices[0]


def test_no_day_in_common_selects_nothing_and_says_so(dataset: Dataset) -> None:
    inside = restricted(dataset, Filters(from_="2010", to="2022"))
    lasting = {event for event in inside.events["id"] if inside.row("events", event)["date"].endswith("/..")}
    assert lasting, "events that reach from the one range into the other"
    selection = select(inside, Filters(from_="2023", to="2024"))
    assert selection.counts.selected == 0 and selection.counts.undated > 0
    assert [notice for notice in selection.notices if "no day is left" in notice]
    assert "between 1 January 2023 and 31 December 2024" in sentence(selection)


def test_an_event_that_may_lie_in_the_area_of_the_lock_keeps_its_hedge(dataset: Dataset) -> None:
    lock = Filters(district=("AF-D17",))
    inside = restricted(dataset, lock)
    hedged = {*select(dataset, lock).events.query("where == 'possible'")["id"]}
    assert hedged
    for asked in (Filters(), Filters(place=("AF-BDS",)), Filters(district=("AF-D17", "AF-BDS"))):
        events = select(inside, asked).events
        assert hedged & {*events["id"]} <= {*events.query("where == 'possible'")["id"]}, asked


# --- keys and rules -----------------------------------------------------------------------------------------


@EVERY_LOCK
def test_what_remains_is_a_sound_package(lock: str) -> None:
    inside = locked(lock)
    tables = dict(inside.tables)
    assert list(tables) == list(WHOLE.tables)
    assert not list(broken_keys(tables))
    assert not list(rules.faults(tables))
    for name, table in tables.items():
        assert list(table.columns) == list(WHOLE.tables[name].columns)
        assert not [column for column in REQUIRED[name] if (table[column] == "").any()], name


def test_a_table_that_the_rules_do_not_know_is_emptied(dataset: Dataset) -> None:
    more = with_tables(dataset, memos=pd.DataFrame({"id": ["M1"], "text": ["of everything"]}))
    assert len(restricted(more, Filters(thread=("talks",))).tables["memos"]) == 0


# --- nothing of outside -------------------------------------------------------------------------------------


def cells(dataset: Dataset) -> Iterator[str]:
    for table in dataset.tables.values():
        for column in table:
            yield from table[column]


def exported(selection: Selection) -> Iterator[str]:
    found = export.manifest(selection, "https://panj.example/")
    yield found.as_json()
    yield from export.in_words(found)
    for sheet in load_workbook(io.BytesIO(export.workbook(selection, found))).worksheets:
        yield from (str(cell) for row in sheet.values for cell in row if cell is not None)
    for write in (export.csv_archive, export.data_package):
        with zipfile.ZipFile(io.BytesIO(write(selection, found))) as packed:
            yield from (packed.read(name).decode("utf-8") for name in packed.namelist())
    for write in (export.geojson, export.plain_text, export.bibtex, export.csl_json):
        yield write(selection, found).decode("utf-8")


def prepared(selection: Selection) -> Iterator[str]:
    dataset = selection.dataset
    yield sentence(selection)
    yield json.dumps(records.as_dict(selection))
    yield repr(gaps_of(selection))
    yield repr(contradiction_clusters(selection))
    yield repr(claim_matrix(selection))
    yield from (claim_sentence(dataset, claim) for claim in claims_in(selection).ids)
    yield from in_sentences(dataset, "0.0.1")
    yield repr(load_briefs(dataset))
    yield repr((lock_chips(dataset), chips(dataset, selection.filters, selection.window)))


@EVERY_LOCK
def test_no_table_no_export_and_no_view_tells_of_outside(lock: str) -> None:
    inside = locked(lock)
    hidden = secrets(WHOLE, inside)
    assert hidden.ids and hidden.texts
    selection = select(inside, Filters())
    typed = {*inside.lock.actor, *inside.lock.source}  # the host's own words, said to him
    for text in (*cells(inside), *prepared(selection), *exported(selection)):
        assert not set(hidden.in_text(text)) - typed, text[:300]


@EVERY_LOCK
def test_the_search_finds_nothing_of_outside(lock: str) -> None:
    inside = locked(lock)
    hidden = secrets(WHOLE, inside)
    asked = [*sorted(hidden.ids)[::9], *sorted(hidden.texts)[::9], "Taliban", "border", "Radio", "letter"]
    for text in asked:
        for group in search(inside, text):
            assert not [hit for hit in group.hits if hit.id in hidden.ids], text
            told = " ".join(f"{hit.title} {hit.detail} {hit.found_by}" for hit in group.hits)
            assert not set(hidden.in_text(told)) - {text}


def test_events_outside_can_neither_be_picked_nor_opened() -> None:
    inside = locked("another thread")
    selection = select(inside, Filters(id=("E02",), event="E02", card="S02"))
    assert selection.counts.selected == selection.counts.undated == 0
    assert not inside.has("events", "E02") and not inside.has("sources", "S02")


def test_rows_that_were_set_aside_are_not_told(package: Package) -> None:
    package.append("events", "E77,A secret title,Told,,,,,,,,nothread,article,,,1.0.0,,\n")
    broken = load(package.folder)
    assert broken.problems and not restricted(broken, Filters(thread=("talks",))).problems


def test_the_whole_release_is_read_by_few() -> None:
    """A confined dataset knows what it was cut from; nobody else may look there."""
    allowed = {"data/plan.py", "data/describe.py", "data/chips.py", "data/briefs.py"}
    read = re.compile(r"confined\s*\.\s*whole|\.whole\b(?!\()")
    rooms = (path for room in ("data", "components", "portal") for path in (ROOT / room).rglob("*.py"))
    found = {str(path.relative_to(ROOT)) for path in rooms if read.search(path.read_text("utf-8"))}
    assert found - {"data/scope_tables.py"} == allowed  # there `self.whole` is the tables that are being cut


# --- nothing false of inside --------------------------------------------------------------------------------


@EVERY_LOCK
def test_nothing_is_called_missing_that_stands_outside(lock: str) -> None:
    here, there = gaps_of(select(locked(lock), Filters())), gaps_of(select(WHOLE, Filters()))
    for name in ("on_unnamed", "moves", "calls", "silences"):
        assert set(getattr(here, name)) <= set(getattr(there, name)), name
    single = {event for one in there.single for event in one.events}
    assert {event for one in here.single for event in one.events} <= single


def test_an_answer_outside_is_remembered(dataset: Dataset) -> None:
    """N02 is answered by N04: with only the request inside, nobody may say that it has no answer."""
    asked = dataset.row("moves", "N02")["event"]
    inside = restricted(dataset, Filters(id=(asked,)))
    assert inside.row("moves", "N02")["answered_by"] == ""
    assert inside.confined is not None and "N02" in inside.confined.answered_outside
    assert not gaps_of(select(inside, Filters())).moves


def test_half_a_history_of_a_crossing_is_never_told(dataset: Dataset) -> None:
    counts = Counter(dataset.tables["crossing_status"]["crossing"])
    seen: set[str] = set()
    for lock in LOCKS:
        held = Counter(locked(lock).tables["crossing_status"]["crossing"])
        assert all(counts[crossing] == number for crossing, number in held.items())
        seen |= {*held}
    assert seen, "some lock keeps a history"


def test_every_claim_of_an_event_inside_stays_whole() -> None:
    for lock in LOCKS:
        inside = locked(lock)
        for event in inside.events["id"]:
            links = WHOLE.rows_of("claim_events", "event", event)
            assert inside.rows_of("claim_events", "event", event) == links
            for link in links:
                here = inside.rows_of("chain_links", "claim", link["claim"])
                there = WHOLE.rows_of("chain_links", "claim", link["claim"])
                assert [row["factuality"] for row in here] == [row["factuality"] for row in there]


# --- words --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lock", "asked", "words"),
    [
        (
            {"thread": "talks"},
            Filters(),
            " dated · confined by this page to: events in the thread “The talks” · ",
        ),
        (
            {"actor": "Taliban", "from": "2023"},
            Filters(thread=("talks",)),
            "thread “The talks” · confined by this page to: events from 1 January 2023 on with Taliban ",
        ),
        (
            {"from": "2023", "to": "2024-01"},
            Filters(from_="2023-11", to="2025"),
            "between 1 November 2023 and 31 January 2024 · confined by this page to: events between 1 ",
        ),
        (
            {"to": "2024", "when": "certain"},
            Filters(),
            "left out · confined by this page to: events up to 31 December 2024, only what is certainly ",
        ),
        ({"actor": "Nobody"}, Filters(), "confined by this page to: events with “Nobody” · "),
        ({"source": "Nobody"}, Filters(), "confined by this page to: events told by “Nobody” · "),
        ({"place": "Nowhere"}, Filters(), "confined by this page to: events at or in “Nowhere” · "),
        ({"dates": "best"}, Filters(), "confined by this page to: events with the best date that any source"),
        ({"match": "all"}, Filters(), "confined by this page to: all events · "),
        ({"id": ["E02", "F10"], "thread": "talks"}, Filters(), "“The talks” among 1 picked by hand · "),
        ({"id": ["F10"], "thread": "talks"}, Filters(), "“The talks” among 0 picked by hand · "),
        ({"thread": "talks"}, Filters(actor=("Nobody",)), "none dated with “Nobody” · confined"),
    ],
)
def test_the_sentence_says_to_what_the_page_is_confined(
    lock: dict[str, Any], asked: Filters, words: str
) -> None:
    selection = select(restricted(WHOLE, read_lock(lock)), asked)
    assert words in sentence(selection)
    assert sentence(selection).endswith(
        f" · {selection.counts.undated} undated · {selection.counts.unplaced} without a place"
    )


def test_without_a_lock_no_sentence_speaks_of_one(dataset: Dataset) -> None:
    assert "confined" not in sentence(select(dataset, Filters(thread=("talks",))))
    assert lock_chips(dataset) == ()


def test_the_chips_of_the_lock_stand_apart_from_the_reader_s() -> None:
    lock = {"actor": ["Taliban", "Nobody"], "from": "2023", "thread": "talks", "id": ["E02", "F10"]}
    inside = restricted(WHOLE, read_lock(lock))
    told = [(chip.key, chip.words) for chip in lock_chips(inside)]
    assert told == [
        ("actor", "Taliban authorities"),
        ("actor", "“Nobody”"),
        ("from", "from 1 January 2023"),
        ("thread", "The talks"),
        ("id", f"picked: {WHOLE.row('events', 'E02')['title'][:47].rstrip()}…"),
    ]
    selection = select(inside, Filters(collection=("article",)))
    assert [chip.key for chip in chips(inside, selection.filters, selection.window)] == ["collection"]
    skipped = select(inside, Filters(from_="2024", to="2020"))
    assert not chips(inside, skipped.filters, skipped.window)


def test_a_name_that_is_not_inside_has_a_chip_to_take_it_back() -> None:
    inside = locked("another thread")
    asked = Filters(actor=("A-SIGA",), place=("Nowhere",), source=("S02",), id=("E02",))
    told = [(chip.key, chip.value) for chip in chips(inside, asked)]
    assert told == [("actor", "A-SIGA"), ("place", "Nowhere"), ("source", "S02"), ("id", "E02")]


LIFTABLE = {"actor", "match", "parts", "role", "type", "thread", "place", "district", "source", "collection",
            "q", "id", "from", "to", "when", "dates"}  # fmt: skip


@settings(max_examples=15, deadline=None)
@given(st.data())
def test_only_what_the_reader_asked_for_is_offered_to_be_lifted(data: st.DataObject) -> None:
    lock, asked = data.draw(random_filters(WHOLE)), data.draw(random_filters(WHOLE))
    assume(usable(lock) and lock != Filters())
    dataset = restricted(WHOLE, lock)
    selection = select(dataset, asked)
    for event in dataset.events["id"]:
        found = verdicts(selection, event)
        for verdict in found:
            assert verdict.keys and set(verdict.keys) <= LIFTABLE
            assert any(getattr(asked, "from_" if key == "from" else key) for key in verdict.keys)
        hidden = event not in shown(selection)
        assert hidden == any(verdict.answer == "fails" for verdict in found), (event, lock, asked)


def test_without_a_filter_of_his_own_a_reader_is_offered_nothing() -> None:
    for lock in LOCKS:
        selection = select(locked(lock), Filters())
        assert not [event for event in selection.dataset.events["id"] if verdicts(selection, event)]


@settings(max_examples=15, deadline=None)
@given(st.data())
def test_an_export_under_a_lock_counts_every_event_once(data: st.DataObject) -> None:
    lock, asked = data.draw(random_filters(WHOLE)), data.draw(random_filters(WHOLE))
    assume(usable(lock) and lock != Filters())
    selection = select(restricted(WHOLE, lock), asked)
    counts = export.manifest(selection).counts
    parts = ("selected", "undated", "outside", "possible_left_out", "excluded")
    assert counts["total"] == sum(counts[name] for name in parts)


# --- briefs -------------------------------------------------------------------------------------------------


def offered(dataset: Dataset, **step: Any) -> bool:
    """Whether a brief of this one step is offered under the lock of `dataset`."""
    assert dataset.confined is not None
    brief = Brief("mine", "Title", "", "2024-02-23", (Step("Head", **step),))
    whole = replace(dataset.confined.whole)
    vars(whole)["_memory"] = {}
    told = replace(dataset, confined=replace(dataset.confined, whole=whole))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("data.briefs.found_briefs", lambda _: ({"mine": brief}, ()))
        return "mine" in load_briefs(told)[0]


def test_a_brief_is_offered_only_where_all_of_it_is_inside() -> None:
    talks = locked("one thread")
    assert offered(talks, view=Filters(thread=("talks",)))
    assert offered(talks, view=Filters(id=("E02",), event="E02", card="A-JA"), highlight=("E02",))
    assert not offered(talks, view=Filters())
    assert not offered(talks, view=Filters(id=("E02", "F10")))
    assert not offered(talks, view=Filters(id=("E02",), event="F10"))
    assert not offered(talks, view=Filters(id=("E02",), card="S113"))
    assert not offered(talks, view=Filters(id=("E02",)), highlight=("E02", "F10"))
    assert not offered(talks, view=Filters(thread=("talks",)), since="1.0.0")
    assert not offered(talks, view=Filters(thread=("talks",), since="1.0.0"))


def test_the_bundled_briefs_follow_the_lock() -> None:
    assert set(load_briefs(locked("one thread"))[0]) == {"talks"}
    assert load_briefs(locked("another thread")) == ({}, ())
    assert set(load_briefs(WHOLE)[0]) == {"talks", "border"}


# --- what is kept -------------------------------------------------------------------------------------------


def test_an_edition_names_release_and_lock(dataset: Dataset) -> None:
    one, same = (
        restricted(dataset, Filters(actor=names)) for names in (("A-JA", "A-GDI"), ("A-GDI", "A-JA"))
    )
    other = restricted(dataset, Filters(actor=("A-JA",)))
    assert one.release == other.release == dataset.release
    assert one.edition == same.edition != other.edition != dataset.edition
    assert one.edition.startswith(f"{dataset.release}-")


def test_a_lock_is_cut_once_and_the_least_used_goes_first(
    dataset: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole, cuts = replace(dataset), list[Filters]()

    def cut(held: Dataset, lock: Filters) -> Dataset:
        cuts.append(lock)
        return replace(held)

    monkeypatch.setattr(scope, "_cut", cut)
    locks = [Filters(actor=(f"A-{number}",)) for number in range(MOST_LOCKS + 1)]
    first = [restricted(whole, lock) for lock in locks[:MOST_LOCKS]]
    assert restricted(whole, locks[0]) is first[0], "used again, so it is the last to go"
    restricted(whole, locks[MOST_LOCKS])
    assert restricted(whole, locks[0]) is first[0] and len(cuts) == MOST_LOCKS + 1
    assert restricted(whole, locks[1]) is not first[1]
    assert restricted(replace(dataset), locks[0]) is not first[0], "another release keeps its own"


def test_many_threads_get_one_dataset(dataset: Dataset) -> None:
    whole = replace(dataset)
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: restricted(whole, Filters(thread=("courts",))), range(24)))
    assert len({id(one) for one in found}) == 1


def test_what_is_worked_out_of_the_whole_is_not_seen_under_a_lock(dataset: Dataset) -> None:
    @once_per_release
    def titles(held: Dataset) -> tuple[str, ...]:
        return tuple(held.events["title"])

    whole = replace(dataset)
    everything = titles(whole)
    assert len(whole.search_texts) == len(whole.partitions[0]) == len(everything)
    inside = restricted(whole, Filters(thread=("courts",)))
    assert set(titles(inside)) < set(everything)
    assert len(inside.search_texts) == len(inside.partitions[0]) == len(titles(inside))
    assert not {"_rows", "_grouped", "events", "places"} & {*vars(replace(inside))}
