"""The REST API and the workers: two doors, one hall of services, one shaft to the stores."""

from backend.lazily import load_lazily

# Half of an API process's memory, which polling, sessions and promoted models do without.
load_lazily("pandas")
load_lazily("pyarrow", "compute", "csv", "parquet")
