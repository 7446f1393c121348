"""Pieces of HTTP that several blueprints share."""
