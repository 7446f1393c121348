"""The site itself: mail, backup, health, and what concerns everything of an athlete."""
