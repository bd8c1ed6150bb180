"""What axe-core finds on a page (npm ships it; nothing is loaded from elsewhere)."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Final

from portal.settings import REPOSITORY

TAGS: Final = ("wcag2a", "wcag2aa", "wcag21aa", "wcag22aa")
SERIOUS: Final = ("serious", "critical")


def findings(page: Any, tags: Collection[str] = TAGS, impacts: Collection[str] = SERIOUS) -> list[str]:
    """Findings of these rules and impacts, each with the elements it concerns.

    Args:
        page: of Playwright.
        tags: rules that axe runs; all of its rules where there are none.
        impacts: which findings count; all where there are none.
    """
    axe = (REPOSITORY / "node_modules/axe-core/axe.min.js").read_text("utf-8")
    page.evaluate(f"() => {{ if (!window.axe) {{ {axe} }} }}")
    options = {"resultTypes": ["violations"]} | ({"runOnly": list(tags)} if tags else {})
    found = page.evaluate("options => axe.run(document, options).then(r => r.violations)", options)
    return [
        f"{rule['id']}: {node['target']} {node.get('failureSummary', '')[:160]}"
        for rule in found
        if not impacts or rule["impact"] in impacts
        for node in rule["nodes"][:4]
    ]
