"""How five languages word a date: months from CLDR, every hedge in a phrase of its own.

No phrase may say more or less than the English one: where a language has a smoother way that does, the more
literal one stands.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType
from typing import Final, NamedTuple

from babel import Locale
from babel.dates import format_date

Hedges = Mapping[str, str]
"""Qualifier of EDTF ("" for none, "~", "?", "%") -> its words."""
_PATTERN: Final = re.compile(r"\[([^\]]+)\]")


class Part(NamedTuple):
    """One date as it is written: (year,), (year, month) or (year, month, day), and its qualifier."""

    numbers: tuple[int, ...]
    qualifier: str = ""


class ByUnit(NamedTuple):
    """A template for each precision. `[...]` holds a date pattern of CLDR, and the hedge of the date is put
    where `{before}`, `{aside}` or `{after}` stands, whichever the language's grammar allows there."""

    day: str
    month: str
    year: str


@dataclass(frozen=True)
class Language:
    """How one language words a date.

    Attributes:
        locale: its name in CLDR.
        before, aside, after: the hedge ahead of a date, inside the phrase of an unknown day, behind a date.
        alone: a date by itself.
        inside: one unknown day of a month or a year.
        start, end: the two sides of "from … to …"; joined by a space they also follow `some_day`.
        since: the start where no end follows.
        until: the end where no start is given; `begun` follows.
        still, still_on: said to be still going on; the same, said on a day that is known.
        not_after, not_before: one unknown day on one side of a day, that day included.
        on_axis, short, month: patterns for an axis: a day without its year, a whole date, a month.
        mends: pairs of a regular expression and what stands for its matches: elisions, "1er".
    """

    locale: str
    nothing: str
    unbounded: str
    before: Hedges
    aside: Hedges
    after: Hedges
    alone: ByUnit
    inside: ByUnit
    start: ByUnit
    end: ByUnit
    since: ByUnit
    until: ByUnit
    still: str
    still_on: str
    end_not_given: str
    begun: str
    some_day: str
    not_after: str
    not_before: str
    on_axis: str = "d MMM"
    short: str = "d MMM y"
    month: str = "LLL y"
    mends: tuple[tuple[str, str], ...] = ()

    def part(self, part: Part) -> str:
        """A date by itself, as "about 8 November 2023"."""
        return self._say(self.alone, part)

    def unknown_day(self, part: Part) -> str:
        """One unknown day of a month or a year; a full day is known, and stands by itself."""
        return self.part(part) if len(part.numbers) == 3 else self._say(self.inside, part)

    def span(self, start: Part, end: Part) -> str:
        """From one date to another."""
        return f"{self._say(self.start, start)} {self._say(self.end, end)}"

    def open_end(self, start: Part, still: bool, said: date | None = None) -> str:
        """From a date on, said (on a day, if it is known) to be still going on, or with an end not given."""
        ending = self.still if still else self.end_not_given
        if still and said:
            ending = self._dated(self.still_on, said)
        return f"{self._say(self.since, start)}, {ending}"

    def open_start(self, end: Part, begun: bool = True) -> str:
        """Until a date, and that it had begun before."""
        return self._say(self.until, end) + (f", {self.begun}" if begun else "")

    def one_of(self, first: date | None, last: date | None) -> str:
        """One unknown day between two days, both included; None where nothing bounds it."""
        if first is None or last is None:
            template, day = (self.not_after, last) if first is None else (self.not_before, first)
            return self._dated(template, day) if day else self.unbounded
        return f"{self.some_day} {self.span(_whole(first), _whole(last))}"

    def day(self, day: date) -> str:
        """A day that is known."""
        return self.part(_whole(day))

    def short_day(self, day: date) -> str:
        """A day for an axis, as "8 Nov 2023"."""
        return self._dated(f"[{self.short}]", day)

    def short_month(self, day: date) -> str:
        """The month of a day for an axis, as "Nov 2023"."""
        return self._dated(f"[{self.month}]", day)

    def short_months(self, beside_a_day: bool) -> tuple[str, ...]:
        """The twelve short names, in the form that stands beside a day or in the one that stands alone."""
        names = Locale.parse(self.locale).months["format" if beside_a_day else "stand-alone"]["abbreviated"]
        return tuple(names[number] for number in range(1, 13))

    def _say(self, templates: ByUnit, part: Part) -> str:
        year, month, day = (*part.numbers, 1, 1)[:3]
        template = templates[3 - len(part.numbers)].format(
            before=self.before[part.qualifier],
            aside=self.aside[part.qualifier],
            after=self.after[part.qualifier],
        )
        return self._dated(template, date(year, month, day))

    def _dated(self, template: str, day: date) -> str:
        said = _PATTERN.sub(lambda found: format_date(day, found[1], self.locale), template)
        for pattern, better in self.mends:
            said = re.sub(pattern, better, said)
        return said


