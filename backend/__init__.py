"""The REST API and the workers: two doors, one hall of services, one shaft to the stores."""
