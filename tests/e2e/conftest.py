"""A browser for journeys; a missing one fails them."""

from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser, sync_playwright

from tests.support.browser import Visitor, launch, served


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = launch(playwright)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def address(app: Flask) -> Iterator[str]:
    """Return where the app is served."""
    with served(app) as address:
        yield address


@pytest.fixture
def visitor(browser: Browser, app: Flask, address: str) -> Iterator[Visitor]:
    """A visitor whose windows close at the end, and whose scripts may not fail."""
    visitor = Visitor(browser, app, address)
    yield visitor
    visitor.close()
    assert visitor.faults == []
