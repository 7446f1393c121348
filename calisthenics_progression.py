"""Entry point of ``flask`` and gunicorn."""

from project.wsgi import load_app

app = load_app()
