"""The page that explains the read API and lets a person try it, made from the OpenAPI document.

Plain markup and one script of ours: it needs no other host, no inline script, and stays under the policy.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from html import escape
from typing import Any, Final

from portal.api.parameters import FILTER_KEYS, LIMIT, OFFSET
from portal.api.telling import problems, shapes, told
from portal.settings import Settings

Document = dict[str, Any]
AssetUrl = Callable[[str], str]

STYLES: Final = ("vendor/20-fonts.css", "palette.css", "panj.css", "api/api.css")
SCRIPT: Final = "api/try.js"


def trying_page(document: Document, settings: Settings, asset_url: AssetUrl) -> str:
    """A complete HTML document.

    Args:
        document: of `portal.api.document.document`.
        settings: the prefix, and whether a token is needed.
        asset_url: address of a file of `assets/`.
    """
    styles = "".join(f'<link rel="stylesheet" href="{escape(asset_url(name))}">' for name in STYLES)
    return (
        '<!DOCTYPE html>\n<html lang="en" data-bs-theme="light">\n<head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<title>Read API – Panj</title><link rel="icon" href="data:,">'
        # Not deferred: it sets the theme before the first paint.
        f'{styles}<script src="{escape(asset_url(SCRIPT))}"></script></head>\n'
        f'<body class="api">{_head(document, settings)}<main>{_trying(document, settings)}'
        f"{shapes(document)}{problems()}</main></body>\n</html>\n"
    )


def _head(document: Document, settings: Settings) -> str:
    prefix = escape(settings.prefix)
    return (
        '<a class="skip-link" href="#try-send">To the form</a><header class="api-head"><h1>Panj read API</h1>'
        f'<p class="api-links"><a href="{prefix}">To the dashboard</a>'
        f'<a href="{prefix}api/v1/openapi.json">OpenAPI 3.1 document</a></p>'
        f'<div class="api-about">{told(document["info"]["description"])}</div></header>'
    )


def _trying(document: Document, settings: Settings) -> str:
    parameters = document["components"]["parameters"]
    filters = "".join(_field(parameters[key]) for key in FILTER_KEYS)
    paging = "".join(_field(parameters[key]) for key in (LIMIT, OFFSET))
    token = "token" in settings.access
    return (
        '<section aria-labelledby="try-title"><h2 id="try-title">Try it</h2><div class="api-desk">'
        f'<form id="try" class="api-form" data-base="{escape(document["servers"][0]["url"])}">'
        f"{_addresses(document)}"
        '<div id="try-item" class="api-field" hidden><label for="try-item-id">id</label>'
        '<input id="try-item-id" autocomplete="off" spellcheck="false" maxlength="100"></div>'
        '<fieldset id="try-filters"><legend>Filters <span class="fine">(empty means all)</span></legend>'
        f"{filters}</fieldset>"
        '<fieldset><legend>Answer</legend><div class="api-field"><label for="try-format">format</label>'
        '<select id="try-format"><option>json</option></select></div>'
        f'<div id="try-paging">{paging}</div>{_token() if token else ""}</fieldset>'
        "</form>"
        f"{_answer()}</div></section>"
    )


def _addresses(document: Document) -> str:
    """The addresses to choose from; each carries what it answers and the formats it knows."""
    options = "".join(_address(path, item["get"]) for path, item in document["paths"].items())
    return (
        '<div class="api-field"><label for="try-address">Address</label>'
        f'<select id="try-address">{options}</select></div><p id="try-about" class="api-hint"></p>'
        '<p class="api-send"><button id="try-send" type="submit" class="button api-ask">Send</button>'
        '<button type="reset" class="button">Clear</button></p>'
    )


def _address(path: str, operation: Document) -> str:
    own = [parameter for parameter in operation["parameters"] if parameter.get("name") == "format"]
    forms = " ".join(own[0]["schema"]["enum"])
    paged = any(parameter.get("$ref", "").endswith(f"/{LIMIT}") for parameter in operation["parameters"])
    return (
        f'<option value="{escape(path)}" data-forms="{escape(forms)}"{" data-paged" if paged else ""}'
        f' data-about="{escape(operation["description"])}">{escape(path)}</option>'
    )


def _field(parameter: Document) -> str:
    """A labelled control; one that may be given several times takes values separated by semicolons."""
    name, schema = parameter["name"], parameter["schema"]
    many = schema["type"] == "array"
    word = schema["items"] if many else schema
    hint = f"ask-{name}-hint"
    common = f'id="ask-{name}" name="{name}" aria-describedby="{hint}"{" data-many" if many else ""}'
    if "enum" in word:
        control = f"<select {common}>{''.join(_options(word['enum']))}</select>"
    else:
        control = f"<input {common} {' '.join(_attributes(parameter, word, many))}>"
    about = parameter["description"].replace(" Repeatable.", "")
    several = " Several: separate them by “;”." if many and "enum" not in word else ""
    return (
        f'<div class="api-field"><label for="ask-{name}">{name}</label>{control}'
        f'<p id="{hint}" class="api-hint">{told(about + several, block=False)}</p></div>'
    )


def _options(words: list[str]) -> Iterator[str]:
    yield '<option value=""></option>'
    yield from (f"<option>{escape(word)}</option>" for word in words)


def _attributes(parameter: Document, word: Document, many: bool) -> Iterator[str]:
    if word["type"] == "integer":
        yield 'inputmode="numeric"'
        yield f'placeholder="{word["default"]}"'
        return
    yield 'autocomplete="off" spellcheck="false"'
    example = parameter.get("example")
    if example:
        yield f'placeholder="{escape(example[0] if many else example)}"'


def _token() -> str:
    return (
        '<div class="api-field"><label for="try-token">token</label>'
        '<input id="try-token" type="password" autocomplete="off" aria-describedby="try-token-hint">'
        '<p id="try-token-hint" class="api-hint">Sent as <code>Authorization: Bearer</code>; kept nowhere.'
        "</p></div>"
    )


def _answer() -> str:
    return (
        '<div id="try-answer" class="api-answer"><p class="api-request"><span class="term">GET</span>'
        '<a id="try-link" href="#try"><code id="try-url"></code></a></p>'
        '<noscript><p class="warning">The form needs JavaScript; the addresses themselves do not.</p>'
        "</noscript>"
        '<p id="try-status" role="status" class="api-status">Nothing was sent yet.</p>'
        '<dl id="try-headers" class="api-headers"></dl>'
        '<p><button id="try-next" type="button" class="button" hidden>Next page</button></p>'
        '<pre id="try-body" class="api-body" tabindex="0" role="region" aria-label="The answer"></pre></div>'
    )
