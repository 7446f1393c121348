"""Which links a level may have, and what is seen of them."""

import pytest

from project.rules.library.level_texts import LevelTexts, link_host, texts_fault

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("link", "host"),
    [
        ("https://example.org", "example.org"),
        ("HTTPS://WWW.Example.org/Klimmzüge?t=1#oben", "www.example.org"),
        ("https://example.org:8443/a", "example.org:8443"),
        ("https://bücher.example/", "xn--bcher-kva.example"),
        ("https://ехample.org/", "xn--ample-ywe6i.org"),
        ("https://sparkaße.example/", "xn--sparkae-5va.example"),
        ("https://STRASSE.example/", "strasse.example"),
        ("https://βόλος.example/", "xn--nxasmm1c.example"),
        ("https://r3---sn.example/", "r3---sn.example"),
        ("https://example.org#@evil.example", "example.org"),
    ],
)
def test_a_link_shows_the_host_that_a_browser_goes_to(link: str, host: str) -> None:
    assert link_host(link) == host


@pytest.mark.parametrize(
    "link",
    [
        "",
        "example.org",
        "http://example.org",
        "//example.org",
        "https:example.org",
        "https:///example.org",
        "https://localhost/",
        "https://127.0.0.1/",
        "https://[::1]/",
        "https://example.org@evil.example/",
        "https://example.org\\@evil.example/",
        "https://evil.example/ https://example.org",
        'https://example.org/"onclick',
        "https://example.org:99999999/",
        "https://" + "a" * 64 + ".org",
        "https://-a.org",
        "javascript:alert(1)//https://example.org",
        "data:text/html,https://example.org",
    ],
)
def test_anything_else_is_no_link(link: str) -> None:
    assert link_host(link) is None


def test_texts_are_measured_as_they_are_kept() -> None:
    assert texts_fault(LevelTexts(" " + "x" * 500 + "\r\n", " https://a.de ").cleaned()) == ""
    assert "500" in texts_fault(LevelTexts("x" * 501))
    assert "500" in texts_fault(LevelTexts(link="https://a.de/" + "x" * 500))
    assert texts_fault(LevelTexts("a\u202eb")) != ""
