"""Every page that Panj serves. A new one is one line here, and all the checks of pages hold for it."""

from __future__ import annotations

from typing import Final

DASHBOARD, STAGE, WORDS = "#page:not(.is-loading)", "html.is-ready", "body *"

PAGES: Final = {
    "dashboard": ("", DASHBOARD),
    "a card": ("?event=E10&from=2023-11-01&to=2024-02-29", DASHBOARD),
    "a bad link": ("?colour=red&from=yesterday", DASHBOARD),
    "briefs": ("brief/", WORDS),
    "stage": ("brief/talks", STAGE),
    "stage with a map": ("brief/border#3", STAGE),
    "presenter": ("brief/talks/presenter", STAGE),
    "print": ("brief/talks/print", WORDS),
    "print on letter": ("brief/border/print?paper=letter", WORDS),
    "preview of a draft": ("brief/preview", WORDS),
    "read API": ("api/", WORDS),
    "embedded dashboard": ("embed/dashboard", DASHBOARD),
    "embedded timeline": ("embed/timeline", DASHBOARD),
    "embedded map": ("embed/map", DASHBOARD),
    "embedded board": ("embed/board", DASHBOARD),
    "embedded event": ("embed/event/E10", DASHBOARD),
    "embedded brief": ("embed/brief/talks", WORDS),
    "check of embedding": ("embed/check", WORDS),
}
"""Name -> path below the prefix, and what is there once the page is drawn."""

SHARING: Final = ("share chart", "plotly", "cloud", "chart studio", "edit in")
"""What no button says: the charting library's way to send a chart to its maker."""
