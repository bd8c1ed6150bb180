"""portal.problems: problem+json as RFC 9457 writes it."""

import json

import pytest

from portal.problems import problem


def test_a_problem_has_the_standard_members_and_its_own():
    answer = problem(401, "No viewer", "Send a token.", reason="token-missing")
    assert answer.status_code == 401
    assert answer.content_type == "application/problem+json"
    assert answer.headers["Cache-Control"] == "no-store"
    assert json.loads(answer.get_data()) == {
        "type": "about:blank",
        "title": "No viewer",
        "status": 401,
        "detail": "Send a token.",
        "reason": "token-missing",
    }


def test_a_kind_may_be_named():
    assert problem(400, "t", "d", type="urn:panj:unknown-key").get_json()["type"] == "urn:panj:unknown-key"


def test_words_of_any_script_arrive_as_they_are():
    answer = problem(400, "t", "Дарвоз 《x》")
    assert "Дарвоз 《x》" in answer.get_data(as_text=True)


@pytest.mark.parametrize("status", [0, 200, 302, 399, 600])
def test_a_status_that_is_no_error_is_a_mistake_of_ours(status):
    with pytest.raises(ValueError, match="not the status"):
        problem(status, "t", "d")
