"""Every form of the main pages by name."""
