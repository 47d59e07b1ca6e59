"""The outside world, one thin module each: database, files, queue, progress."""
