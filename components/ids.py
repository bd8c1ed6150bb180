"""Every id of the page, `<part>-<thing>`; no other module writes one as a literal.

The ids that outside tests and embedding pages may rely on are marked "stable".
"""

from __future__ import annotations

from typing import Final

PAGE: Final = "page"
STATE: Final = "state"
"""Store: `{"query": str, "history": "push"|"replace"|"none"}`, the one state of the page."""
APPLIED: Final = "state-applied"
"""Store: the values the controls were last given, so that giving them is not taken for an intention."""
DRAWN: Final = "state-drawn"
"""Store: what the views show (`drawn_state` of components/callbacks/selection.py)."""
COUNTS: Final = "state-counts"
"""Store: facet -> value -> [selected, undated]; the browser writes them beside the choices."""
LOOK: Final = "state-look"
"""Store: how this browser wants the page drawn, and which part (`Asked` of callbacks/state.py)."""
CARD_SHOWN: Final = "state-card"
URL_SINK: Final = "state-url-sink"
COUNT_SINK: Final = "state-count-sink"
TOLD_SINK: Final = "state-told-sink"

SUMMARY: Final = "summary"  # stable
RESET: Final = "summary-reset"
NOTICE: Final = "notice"  # stable
OFFLINE: Final = "page-offline"
THEME_BUTTON: Final = "header-theme"
SHARE_BUTTON: Final = "header-share"
FILTERS_BUTTON: Final = "header-filters"

EMBED_BAR: Final = "embed-bar"
"""The line below a part that stands in a frame: whose it is, and the way to the whole page."""
EMBED_LIST: Final = "embed-list"
EMBED_OPEN: Final = "embed-open"
RELEASE_WORDS: Final = "release-words"
"""Which version of the dataset, in which release."""

FILTER_PANEL: Final = "filter-panel"
FILTER_ACTORS: Final = "filter-actors"  # stable
FILTER_DATES: Final = "filter-dates"  # stable
FILTER_MATCH: Final = "filter-match"
FILTER_PARTS: Final = "filter-parts"
FILTER_ROLE: Final = "filter-role"
FILTER_FROM: Final = "filter-from"
FILTER_TO: Final = "filter-to"
FILTER_WHEN: Final = "filter-when"
FILTER_BEST: Final = "filter-best"
FILTER_TYPE: Final = "filter-type"
FILTER_THREAD: Final = "filter-thread"
FILTER_COLLECTION: Final = "filter-collection"
FILTER_DISTRICT: Final = "filter-district"
FILTER_PLACE: Final = "filter-place"
FILTER_SOURCE: Final = "filter-source"
FILTER_TEXT: Final = "filter-text"

TRAY_UNDATED: Final = "tray-undated"  # stable
TRAY_UNPLACED: Final = "tray-unplaced"  # stable

MAP: Final = "map"
MAP_GRAPH: Final = "map-graph"  # stable
MAP_BADGES: Final = "map-badges"
MAP_PICK_WORDS: Final = "map-pick-words"
MAP_DRAWN: Final = "map-drawn"
TIMELINE: Final = "timeline"
TIMELINE_GRAPH: Final = "timeline-graph"  # stable
TIMELINE_STRIP: Final = "timeline-strip"
TIMELINE_LANES: Final = "timeline-lanes"
TIMELINE_FOOT: Final = "timeline-foot"

TIMELINE_CONTEXT: Final = "timeline-context"
"""Graph between the lanes and the strip: the spans of the open card on the axis of the lanes."""

VIEW_PANEL: Final = "view-panel"
"""Where a view stands that takes the place of the pictures (board, relations, claims ...)."""
VIEW_ASKED: Final = "state-view"
"""Store: `{"query", "theme", "narrow"}` of the panel in front; the browser writes it only while one is."""
RELATIONS_GRAPH: Final = "relations-graph"
TABLE_GRID: Final = "table-grid"
SEARCH_BOX: Final = "search-box"
SEARCH_RESULTS: Final = "search-results"
EXPORT_MENU: Final = "export-menu"
CHIPS: Final = "summary-chips"

EVENT_LIST: Final = "event-list"  # stable
EVENT_CARD: Final = "event-card"  # stable
CARD_BODY: Final = "card-body"
CARD_WHY: Final = "card-why"
"""Why the event of the card is in the selection, or why not."""


def actor_group(kind: str) -> str:
    """Id of the checklist of one kind of actors."""
    return f"filter-actors-{kind.replace(' ', '-')}"


def type_group(quad: str) -> str:
    """Id of the checklist of one quad class."""
    return f"{FILTER_TYPE}-{quad.replace(' ', '-')}"


COLLECTION_TITLE = "collection-title"
COLLECTION_ACTORS = "collection-actors"
COLLECTION_TYPES = "collection-types"
COLLECTION_ABOUT = "collection-about"
COLLECTION_PAGER = "collection-pager"
COLLECTION_MAP_NOTE = "collection-map-note"
COLLECTION_FIND = "collection-find"
COLLECTION_CERTAIN = "collection-certain"
COLLECTION_MARKS = "collection-marks"
COLLECTION_STRIP = "collection-strip"
"""What the strip of a collection has drawn, to be compared at the next change."""
"""Store: what is laid over the map of a collection (components/collections/map_marks.py)."""