def _whole(day: date) -> Part:
    return Part((day.year, day.month, day.day))


def _hedges(plain: str, about: str, perhaps: str, perhaps_about: str) -> Hedges:
    return MappingProxyType({"": plain, "~": about, "?": perhaps, "%": perhaps_about})


def _each(template: str, day: str = "d MMMM y", month: str = "LLLL y", year: str = "y") -> ByUnit:
    return ByUnit(*(template.replace("DATE", f"[{pattern}]") for pattern in (day, month, year)))


def _english(locale: str, day: str) -> Language:
    return Language(
        locale=locale,
        nothing="no date given",
        unbounded="unbounded",
        before=_hedges("", "about ", "perhaps ", "perhaps about "),
        aside=_hedges("", "", "", ""),
        after=_hedges("", "", "", ""),
        alone=_each("{before}DATE", day),
        inside=_each("on an unknown day in {before}DATE", day),
        start=_each("from {before}DATE", day),
        end=_each("to {before}DATE", day),
        since=_each("from {before}DATE", day),
        until=_each("until {before}DATE", day),
        still="said to be still going on",
        still_on=f"said on [{day}] to be still going on",
        end_not_given="end not given",
        begun="begun before at a time not given",
        some_day="on an unknown day",
        not_after=f"on an unknown day, [{day}] or before",
        not_before=f"on an unknown day, [{day}] or after",
    )


_AMERICAN: Final = replace(_english("en_US", "MMMM d, y"), on_axis="MMM d", short="MMM d, y")

# Genitive beside a day ("8 ноября"), nominative alone ("ноябрь"); "по" takes in its day, "до" would not.
_RUSSIAN: Final = Language(
    locale="ru",
    nothing="дата не указана",
    unbounded="без границы",
    before=_hedges("", "примерно ", "возможно, ", "возможно, примерно "),
    aside=_hedges(" ", " примерно ", ", возможно, ", ", возможно, примерно "),
    after=_hedges("", " (примерно)", " (возможно)", " (возможно, примерно)"),
    alone=_each("{before}DATE"),
    inside=ByUnit("", "в неизвестный день{aside}[MMMM y]", "в неизвестный день{aside}[y] года"),
    start=ByUnit("с [d MMMM y]{after}", "с [MMMM y]{after}", "с [y] года{after}"),
    end=ByUnit("по [d MMMM y]{after}", "по [LLLL y]{after}", "по [y] год{after}"),
    since=ByUnit("с [d MMMM y]{after}", "с [MMMM y]{after}", "с [y] года{after}"),
    until=ByUnit("по [d MMMM y]{after}", "по [LLLL y]{after}", "по [y] год{after}"),
    still="как сообщается, всё ещё продолжается",
    still_on="как сообщалось [d MMMM y], всё ещё продолжается",
    end_not_given="окончание не указано",
    begun="начало раньше, в неуказанное время",
    some_day="в неизвестный день",
    not_after="в неизвестный день, [d MMMM y] или раньше",
    not_before="в неизвестный день, [d MMMM y] или позже",
    mends=((r"\bс 2 (?=[а-я])", "со 2 "),),
)

