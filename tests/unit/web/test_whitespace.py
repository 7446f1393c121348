"""Templates lose their indentation, and nothing else."""

import jinja2
import pytest

from project.web.whitespace import LeftAligned

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("name", "shown"),
    [("page.html", "<p>\na  b\n\n c\n</p>"), ("mail.txt", "<p>\n    a  b\n\n c\n</p>")],
)
def test_only_the_indentation_of_html_goes(name: str, shown: str) -> None:
    loader = jinja2.DictLoader({name: "<p>\n    {{ text }}\n</p>\n"})
    environment = jinja2.Environment(loader=loader, extensions=[LeftAligned], autoescape=True)
    assert environment.get_template(name).render(text="a  b\n\n c") == shown
