"""Panj: composes the dashboard from its rooms and decides nothing itself. `server` is for gunicorn."""

from __future__ import annotations

import logging
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from dash import Dash
from flask import Flask

from components.callbacks import card, intention, search, selection, views
from components.changes import changes_view
from components.drawing.slides.deck import deck
from components.pages.brief_index import index_page
from components.pages.brief_print import print_page
from components.pages.dashboard import dashboard
from components.pages.presenter import presenter_page
from components.pages.stage import stage_page
from data.briefs import Brief, BriefProblem
from data.changes import in_sentences
from data.dataset import BUNDLED, Dataset
from data.releases import Releases, open_releases
from data.validation import PackageError
from portal import briefs, drafts, exports, guard, headers, health, pictures, static_files
from portal.settings import Settings, SettingsError, from_environment

ASSETS = Path(__file__).resolve().parent / "assets"
LAYERS = BUNDLED / "layers"


def create_app(settings: Settings, releases: Releases) -> Dash:
    """The app for one set of settings and releases; nothing is shared between two of them.

    Raises:
        RuntimeError: the browser libraries are not installed.
    """
    if missing := static_files.missing_vendor(ASSETS):
        raise RuntimeError(missing)
    app = Dash(
        __name__,
        title="Panj",
        update_title="",
        assets_folder=str(ASSETS),
        assets_path_ignore=["^build$", "^fonts$", "^stage$"],
        requests_pathname_prefix=settings.prefix,
        routes_pathname_prefix=settings.routes_prefix,
        suppress_callback_exceptions=True,  # else Dash copies the whole layout into the public index page
        meta_tags=[{"name": "viewport", "content": "width=device-width, initial-scale=1"}],
    )

    def layer_url(name: str) -> str:
        return static_files.layer_url(LAYERS, name, settings.prefix)

    def asset_url(name: str) -> str:
        return static_files.asset_url(ASSETS, name, settings.prefix)

    def stage(dataset: Dataset, brief: Brief) -> str:
        return stage_page(dataset, brief, layer_url, asset_url, settings.prefix, changes_view)

    def draft_stage(dataset: Dataset, brief: Brief) -> str:
        # A visitor's draft is drawn and forgotten: nothing of it may stay with the release.
        drawn = stage_page.__wrapped__  # type: ignore[attr-defined]
        return str(drawn(dataset, brief, layer_url, asset_url, settings.prefix, changes_view))

    def presenter(dataset: Dataset, brief: Brief) -> str:
        return presenter_page(dataset, brief, asset_url)

    def slides(dataset: Dataset, brief: Brief, base: str) -> bytes:
        return deck(dataset, brief, base, LAYERS, changes=in_sentences)

    def printed(dataset: Dataset, brief: Brief, base: str, paper: str) -> str:
        return print_page(dataset, brief, base, LAYERS, paper, asset_url, in_sentences)

    def index(found: Mapping[str, Brief], wrong: Sequence[BriefProblem]) -> str:
        return index_page(found, wrong, asset_url, settings.prefix)

    app.layout = lambda: dashboard(releases.current())
    selection.register(app, releases, layer_url)
    card.register(app, releases)
    search.register(app, releases)
    views.register(app, releases)
    intention.register(app)
    pictures.install(app, releases, LAYERS)
    exports.install(app, releases, LAYERS)
    briefs.install(app, releases, stage, presenter, index, slides, printed)
    drafts.install(app, releases, draft_stage, presenter)
    guard.install(app)
    health.install(app, lambda: releases.current().release)
    headers.install(app, settings.frame_ancestors)
    static_files.install(app, LAYERS, settings.cache)
    return app


def create_server() -> Flask:
    """The WSGI application of this environment; whatever prevents it is said in one sentence."""
    try:
        settings = from_environment()
        logging.basicConfig(
            level=settings.log_level.upper(), format="%(asctime)s %(levelname)s %(name)s %(message)s"
        )
        return create_app(settings, open_releases(settings.data, settings.naming)).server
    except (SettingsError, PackageError, RuntimeError) as error:
        sys.exit(f"Panj cannot start: {error}")


def __getattr__(name: str) -> Flask:
    """`app:server` is made when gunicorn asks for it, so that importing this module does nothing."""
    if name == "server":
        server = create_server()
        globals()["server"] = server
        return server
    raise AttributeError(name)
