"""The HTTP door: a view parses, calls one service and renders."""
