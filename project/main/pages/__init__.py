"""What pages show, ready to print: presenters, one per noun, in the wing they belong to."""
