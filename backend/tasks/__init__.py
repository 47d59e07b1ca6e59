"""The queue door: one id in, one service call."""
