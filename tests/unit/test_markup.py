"""The tests' own eye on every page: what it finds, also on a page that looks like a sound one."""

import pytest

from tests.support.markup import faults_in

pytestmark = pytest.mark.unit

SOUND = """<!DOCTYPE html>
<html lang="de"><head><title>Hanna &amp; Bo – Training</title>
<script src="a.js"></script><script type="application/json">{"a": "b > c"}</script></head>
<body><h1>Hanna &amp; <em>Bo</em></h1><p id="a" class="x">Worte</p><p id="b">Mehr</p>
<table><tbody><tr> <td>1</td></tr></tbody></table><img src="x" alt="">
<form action="/a" method="post"><input type="hidden" name="csrf_token" value="1"></form>
</body></html>"""


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Worte", 'Andere &lt;Worte&gt; – "in" Mengen'),
        ('class="x"', 'class="y &#34;z"'),
        ('value="1"', 'value="2"'),
        ("Worte", "💪"),
    ],
)
def test_other_words_are_as_sound(before: str, after: str) -> None:
    assert faults_in(SOUND) == []
    assert faults_in(SOUND.replace(before, after)) == []


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Worte", "Worte & &Taten;"),
        ("Worte", "Worte </b>"),
        ("Worte", "\x01"),
        ("Worte", "\ufdd0"),
        ("Worte", "\U0001fffe"),
        ('class="x"', 'class="x&foo;"'),
        ('class="x"', 'class="x" class="y"'),
        ('class="x"', 'class=x"y'),
        ('class="x"', 'style="x"'),
        ('class="x"', 'onclick="x"'),
        ("<tr> <td>", "<tr> <p>x</p><td>"),
        ("<tbody><tr>", '<tbody><input type="text"><tr>'),
        ("</h1>", ""),
        ('id="b"', 'id="a"'),
        ("Hanna &amp; Bo –", "Bo –"),
        ("<em>Bo</em>", "Ida"),
        ("<h1>", "<h1></h1><h1>"),
        ("<title>Hanna &amp; Bo – Training</title>", ""),
        ("<!DOCTYPE html>", ""),
        ('<script src="a.js">', "<script>"),
        ('type="application/json"', 'type="module"'),
        ("<p", "<style></style><p"),
        (' alt=""', ""),
        (' action="/a"', ""),
        (' method="post"', ""),
        ('name="csrf_token"', 'name="token"'),
        ("<body>", "<body><!-- a -- b --!>"),
    ],
)
def test_what_is_wrong_is_found(before: str, after: str) -> None:
    assert faults_in(SOUND) == []
    assert before in SOUND
    assert faults_in(SOUND.replace(before, after)) != []
    assert faults_in(SOUND.replace(before, after)) != [], "asked again"
