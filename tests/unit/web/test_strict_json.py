"""What is no JSON by its standard is not read as such."""

import pytest
from flask import Flask

pytestmark = pytest.mark.unit


@pytest.mark.parametrize("text", ["NaN", "[Infinity]", '{"a": -Infinity}', "1e999", "-1e999"])
def test_what_is_no_number_is_refused(app: Flask, text: str) -> None:
    with pytest.raises(ValueError, match="is no JSON"):
        app.json.loads(text)


def test_numbers_are_read(app: Flask) -> None:
    assert app.json.loads('{"a": [1, 2.5, 1e308, -0.0]}') == {"a": [1, 2.5, 1e308, 0.0]}
