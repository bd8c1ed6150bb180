"""embed/check: each line says what it finds, and which setting to change."""

from __future__ import annotations

from typing import Any

import pytest

pytestmark = pytest.mark.browser


def _lines(frame: Any) -> dict[str, str]:
    """Title of each line -> its verdict and words."""
    frame.locator("#check-list li").first.wait_for()
    rows = frame.locator("#check-list li").all()
    return {row.locator(".check-title").inner_text(): row.inner_text() for row in rows}


@pytest.mark.parametrize("server", ["open_panj", "token_panj"])
def test_where_all_is_well_the_check_says_so(new_visit, server, request):
    visit = new_visit(request.getfixturevalue(server))
    frame = visit.load("embed/check")
    lines = _lines(frame)
    assert frame.locator("#check-result").inner_text() == "Nothing stops an embed here."
    assert len(lines) == 9 and all("OK" in line for line in lines.values()), lines
    assert ("accepted" in lines["Sign-in"]) == (server == "token_panj")


def test_the_check_tells_of_a_portal_that_is_not_listed(new_visit, open_panj, portal):
    visit = new_visit(open_panj)
    visit.page.goto(f"{open_panj}embed/check?parent=https://other.example/page")
    framing = _lines(visit.page)["Framing"]
    assert (
        "Problem" in framing
        and "https://other.example may not" in framing
        and "PANJ_FRAME_ANCESTORS" in framing
    )
    visit.page.goto(f"{open_panj}embed/check?parent={portal.origin}")
    assert "OK" in _lines(visit.page)["Framing"]
    visit.page.goto(f"{open_panj}embed/check")
    assert "Cannot know here" in _lines(visit.page)["Framing"]


@pytest.mark.parametrize(
    ("wrong", "words", "setting"),
    [
        ({"seconds": 300, "locked": {"nonsense": "x"}}, "token-invalid", "token endpoint"),
        ({"signed_in": False}, "did not answer", "its listener"),
    ],
)  # fmt: skip
def test_the_check_tells_why_a_token_fails(new_visit, portal, token_panj, monkeypatch, wrong, words, setting):
    monkeypatch.setattr("portal.tokens.read_lock", lambda locked: locked)  # the portal's own mistake
    for name, value in wrong.items():
        setattr(portal, name, value)
    visit = new_visit(token_panj, allowed="401")
    if "locked" in wrong:
        monkeypatch.setattr("tests.browser.embeds.host.SECRET", "a secret which this server does not know")
    frame = visit.load("embed/check")
    line = _lines(frame)["Sign-in"]
    assert "Problem" in line and words in line and setting in line


def test_the_check_sees_what_a_proxy_adds(new_visit, open_panj, portal):
    visit = new_visit(open_panj)

    def meddle(route: Any) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, headers={**answer.headers, "x-frame-options": "SAMEORIGIN"})

    visit.context.route(lambda address: "/embed/check?" in address, meddle)
    visit.page.goto(f"{open_panj}embed/check?parent={portal.origin}")
    framing = _lines(visit.page)["Framing"]
    assert "Problem" in framing and "X-Frame-Options" in framing
