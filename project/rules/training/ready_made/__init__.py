"""Programs that an athlete can start from; adding one copies it, and everything may be changed."""
