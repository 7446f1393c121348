"""Histories from other apps and back: readers of files, lines of text, keys. No database."""
