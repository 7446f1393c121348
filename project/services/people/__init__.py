"""People: profiles, following, feed, messages, notifications."""
