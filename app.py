"""Panj: composes the dashboard from its rooms and decides nothing itself. `server` is for gunicorn."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from dash import Dash
from flask import Flask

from components.border_map import border_map
from components.callbacks import card, collections, intention, search, selection, views
from components.changes import changes_view
from components.drawing.slides.deck import deck
from components.pages.brief_index import index_page
from components.pages.brief_print import print_page
from components.pages.collection import EMPTY_FIGURE, collection_page
from components.pages.dashboard import dashboard
from components.pages.presenter import presenter_page
from components.pages.stage import stage_page
from data.briefs import Brief, BriefProblem
from data.changes import in_sentences
from data.collections.shelf import NAME, Shelf, open_shelf
from data.dataset import BUNDLED, Dataset
from data.releases import Releases, open_releases
from data.validation import PackageError
from portal import (
    access,
    api,
    briefs,
    drafts,
    embeds,
    exports,
    guard,
    headers,
    health,
    imports,
    language,
    logs,
    metrics,
    observed,
    pictures,
    self_test,
    static_files,
)
from portal import collections as bound
from portal.pinned import Pinned
from portal.settings import Settings, SettingsError, from_environment
from portal.uploads import Uploads

ASSETS = Path(__file__).resolve().parent / "assets"
LAYERS = BUNDLED / "layers"
OWN_ASSETS = ["^build$", "^fonts$", "^stage$", "^api$", "^embeds$", "^collections$", "^imports$"]
"""Folders of assets that are not for the dashboard."""
COLLECTION_ASSETS = (
    r"^(?!(palette|panj|collection|[0-9]+-[a-z]+)\.css$|(markup|page|collection|marks|plotly)\.js$).*"
)
"""All but what the page of a collection needs."""


def create_app(settings: Settings, releases: Releases, shelf: Shelf | None = None) -> Dash:
    """The app for one set of settings, releases and imported collections; nothing is shared between two.

    Every callback and route reads the release of its request, cut down to what the viewer may see.

    Raises:
        RuntimeError: the browser libraries are not installed.
        SettingsError: the file that locks users' filters cannot be used.
    """
    if missing := static_files.missing_vendor(ASSETS):
        raise RuntimeError(missing)
    app = Dash(
        __name__,
        title="Panj",
        update_title="",
        assets_folder=str(ASSETS),
        assets_path_ignore=OWN_ASSETS,
        requests_pathname_prefix=settings.prefix,
        routes_pathname_prefix=settings.routes_prefix,
        suppress_callback_exceptions=True,  # else Dash copies the whole layout into the public index page
        meta_tags=[{"name": "viewport", "content": "width=device-width, initial-scale=1"}],
    )
    pinned = Pinned(releases)
    language.install(app.server, settings.routes_prefix)
    _dashboard(app, pinned, settings, shelf)
    _pages(app, pinned, settings)
    uploads = _uploads(settings)
    imports.install(app, uploads, settings.upload_mb * 2**20, Addresses(settings).asset)
    beside = [_collections(app, pinned, settings, shelf or Shelf(), uploads)] if shelf or uploads else []
    guard.install(app)
    health.install(app, releases)
    headers.install(app, settings.frame_ancestors, settings.access, beside)
    static_files.install(app, LAYERS, settings.cache, beside)
    access.install(app.server, settings, public=(*api.PAGES, api.DOCUMENT, *embeds.ROUTES, *self_test.ROUTES))
    observed.install(app.server, settings, metrics.observers(app, settings, releases.status))
    return app


def _dashboard(app: Dash, pinned: Pinned, settings: Settings, shelf: Shelf | None) -> None:
    """The page and its callbacks."""
    beside = shelf.names() if shelf else ()
    app.layout = lambda: dashboard(pinned.current(), beside, settings.uploads is not None)
    selection.register(app, pinned, Addresses(settings).layer)
    card.register(app, pinned)
    search.register(app, pinned)
    views.register(app, pinned)
    intention.register(app)


def _uploads(settings: Settings) -> Uploads | None:
    if settings.uploads is None:
        return None
    return Uploads(settings.uploads, settings.upload_hours, settings.upload_mb * 2**20)


def _collections(
    app: Dash, pinned: Pinned, settings: Settings, shelf: Shelf, uploads: Uploads | None
) -> Dash:
    """The page of the imported collections: an app of its own on the same server, below its own path."""
    page = Dash(
        __name__,
        server=app.server,
        title="Panj: imported collection",
        update_title="",
        assets_folder=str(ASSETS),
        assets_path_ignore=[name for name in OWN_ASSETS if name != "^collections$"],
        assets_ignore=COLLECTION_ASSETS,
        requests_pathname_prefix=f"{settings.prefix}{bound.PATH}",
        routes_pathname_prefix=f"{settings.routes_prefix}{bound.PATH}",
        suppress_callback_exceptions=True,
        meta_tags=[{"name": "viewport", "content": "width=device-width, initial-scale=1"}],
    )
    page.layout = collection_page(border_map(EMPTY_FIGURE))
    collections.register(page, bound.visible(shelf, uploads), pinned, Addresses(settings).layer)
    guard.install(page, [NAME])
    return page


def _pages(app: Dash, pinned: Pinned, settings: Settings) -> None:
    """What is served beside the dashboard: pictures, files, briefs, the read API."""
    addresses = Addresses(settings)

    def stage(dataset: Dataset, brief: Brief) -> str:
        return stage_page(dataset, brief, addresses.layer, addresses.asset, settings.prefix, changes_view)

    def draft_stage(dataset: Dataset, brief: Brief) -> str:
        # A visitor's draft is drawn and forgotten: nothing of it may stay with the release.
        drawn = stage_page.__wrapped__  # type: ignore[attr-defined]
        return str(drawn(dataset, brief, addresses.layer, addresses.asset, settings.prefix, changes_view))

    def presenter(dataset: Dataset, brief: Brief) -> str:
        return presenter_page(dataset, brief, addresses.asset)

    def slides(dataset: Dataset, brief: Brief, base: str) -> bytes:
        return deck(dataset, brief, base, LAYERS, changes=in_sentences)

    def printed(dataset: Dataset, brief: Brief, base: str, paper: str) -> str:
        return print_page(dataset, brief, base, LAYERS, paper, addresses.asset, in_sentences)

    def index(found: Mapping[str, Brief], wrong: Sequence[BriefProblem]) -> str:
        return index_page(found, wrong, addresses.asset, settings.prefix)

    pictures.install(app, pinned, LAYERS)
    exports.install(app, pinned, LAYERS)
    briefs.install(app, pinned, stage, presenter, index, slides, printed)
    drafts.install(app, pinned, draft_stage, presenter)
    api.install(app, pinned, settings, addresses.asset)
    embeds.install(app, addresses.asset, settings.frame_ancestors, settings.access)
    self_test.install(app, settings, addresses.asset)


@dataclass(frozen=True)
class Addresses:
    """Addresses under the prefix, each with the version of its file."""

    settings: Settings

    def layer(self, name: str) -> str:
        """A file of the map's layers."""
        return static_files.layer_url(LAYERS, name, self.settings.prefix)

    def asset(self, name: str) -> str:
        """A file of `assets/`."""
        return static_files.asset_url(ASSETS, name, self.settings.prefix)


def create_server() -> Flask:
    """The WSGI application of this environment; whatever prevents it is said in one sentence."""
    try:
        settings = from_environment()
        logs.configure(settings.log_level, settings.log_format)
        releases = open_releases(settings.data, settings.naming, settings.releases)
        return create_app(settings, releases, open_shelf(settings.collections, settings.scheduler)).server
    except (SettingsError, PackageError, RuntimeError) as error:
        sys.exit(f"Panj cannot start: {error}")


def __getattr__(name: str) -> Flask:
    """`app:server` is made when gunicorn asks for it, so that importing this module does nothing."""
    if name == "server":
        server = create_server()
        globals()["server"] = server
        return server
    raise AttributeError(name)
