"""The words by which a source hedges, set apart as chips."""

from __future__ import annotations

from dash import html

from components.shared.marks import chip


def hedge_chips(hedge: str) -> html.Span:
    """One chip for each of the hedges of a claim or a move (its column `hedge`, parted by `;`)."""
    words = (part.strip() for part in hedge.split(";"))
    return html.Span([chip(f"“{word}”", "hedge", "The source's own hedge") for word in words if word])