_GERMAN: Final = Language(
    locale="de",
    nothing="kein Datum angegeben",
    unbounded="unbegrenzt",
    before=_hedges("", "etwa ", "vielleicht ", "vielleicht etwa "),
    aside=_hedges(" ", ", etwa ", ", vielleicht ", ", vielleicht etwa "),
    after=_hedges("", " (etwa)", " (vielleicht)", " (vielleicht etwa)"),
    alone=_each("{before}DATE", "d. MMMM y"),
    inside=ByUnit(
        "", "an einem unbekannten Tag{aside}im [LLLL y]", "an einem unbekannten Tag{aside}im Jahr [y]"
    ),
    start=ByUnit("vom [d. MMMM y]{after}", "von [LLLL y]{after}", "von [y]{after}"),
    end=ByUnit("bis zum [d. MMMM y]{after}", "bis [LLLL y]{after}", "bis [y]{after}"),
    since=_each("ab DATE{after}", "d. MMMM y"),
    until=ByUnit("bis zum [d. MMMM y]{after}", "bis [LLLL y]{after}", "bis [y]{after}"),
    still="soll noch andauern",
    still_on="soll laut Aussage vom [d. MMMM y] noch andauern",
    end_not_given="Ende nicht angegeben",
    begun="begonnen davor, zu einem nicht angegebenen Zeitpunkt",
    some_day="an einem unbekannten Tag",
    not_after="an einem unbekannten Tag, am [d. MMMM y] oder davor",
    not_before="an einem unbekannten Tag, am [d. MMMM y] oder danach",
    on_axis="d. MMM",
    short="d. MMM y",
)

# The conditional ("serait") is how French tells what others say.
_FRENCH: Final = Language(
    locale="fr",
    nothing="date non indiquée",
    unbounded="sans limite",
    before=_hedges("", "vers le ", "peut-être le ", "peut-être vers le "),
    aside=_hedges(" en ", ", vers ", ", peut-être en ", ", peut-être vers "),
    after=_hedges("", " (environ)", " (peut-être)", " (peut-être environ)"),
    alone=ByUnit("{before}[d MMMM y]", "[LLLL y]{after}", "[y]{after}"),
    inside=_each("un jour inconnu{aside}DATE"),
    start=ByUnit("du [d MMMM y]{after}", "de [LLLL y]{after}", "de [y]{after}"),
    end=ByUnit("au [d MMMM y]{after}", "à [LLLL y]{after}", "à [y]{after}"),
    since=ByUnit("à partir du [d MMMM y]{after}", "à partir de [LLLL y]{after}", "à partir de [y]{after}"),
    until=ByUnit("jusqu’au [d MMMM y]{after}", "jusqu’en [LLLL y]{after}", "jusqu’en [y]{after}"),
    still="serait toujours en cours",
    still_on="serait toujours en cours, d’après ce qui a été dit le [d MMMM y]",
    end_not_given="fin non indiquée",
    begun="commencé auparavant, à un moment non indiqué",
    some_day="un jour inconnu",
    not_after="un jour inconnu, le [d MMMM y] ou avant",
    not_before="un jour inconnu, le [d MMMM y] ou après",
    mends=((r"\b1 (?=[^\W\d])", "1er "), (r"\bde (?=[ao])", "d’")),
)

LANGUAGES: Final[Mapping[str, Language]] = MappingProxyType(
    {
        "en": _english("en", "d MMMM y"),
        "en-US": _AMERICAN,
        "ru": _RUSSIAN,
        "de": _GERMAN,
        "fr": _FRENCH,
    }
)
"""BCP 47 tag -> how dates are worded there."""
