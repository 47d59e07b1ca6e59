"""The hall: what the platform does, whichever door the request came through."""
