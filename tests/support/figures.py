"""A rule that holds for every figure: one test, which names all levels that break it."""

from collections.abc import Callable, Iterable, Iterator

from project.rules.library.figures.drawing import Figure
from project.rules.library.figures.reading import figures


def assert_every_figure(
    rule: Callable[[Figure], Iterator[object]], keys: Iterable[str] | None = None
) -> None:
    """Fail with a line for everything that the rule finds in one of the figures.

    A test of its own for each of 148 levels costs more than what it looks at.
    """
    wanted = list(figures() if keys is None else keys)
    assert wanted
    found = [f"{key}: {fault}" for key in wanted for fault in _faults(rule, figures()[key])]
    assert not found, "\n" + "\n".join(found)


def _faults(rule: Callable[[Figure], Iterator[object]], figure: Figure) -> Iterator[object]:
    """Yield what the rule finds; a pose that no body can take hides no other figure's faults."""
    try:
        yield from rule(figure)
    except ValueError as error:
        yield error
