"""One module per noun; importing them registers their routes on ``bp``."""
