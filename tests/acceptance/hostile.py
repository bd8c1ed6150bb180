"""A copy of the bundled package whose every free text is hostile, as an import could bring it.

Which columns are free is read from the schema, so that a new column is tried as soon as it exists.
"""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

import yaml

from data.dataset import BUNDLED

Words = Callable[[str, int], str]
"""Column as "table.column" and the number of the row -> the text of the cell."""

KEPT: Final = {
    "date", "mode", "opened", "published",  # the rules of the domain read these
    "area", "language",  # codes; every other word would only take the place off the map
}  # fmt: skip
"""Columns of type string that hold no free text."""
ONE_OF: Final = {("chain_links", "unnamed"), ("relations", "object_name")}
"""Columns that may be filled only where they are filled already: another column stands for them elsewhere."""
SCRIPT: Final = "window.__pwned=1"
"""What every string that can run would do."""

MARKUP: Final = (
    f'<img src=x onerror="{SCRIPT}">',
    f"<script>{SCRIPT}</script>",
    f"</script><script>{SCRIPT}</script>",
    f'"><svg onload="{SCRIPT}">',
    f"' autofocus onfocus='{SCRIPT}' onmouseover='{SCRIPT}' x='",
    f'" autofocus onfocus="{SCRIPT}" onmouseover="{SCRIPT}" x="',
    f"</title></style></textarea><script>{SCRIPT}</script>",
    f']]></text><script xmlns="http://www.w3.org/2000/svg">{SCRIPT}</script>',
    f'--><iframe srcdoc="<script>parent.{SCRIPT}</script>"></iframe>',
    '<base href="http://panj.invalid/"><meta http-equiv="refresh" content="0;url=http://panj.invalid/">',
    "<style>@import 'http://panj.invalid/x.css';body{background:url(http://panj.invalid/p)}</style>",
    "red;}body{background:url(http://panj.invalid/p)",
    f'<math><mtext><style><!--</style><img title="--&gt;&lt;img src=x onerror={SCRIPT}&gt;">',
    f"&lt;img src=x onerror={SCRIPT}&gt; &#60;script&#62;{SCRIPT}&#60;/script&#62;",
    f"\\u003cimg src=x onerror={SCRIPT}\\u003e \\x3cscript\\x3e",
    '<link rel="stylesheet" href="//panj.invalid/x.css"><img src="//panj.invalid/p.png">',
)
TEMPLATES: Final = (
    f"{{{{constructor.constructor('{SCRIPT}')()}}}} ${{{SCRIPT}}} #{{{SCRIPT}}} <%= 7*7 %> {{% debug %}}",
    f"params.constructor.constructor('{SCRIPT}')()",
    f"%{{customdata.constructor.constructor('{SCRIPT}')()}} %{{x}} {{0.__class__}} %s %n",
    f'[a](javascript:{SCRIPT}) ![p](http://panj.invalid/p.png) <a href="javascript:{SCRIPT}">b</a>',
    "constructor", "__proto__", "toString", "$& $1 $` $$", "{}", "NaN", "null",
)  # fmt: skip
ADDRESSES: Final = (
    f"javascript:{SCRIPT}", f"JaVaScRiPt:{SCRIPT}//", f" java\tscript:{SCRIPT}", f"java\nscript:{SCRIPT}",
    f"data:text/html,<script>opener.{SCRIPT}</script>", f"vbscript:{SCRIPT}", "//panj.invalid/x",
    "\\\\panj.invalid\\x", "https://good.example@panj.invalid/", "https://good.example\\@panj.invalid/",
    f'https://good.example/" onmouseover="{SCRIPT}', "blob:https://panj.invalid/x", "file:///etc/passwd",
)  # fmt: skip
VECTORS: Final = (*MARKUP, *TEMPLATES, *ADDRESSES)


def vector(column: str, row: int) -> str:
    """A vector, so chosen that a column of enough rows has each of them, and no two cells of it are equal."""
    return f"{VECTORS[(row + sum(map(ord, column))) % len(VECTORS)]} {row}"


def package_of(folder: Path, words: Words, briefs: bool = True) -> Path:
    """Writes the package into `folder` with `words` in every free text, and its briefs likewise."""
    shutil.copytree(BUNDLED / "tables", folder / "tables")
    descriptor = json.loads((BUNDLED / "datapackage.json").read_text("utf-8"))
    for resource in descriptor["resources"]:
        _fill(folder / resource["path"], resource, words)
    for number, key in enumerate(("title", "description")):
        descriptor[key] = words(f"package.{key}", number)
    for number, licence in enumerate(descriptor.get("licenses", [])):
        licence |= {key: words(f"licence.{key}", number) for key in ("name", "title", "path")}
    (folder / "datapackage.json").write_text(json.dumps(descriptor), "utf-8")
    if briefs:
        _briefs(folder / "briefs", words)
    return folder


def free_columns(resource: dict[str, Any]) -> list[str]:
    """The columns of a table in which an editor may write what he likes."""
    keys = {key["fields"][0] for key in resource["schema"].get("foreignKeys", [])}
    return [
        field["name"]
        for field in resource["schema"]["fields"]
        if field["type"] == "string"
        and not {"enum", "pattern"} & field.get("constraints", {}).keys()
        and field["name"] not in keys | KEPT
    ]


def _fill(path: Path, resource: dict[str, Any], words: Words) -> None:
    table = resource["name"]
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for name in free_columns(resource):
        for number, row in enumerate(rows):
            if row[name] or (table, name) not in ONE_OF:
                row[name] = words(f"{table}.{name}", number)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(
            file, rows[0].keys(), lineterminator="\r\n"
        )  # else a lone CR in a cell is not quoted
        writer.writeheader()
        writer.writerows(rows)


def _briefs(folder: Path, words: Words) -> None:
    """Two briefs of every kind of step, told in those words as far as each text may be long."""
    folder.mkdir()
    for name, views in BRIEFS.items():
        steps = [dict(_step(words, number, view)) for number, view in enumerate(views)]
        head = {"title": words("brief.title", 1)[:160], "audience": words("brief.audience", 2)[:200]}
        text = yaml.safe_dump({**head, "as_of": "2024-02-23", "steps": steps}, allow_unicode=True)
        (folder / f"{name}.yaml").write_text(text, "utf-8")


BRIEFS: Final = {
    "talks": ("thread=talks", "view=board", "thread=border&place=L-BCP", ""),
    "border": tuple(f"thread=incidents&from={year}" for year in range(2010, 2024)),
}
"""Name of a hostile brief -> the views of its steps."""


def _step(words: Words, number: int, view: str) -> Iterator[tuple[str, str]]:
    for key, most in (("headline", 120), ("text", 900), ("note", 1500)):
        yield key, words(f"brief.{key}", number)[:most].strip() or "-"
    yield "view", view
