"""What holds for names of every kind."""
