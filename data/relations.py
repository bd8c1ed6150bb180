"""Sourced relations of actors in words: who says so, when, how sure.

No relation merges anything: `same-as?` stays a question, and what is undated is never lent a date.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Final

from data import dates, rules
from data.dataset import Dataset
from data.frames import records_of
from data.memory import once_per_release
from data.wording import ARROW, actor_name, chain_in_words

SAME_AS: Final = "same-as?"
PART_OF: Final = "part-of"


@dataclass(frozen=True)
class Wording:
    """A relation in words: of a sentence, and as a label read from its subject and from its object."""

    sentence: str
    label: str
    inverse: str


RELATIONS: Final = {
    "founder-of": Wording("named as the founder of", "founder of", "founded by"),
    "leader-of": Wording("named as leader of", "leader of", "led by"),
    "killed-by": Wording("said to have been killed by", "killed by", "killing of"),
    "commander-in": Wording("named as a commander in", "commander in", "had as commander"),
    "alias-of": Wording("also called", "also called", "another name of"),
    "member-of": Wording("named as a member of", "member of", "has as member"),
    "son-of": Wording("named as a son of", "son of", "father of"),
    "brother-of": Wording("named as a brother of", "brother of", "brother of"),
    "veteran-of": Wording("named as a veteran of", "veteran of", "has as veteran"),
    "appointed-by": Wording("said to have been appointed by", "appointed by", "appointed"),
    "commander-of": Wording("named as commander of", "commander of", "commanded by"),
    "born-in": Wording("said to have been born in", "born in", "birthplace of"),
    "wanted-by": Wording("said to be wanted by", "wanted by", "seeks"),
    "roots-in": Wording("traced back to", "roots in", "root of"),
    "affiliated-with": Wording("called affiliated with", "affiliated with", "affiliated with"),
    "composed-of": Wording("said to be composed of", "composed of", "said to make up"),
    SAME_AS: Wording("may be the same as", "same as?", "same as?"),
    "linked-to": Wording("said to have links to", "linked to", "linked to"),
    "banned-by": Wording("said to have been banned by", "banned by", "ban of"),
    "sued-by": Wording("said to have been taken to court by", "sued by", "suit against"),
    "split-from": Wording("said to have split from", "split from", "split off:"),
    "descended-from": Wording("said to descend from", "descended from", "descendants:"),
    "deputy-head-of": Wording("named as a deputy head of", "deputy head of", "has as deputy head"),
    PART_OF: Wording("called a part of", "part of", "has as part"),
    "source-of": Wording("named as a source of", "source of", "has as source"),
}
"""Relation -> its words. Each says that somebody says so, none that it holds today; none has a number, for a
name may stand for one or for many."""


@dataclass(frozen=True)
class Relation:
    """One sourced relation, in words.

    Attributes:
        kind: word of the vocabulary (`founder-of`, `same-as?` ...).
        subject, object: ids of actors; `object` is "" where the relation leads to a place or to a name.
        place: id of the place it leads to, or "".
        subject_name, object_name: as shown; a dated label is not carried back before its day.
        date: the EDTF as it stands, "" = undated. `when`: it in words, with the day its source spoke.
        bounds: None where it is undated.
        hedge: the source's own hedge, "" = said flatly.
        said: who says so, in words: the chain of its claim, else the one that the row gives.
        question: whether it only asks whether two are the same.
    """

    id: str
    kind: str
    subject: str
    object: str
    place: str
    subject_name: str
    object_name: str
    date: str
    when: str
    bounds: dates.Bounds | None
    hedge: str
    said: str
    source: str
    locator: str
    claim: str
    note: str

    @property
    def question(self) -> bool:
        """Whether it is an open question, which merges nothing."""
        return self.kind == SAME_AS

    @cached_property
    def words(self) -> Wording:
        """How it is worded; a word that the vocabulary gained stands as it is."""
        plain = self.kind.replace("-", " ")
        return RELATIONS.get(self.kind, Wording(f"– {plain} –", plain, f"{plain}, the other way:"))

    @property
    def sentence(self) -> str:
        """The relation as a plain sentence without date, hedge and speaker; a question is asked."""
        if self.question:
            return f"Is {self.subject_name} the same as {self.object_name}? An open question."
        return f"{self.subject_name}: {self.words.sentence} {self.object_name}."

    @property
    def in_time(self) -> str:
        """The sentence with its date; an undated one says so."""
        return f"{self.sentence.rstrip('.')}, {self.when}."

    def label(self, actor: str) -> str:
        """A few words on it, seen from one of its two ends."""
        if actor == self.object != self.subject:
            return f"{self.words.inverse} {self.subject_name}"
        return f"{self.words.label} {self.object_name}"


@dataclass(frozen=True)
class Span:
    """A dated relation of an actor, to be drawn in time.

    `label` is seen from the actor; `words` are the sentence and its date; `question` marks `same-as?`.
    """

    label: str
    bounds: dates.Bounds
    words: str
    hedge: str
    relation_id: str
    question: bool


@once_per_release
def relations(dataset: Dataset) -> tuple[Relation, ...]:
    """Every relation in force, in file order; one whose claim was withdrawn is not."""
    rows = records_of(dataset.tables["relations"])
    return tuple(_relation(dataset, row) for row in rows if not _withdrawn(dataset, row["claim"]))


def _withdrawn(dataset: Dataset, claim: str) -> bool:
    return bool(claim) and bool(dataset.row("claims", claim)["withdrawn"])


def _relation(dataset: Dataset, row: dict[str, str]) -> Relation:
    bounds = dates.parse(row["date"], rules.iso_day(row["as_of"])) if row["date"] else None
    day = bounds.start_latest if bounds else None
    return Relation(
        id=row["id"],
        kind=row["relation"],
        subject=row["subject"],
        object=row["object_actor"],
        place=row["object_place"],
        subject_name=actor_name(dataset, row["subject"], day=day),
        object_name=_object_name(dataset, row, day),
        date=row["date"],
        when=_when(row),
        bounds=bounds,
        hedge=row["hedge"],
        said=chain_in_words(dataset, row["claim"]) if row["claim"] else _said_by(dataset, row),
        source=row["source"],
        locator=row["locator"],
        claim=row["claim"],
        note=row["note"],
    )


def _object_name(dataset: Dataset, row: dict[str, str], day: int | None) -> str:
    if row["object_actor"]:
        return actor_name(dataset, row["object_actor"], day=day)
    return dataset.row("places", row["object_place"])["name"] if row["object_place"] else row["object_name"]


def _when(row: dict[str, str]) -> str:
    if not row["date"]:
        return "no date given"
    return dates.in_words(row["date"], rules.iso_day(row["as_of"]))


def _said_by(dataset: Dataset, row: dict[str, str]) -> str:
    """`article < some sources` as Asia-Plus ← some sources."""
    names = [part.strip() for part in row["said_by"].split("<") if part.strip()]
    ids = [row["source"] if name == "article" else name for name in names] or [row["source"]]
    return ARROW.join(publisher(dataset, name) for name in ids if name)


def publisher(dataset: Dataset, source: str) -> str:
    """Who published a source, or its title; words that are no id of a source stand as they are."""
    if not dataset.has("sources", source):
        return source
    row = dataset.row("sources", source)
    return row["publisher"] or row["title"]


def relations_of(dataset: Dataset, actor: str) -> tuple[Relation, ...]:
    """The relations that an actor is the subject or the object of, in file order."""
    return tuple(one for one in relations(dataset) if actor in (one.subject, one.object))


@once_per_release
def relation_spans(dataset: Dataset, actor: str) -> tuple[Span, ...]:
    """The dated relations of an actor; an undated one is not among them, for it is never lent a date."""
    return tuple(
        Span(one.label(actor), one.bounds, one.in_time, one.hedge, one.id, one.question)
        for one in relations_of(dataset, actor)
        if one.bounds
    )


def open_questions(dataset: Dataset, actor: str) -> tuple[Relation, ...]:
    """Whether the actor is the same as another one, as far as anybody says so: questions, never merges."""
    return tuple(one for one in relations_of(dataset, actor) if one.question)


def part_relations(dataset: Dataset, actor: str) -> tuple[tuple[Relation, ...], tuple[Relation, ...]]:
    """The sourced part-of relations that put the actor under another one, and those that put one under it."""
    found = [one for one in relations_of(dataset, actor) if one.kind == PART_OF]
    return tuple(r for r in found if r.subject == actor), tuple(r for r in found if r.object == actor)
