"""The operations rooms: environment, supervisor and the parts behind ``python run.py``."""
