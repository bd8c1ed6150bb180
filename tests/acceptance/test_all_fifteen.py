"""The fifteen security checks, and which tests hold each.

|  # | check                                                            | held in                         |
|----|------------------------------------------------------------------|---------------------------------|
|  1 | no external host on any page, as a proxy sees it                 | acceptance/test_pages           |
|  2 | no button that sends a chart away                                | acceptance/test_pages           |
|  3 | no violation of the policy, in any state of any page             | acceptance/test_pages           |
|  4 | framing: the named origins yes, others no                        | portal/test_headers             |
|  5 | a header that names the user cannot be forged                    | portal/test_access              |
|  6 | embed tokens: algorithm, audience, issuer, expiry, length        | portal/test_tokens              |
|  7 | a path prefix in all four ways                                   | portal/test_access and others   |
|  8 | no callback body gives a server error                            | portal/test_guard               |
|  9 | hostile texts in imported data do nothing                        | browser/test_xss                |
| 10 | no formula in any export                                         | acceptance/test_formulas        |
| 11 | bombs are refused, in little memory                              | portal/test_bombs               |
| 12 | reload under load: no error, no mix, a broken release kept out   | portal/test_reload              |
| 13 | weight of a first and a later visit, files kept for ever         | acceptance/test_weight          |
| 14 | the main callback under load, beside a minimal app               | acceptance/test_load, the bench |
| 15 | the index holds no data and no Python build                      | acceptance/test_weight          |

`HELD` is the same list for the machine: a test that is renamed or lost is noticed here.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import pytest

TESTS: Final = Path(__file__).resolve().parent.parent
HELD: Final = {
    1: ("acceptance/test_pages.py::test_a_page_keeps_to_its_host_and_its_policy",
        "acceptance/test_pages.py::test_the_proxy_sees_what_asks_another_host",
        "acceptance/test_pages.py::test_a_picture_holds_all_that_it_shows"),
    2: ("acceptance/test_pages.py::test_plotly_s_own_buttons_offer_no_upload_either",
        "browser/test_first_paint.py::test_no_chart_offers_to_upload_itself"),
    3: ("acceptance/test_pages.py::test_the_dashboard_with_everything_open",
        "acceptance/test_pages.py::test_stage_with_everything_open"),
    4: ("portal/test_headers.py::test_only_the_named_origins_may_frame_the_page",),
    5: ("portal/test_access.py::test_only_the_listed_peer_names_the_user",
        "portal/test_access.py::test_two_spellings_of_the_header_name_nobody",
        "portal/test_access.py::test_gunicorn_lets_no_spelling_of_the_header_through"),
    6: ("portal/test_tokens.py::test_claims_that_are_not_as_agreed_are_invalid",
        "portal/test_tokens.py::test_headers_that_are_not_as_agreed_are_invalid",
        "portal/test_tokens.py::test_only_a_token_that_is_else_right_is_called_expired"),
    7: ("portal/test_access.py::test_under_a_wsgi_mount_the_host_names_the_user",
        "portal/test_access.py::test_under_an_asgi_mount_the_host_names_the_user",
        "portal/test_static_files.py::test_a_proxy_may_strip_the_prefix",
        "portal/test_guard.py::test_the_guard_follows_the_prefix"),
    8: ("portal/test_guard.py::test_no_body_makes_a_server_error",
        "portal/test_guard.py::test_undeclared_or_malformed_bodies_are_bad_requests"),
    9: ("browser/test_xss.py::test_every_view_shows_the_texts_as_texts",
        "browser/test_xss.py::test_no_card_of_any_row_is_more_than_words",
        "browser/test_xss.py::test_saved_files_run_nothing",
        "browser/test_xss.py::test_the_policy_stops_what_no_escaping_would"),
    10: ("acceptance/test_formulas.py::test_no_cell_of_a_table_runs",
         "acceptance/test_formulas.py::test_the_command_line_s_csv_is_disarmed_too"),
    11: ("portal/test_bombs.py::test_each_is_refused_in_a_sentence",
         "portal/test_bombs.py::test_memory_stays_where_it_was"),
    12: ("portal/test_reload.py::test_five_releases_two_of_them_broken_under_load",),
    13: ("acceptance/test_weight.py::test_a_first_visit_is_light",
         "acceptance/test_weight.py::test_a_later_visit_brings_only_the_data",
         "acceptance/test_weight.py::test_all_that_is_kept_may_be_kept_for_ever"),
    14: ("acceptance/test_load.py::test_no_request_of_many_clients_fails",
         "acceptance/test_load.py::test_a_server_that_refuses_is_counted"),
    15: ("acceptance/test_weight.py::test_the_index_tells_nothing_of_the_machine",
         "acceptance/test_weight.py::test_the_index_holds_no_data"),
}  # fmt: skip
"""Number of a check -> file and function of its tests, below tests/."""


def test_there_are_fifteen() -> None:
    assert list(HELD) == list(range(1, 16))
    assert re.findall(r"^\| +(\d+) \|", __doc__ or "", re.M) == [str(number) for number in HELD]


@pytest.mark.parametrize("number", HELD)
def test_each_check_has_its_tests(number: int) -> None:
    assert HELD[number]
    for name in HELD[number]:
        file, _, function = name.partition("::")
        text = (TESTS / file).read_text("utf-8")
        assert re.search(rf"^def {function}\(", text, re.M), name
