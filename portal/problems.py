"""Errors for programs: one answer of the media type application/problem+json (RFC 9457)."""

from __future__ import annotations

import json

from flask import Response

MEDIA_TYPE = "application/problem+json"
STANDARD = ("type", "title", "status", "detail")


def problem(status: int, title: str, detail: str, **members: object) -> Response:
    """An answer that says what went wrong, to a program and to the person who reads its log.

    Args:
        status: The HTTP status, 400 to 599; it is also the member "status", as RFC 9457 section 3.1.2 wants.
        title: What kind of problem it is, the same words for each of its kind.
        detail: What was wrong this time, one sentence.
        members: Further members, for example reason="token-expired" or parameter="from". JSON values.
            `type` may be given, an address or URN of the kind; it is "about:blank" if not.

    Raises:
        ValueError: The status is none of an error, or a member would replace a standard one.
    """
    if not 400 <= status <= 599:
        raise ValueError(f"{status} is not the status of a problem")
    kind = members.pop("type", "about:blank")
    if replaced := [name for name in members if name in STANDARD]:
        raise ValueError(f"{replaced[0]} is a standard member of a problem")
    body = {"type": kind, "title": title, "status": status, "detail": detail, **members}
    response = Response(json.dumps(body, ensure_ascii=False), status, content_type=MEDIA_TYPE)
    # What was refused now may be allowed in a minute: no cache keeps it, neither the browser's nor a proxy's.
    response.headers["Cache-Control"] = "no-store"
    return response
