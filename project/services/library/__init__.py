"""The library: exercises with their ladders of levels, categories, the starter library."""
