"""The usual ways of writing one name fall together, in the comparison alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.spelling import is_arabic, spell


@pytest.mark.parametrize(
    "names",
    [
        ("Khorog", "Khorugh", "Xorog", "Horug", "Хоруғ", "Хорог"),
        ("Ansarullah", "Ansorulloh", "Ansarulla", "Ansorulo", "Ансоруллоҳ", "Ансаруллах"),
        ("Jamaat", "Jamoat", "Jamoʻat", "Djamoat", "Джамаат", "Ҷамоат"),
        ("Arsalon", "Arsalan", "Арсалон"),
        ("Qunduz", "Kunduz", "Қундуз"),
        ("Panj", "Panzh", "Панҷ"),
        ("Darwoz", "Darvoz", "Дарвоз"),
        ("Ishkoshim", "Eshkashem", "Ишкошим"),
        ("Najib", "Najeeb", "Наҷиб"),
    ],
)
def test_transliterations_sound_alike(names: tuple[str, ...]) -> None:
    assert len({spell(name).joined for name in names}) == 1


@pytest.mark.parametrize(
    ("arabic", "latin"),
    [
        ("خاروغ", "Khorugh"),
        ("انصارالله", "Ansarullah"),
        ("انصار الله", "Ansorulloh"),
        ("شیرخان بندر", "Sherkhan Bandar"),
        ("درواز", "Darvoz"),
        ("شاهرخ", "Shohrukh"),
        ("رمضان", "Ramazon"),
        ("تاجیکستان", "Tojikiston"),
    ],
)
def test_perso_arabic_has_the_same_bones(arabic: str, latin: str) -> None:
    assert spell(arabic).bones == spell(latin).bones


@pytest.mark.parametrize(
    ("one", "other"), [("Panj", "Vanj"), ("Rushon", "Roshtqal'a"), ("Vanj", "Wakhan"), ("Kunduz", "Khatlon")]
)
def test_different_places_stay_apart(one: str, other: str) -> None:
    assert spell(one).joined != spell(other).joined


@pytest.mark.parametrize(
    ("text", "arabic"), [("خاروغ", True), ("Хоруғ", False), ("Khorog", False), ("", False)]
)
def test_the_script_is_seen(text: str, arabic: bool) -> None:
    assert is_arabic(text) is arabic


@given(st.text(max_size=100))
def test_any_text_can_be_spelled(text: str) -> None:
    spelling = spell(text)
    assert spelling.latin.isascii()
    assert spelling.words == set(spelling.sounds.split())
