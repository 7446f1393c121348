import json
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from project.rules.training.transfer import json_stream
from project.rules.training.transfer.json_stream import items
from project.rules.training.transfer.notices import UnreadableError
from project.rules.training.transfer.opening import sources

pytestmark = pytest.mark.unit

plain = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5)
values = st.recursive(
    plain,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3)
    ),
    max_leaves=8,
)
documents = st.dictionaries(st.text(max_size=4), values, max_size=4)


def put_together(text: str, piece: int) -> dict[str, Any]:
    found: dict[str, Any] = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(json_stream, "_PIECE", piece)
        (source,) = sources(text.encode())
        for item in items(source):
            if item.in_list:
                found.setdefault(item.name, []).append(item.value)
            else:
                found[item.name] = item.value
    return found


@example(document={"a": 0.5, "b": [1e-07, 1e22]}, piece=1, indent=None)
@given(document=documents, piece=st.integers(1, 40), indent=st.sampled_from([None, 1]))
def test_items_are_those_of_the_whole_whatever_comes_at_once(
    document: dict[str, Any], piece: int, indent: int | None
) -> None:
    read = put_together(json.dumps(document, indent=indent), piece)
    assert read == {name: value for name, value in document.items() if value != []}


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("x", 1),
        ("{", 1),
        ('{"a"', 1),
        ('{"a": 1', 1),
        ('{"a": 1\n"b": 2}', 2),
        ("{1: 2}", 1),
        ('{"a": [1,\n2\n', 3),
        ('{"a": [1,\n\n2 3]}', 3),
        ('{"a":\n tru}', 2),
    ],
)
def test_where_it_breaks_off_is_named(text: str, line: int) -> None:
    with pytest.raises(UnreadableError) as caught:
        put_together(text, 3)
    assert (caught.value.notice.code, caught.value.notice.line) == ("json_broken", line)


def test_an_item_without_end_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_stream, "_LARGEST", 100)
    with pytest.raises(UnreadableError):
        put_together('{"a": ["' + "x" * 1000 + '"]}', 10)
