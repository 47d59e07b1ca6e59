"""Features computed from catalogue columns: physics as pure functions, and a transformer that uses them."""
