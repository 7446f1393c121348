"""Entry point of Phusion Passenger and LiteSpeed."""

import sys
from pathlib import Path

# Some hosts start the app from another folder.
sys.path.insert(0, str(Path(__file__).resolve().parent))

from project.wsgi import load_app

application = load_app()
