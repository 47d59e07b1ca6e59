"""The workshop: catalogues, features, classifiers and their evaluation. Knows no Flask, Celery, Redis or SQL."""
