"""Benchmarks that ``python run.py bench NAME`` runs; each writes a report that is committed."""
