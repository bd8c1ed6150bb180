"""The search finds what is meant in any script, shows only what stands in the tables, survives any text."""

from __future__ import annotations

from itertools import pairwise
from string import ascii_letters

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from data.dataset import Dataset, load
from data.search import (
    EXACT,
    GROUPS,
    INSIDE,
    LONGEST_SEARCH,
    MOST_HITS,
    PREFIX,
    SOUND,
    TYPO,
    WEAK,
    WORD,
    Hit,
    search,
)
from data.wording import chain_in_words, claims_of, says_who

JA, ARSALON = ("actor", "A-JA"), ("actor", "A-ARSALON")
SHERKHAN, KHOROG = ("place", "L-BCP"), ("place", "L-KHOROG")


def first(dataset: Dataset, text: str) -> Hit:
    groups = search(dataset, text)
    assert groups, text
    return groups[0].hits[0]


def found(dataset: Dataset, text: str) -> set[tuple[str, str]]:
    return {(hit.kind, hit.id) for group in search(dataset, text) for hit in group.hits}


@pytest.mark.parametrize(
    ("text", "expected", "way"),
    [
        ("Jamaat", JA, PREFIX),
        ("jamaat ansarullah", JA, EXACT),
        ("Jamoat", JA, PREFIX),
        ("Jamoʻat", JA, PREFIX),
        ("Ҷамоати", JA, PREFIX),
        ("Ansarullah", JA, EXACT),
        ("ansorulloh", JA, EXACT),
        ("Ансоруллоҳ", JA, EXACT),
        ("АНСОРУЛЛОҲ", JA, EXACT),
        ("انصارالله", JA, WEAK),
        ("أنصار الله", JA, WEAK),
        ("JA", JA, WEAK),
        ("ansar ullah", JA, SOUND),
        ("Ансаруллах Джамоат", JA, WORD),
        ("gamaat ansarulah", JA, TYPO),
        ("Khorog", KHOROG, EXACT),
        ("Khorugh", ("place", "TJ-D14"), EXACT),
        ("Хоруғ", ("place", "TJ-D14"), EXACT),
        ("خاروغ", KHOROG, EXACT),
        ("Horugh", ("place", "TJ-D14"), INSIDE),
        ("Sherkhan", SHERKHAN, PREFIX),
        ("Шерхон", SHERKHAN, PREFIX),
        ("شیرخان", SHERKHAN, PREFIX),
        ("sherkhanbandar", SHERKHAN, SOUND),
        ("shrekhan", SHERKHAN, TYPO),
        ("Panji Poyon", SHERKHAN, EXACT),
        ("Пянджи Поён", SHERKHAN, TYPO),
        ("X01", SHERKHAN, EXACT),
        ("Demogan", ("place", "X03"), EXACT),
        ("Arsalon", ARSALON, WEAK),
        ("Arsalan", ARSALON, WORD),
        ("Арсалон", ARSALON, WEAK),
        ("ارسلان", ARSALON, WORD),
        ("arslan mahdi", ARSALON, SOUND),
        ("Mahdī Arsalān", ARSALON, EXACT),
        ("tabarof", ("actor", "A-TABAROV"), TYPO),
        ("najeeb", ("actor", "A-NAJIB"), SOUND),
        ("طالبان", ("actor", "A-TALIBAN"), EXACT),
        ("qunduz", ("place", "AF-KDZ"), SOUND),
        ("Ишкашим", ("place", "TJ-D15"), EXACT),
        ("Qumsangir", ("place", "TJ-D05"), EXACT),
        ("Jilikul", ("place", "TJ-D04"), EXACT),
        ("e10", ("event", "E10"), EXACT),
        ("Ҳамадонӣ", ("place", "TJ-D08"), EXACT),
        ("Вахон", ("place", "AF-D22"), SOUND),
        ("Tabarov killed", ("event", "E35"), WORD),
        ("Haber", ("source", "S12"), WORD),
    ],
)  # fmt: skip
def test_the_first_hit_is_what_was_meant(
    dataset: Dataset, text: str, expected: tuple[str, str], way: int
) -> None:
    hit = first(dataset, text)
    assert ((hit.kind, hit.id), hit.score // 100) == (expected, way)


@pytest.mark.parametrize(
    ("text", "by"),
    [
        ("Ансоруллоҳ", "Ансоруллоҳ"),
        ("انصارالله", "انصارالله"),
        ("Jamoat", "Jamoati Ansarulloh"),
        ("Jamaat Ansarullah", ""),
        ("Khorog", ""),
        ("Sherkhan", "Sherkhan Bandar"),
        ("x01", "X01"),
    ],
)
def test_a_hit_tells_which_name_matched(dataset: Dataset, text: str, by: str) -> None:
    assert first(dataset, text).found_by == by


@pytest.mark.parametrize("text", ["", " ", "\n\t", "?!", "-", "“”", "ʻ", "\u0301"])
def test_a_text_without_letters_finds_nothing(dataset: Dataset, text: str) -> None:
    assert search(dataset, text) == ()


@pytest.mark.parametrize(
    "text", ["zzzzqq", "jx", "qz", "не существует", "ansarullah xyzzy", ".*", "[a-z]+", "%"]
)
def test_what_is_nowhere_is_not_found(dataset: Dataset, text: str) -> None:
    assert search(dataset, text) == ()


@pytest.mark.parametrize("text", ["tey", "xaj", "pnj", "tkm"])
def test_three_letters_forgive_no_slip(dataset: Dataset, text: str) -> None:
    ways = {hit.score // 100 for group in search(dataset, text) for hit in group.hits}
    assert not ways & {TYPO, SOUND}


def test_a_weak_name_does_not_come_before_the_place_that_bears_it(dataset: Dataset) -> None:
    groups = search(dataset, "Dushanbe")
    assert [group.kind for group in groups][:2] == ["place", "actor"]
    assert (groups[0].hits[0].id, groups[1].hits[0].id) == ("L-DUSHANBE", "A-TJGOV")
    assert groups[1].hits[0].score // 100 == WEAK


def test_other_groups_stand_in_one_order_and_count_what_they_leave_out(dataset: Dataset) -> None:
    groups = search(dataset, "Taliban")
    assert [group.kind for group in groups] == ["actor", "event", "claim", "source"]
    claims = [text for text in dataset.tables["claims"]["text"] if "taliban" in text.casefold()]
    found_claims = next(group for group in groups if group.kind == "claim")
    assert len(found_claims.hits) + found_claims.more == len(claims)


def test_a_claim_opens_an_event_that_it_speaks_of(dataset: Dataset) -> None:
    hits = {hit.id: hit for group in search(dataset, "Tabarov killed") for hit in group.hits}
    claim = hits["CF15a"]
    assert (claim.kind, claim.card) == ("claim", "")
    assert "CF15a" in [row["id"] for row in claims_of(dataset, claim.event)]
    assert dataset.row("events", claim.event)["title"] in claim.detail


@pytest.mark.parametrize("text", ["Arsalon is 25", "founded in 2010", "Taliban said"])
def test_no_claim_or_event_stands_without_who_says_so(dataset: Dataset, text: str) -> None:
    hits = [hit for group in search(dataset, text) for hit in group.hits if hit.kind in ("claim", "event")]
    assert hits
    for hit in hits:
        if hit.kind == "event":
            assert says_who(dataset, hit.id) in hit.detail
        else:
            assert chain_in_words(dataset, hit.id) in hit.detail
            assert dataset.row("claims", hit.id)["hedge"] in hit.detail


def test_a_claim_of_no_event_opens_its_source(dataset: Dataset) -> None:
    hit = first(dataset, "C050")
    assert (hit.event, hit.card) == ("", dataset.row("claims", "C050")["source"])
    assert "no event" in hit.detail


def test_only_the_first_hundred_characters_count(dataset: Dataset) -> None:
    assert search(dataset, "Khorog".ljust(LONGEST_SEARCH) + "nonsense") == search(dataset, "Khorog")


def test_what_is_withdrawn_is_not_found(package) -> None:
    row = package.path("events").read_text("utf-8").splitlines()[1]
    assert row.endswith(",,")
    package.replace("events", row, f"{row[:-2]},1.0.0,gone")
    changed = load(package.folder)
    assert not changed.problems
    assert ("event", "E01") not in found(changed, "E01") | found(changed, "Tajik side said to ask")


def test_a_name_is_found_because_it_stands_in_the_table(package, dataset: Dataset) -> None:
    assert search(dataset, "Quvvatxona") == ()
    package.append("names", "A-JA,,Қувватхона,tg,Cyrl,alias,,,invented for a test,false,\n")
    changed = load(package.folder)
    assert not changed.problems
    hit = first(changed, "Quvvatxona")
    assert (hit.id, hit.found_by, hit.score // 100) == ("A-JA", "Қувватхона", SOUND)


def known_texts(dataset: Dataset) -> set[str]:
    columns = {
        "actors": ("id", "name"), "actor_labels": ("label",), "names": ("name",), "places": ("id", "name"),
        "crossings": ("id", "tajik_name", "afghan_name"), "events": ("id", "title"), "claims": ("id", "text"),
        "sources": ("id", "title", "publisher"),
    }  # fmt: skip
    return {
        text for table, names in columns.items() for name in names for text in dataset.tables[table][name]
    }


LETTERS = st.sampled_from(ascii_letters + "аеиоухҳғқҷшйӯӣابتجخدرزسشعغفقكلمنهوی ʻ'-")


@settings(max_examples=150)
@given(st.one_of(st.text(max_size=120), st.text(LETTERS, min_size=1, max_size=9)))
@example("\ud800")
@example("﷽" * 120)
@example("(a+)+$" * 30)
@example("<script>alert(1)</script>")
@example("'; drop table names; --")
@example("\x00\x1b[2J")
@example("ansarullah " * 20)
def test_any_text_is_answered_within_the_limits(dataset: Dataset, text: str) -> None:
    groups = search(dataset, text)
    assert len({group.kind for group in groups}) == len(groups)
    known = known_texts(dataset)
    for group in groups:
        assert group.words == GROUPS[group.kind]
        assert 1 <= len(group.hits) <= MOST_HITS
        assert group.more >= 0
        assert group.more == 0 or len(group.hits) == MOST_HITS
        assert len({hit.id for hit in group.hits}) == len(group.hits)
        assert all(one.score >= other.score for one, other in pairwise(group.hits))
        for hit in group.hits:
            assert hit.title in known
            assert hit.found_by in known | {""}
            assert bool(hit.event) != bool(hit.card)
            assert 100 <= hit.score < 800


@settings(max_examples=60)
@given(st.data())
def test_every_name_finds_its_bearer(dataset: Dataset, data: st.DataObject) -> None:
    names = dataset.tables["names"]
    name, kind, identifier = data.draw(
        st.sampled_from(
            [
                (name, "actor" if actor else "place", actor or place)
                for name, actor, place in zip(names["name"], names["actor"], names["place"], strict=True)
            ]
        )
    )
    group = next(group for group in search(dataset, name) if group.kind == kind)
    same = [hit for hit in group.hits if hit.score // 100 >= WEAK]
    assert identifier in {hit.id for hit in same} or len(same) == MOST_HITS
