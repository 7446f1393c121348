"""Athletes: who they are, where they are signed in, their passwords and pictures."""
