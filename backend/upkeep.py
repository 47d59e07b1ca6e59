"""Settings of the platform's upkeep: what is kept for how long, what it may take, how it is seen from outside."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings

from backend.secrecy import refuse_weak


class UpkeepSettings(BaseSettings):
    """What operators set; a 0 means "for ever" or "no bound"."""

    retention_days: float = Field(0.0, ge=0, description="days without use after which a session goes")
    upload_retention_days: float = Field(30.0, ge=0, description="the same for uploads that nothing uses")
    batch_retention_days: float = Field(0.0, ge=0, description="the same for answers of batches")
    orphan_hours: float = Field(24.0, ge=1, description="age at which files that no record points to go")
    janitor_minutes: float = Field(60.0, ge=0, description="how often the janitor comes; 0 = only by command")
    max_storage_gb: float = Field(0.0, ge=0, description="everything that is kept")
    max_session_mb: float = Field(20_000.0, ge=0, description="upload, models and batches of a session")
    max_session_runs: int = Field(1_000, ge=0)
    max_session_batches: int = Field(1_000, ge=0)
    max_queued: int = Field(2_000, ge=0, description="jobs of all clients that wait for a worker")
    max_queued_per_client: int = Field(200, ge=0, description="the same of one client: an API key, or an address")
    metrics_token: SecretStr | None = None
    log_format: Literal["text", "json"] = "text"
    otel_exporter_otlp_endpoint: str | None = Field(None, repr=False)

    @field_validator("metrics_token")
    @classmethod
    def _refuse_weak_token(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None:
            refuse_weak("METRICS_TOKEN", value.get_secret_value())
        return value
