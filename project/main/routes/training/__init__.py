"""Training: workouts, templates, the phone logger, and what the log says of levels."""
