"""The read API: `api/v1/`, the page's own questions for programs."""

from __future__ import annotations

from portal.api.routes import DOCUMENT, PAGES, install

__all__ = ["DOCUMENT", "PAGES", "install"]
