"""Configuration: read once from the environment and ``.env``, typed, refusing to start wrong."""

from __future__ import annotations

import os
import secrets
from functools import cached_property
from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr, field_validator, model_validator
from pydantic_settings import SettingsConfigDict

from backend.access import AccessSettings
from backend.secrecy import refuse_weak
from backend.upkeep import UpkeepSettings

PROJECT_ROOT = Path(__file__).resolve().parent.parent


class Settings(AccessSettings, UpkeepSettings):
    """Every setting of the platform; ``.env.example`` lists them all with their meaning."""

    # What a wrong setting holds may be a secret: errors name it and do not repeat it.
    model_config = SettingsConfigDict(
        env_file=PROJECT_ROOT / ".env", extra="ignore", env_ignore_empty=True, hide_input_in_errors=True
    )

    flask_env: Literal["production", "development", "testing"] = "production"
    host: str = "127.0.0.1"
    port: int = Field(5000, ge=1, le=65535)
    secret_key: SecretStr | None = None
    upload_dir: str = "uploads"
    model_dir: str | None = None
    local_dir: str | None = None
    max_upload_mb: int = Field(200, ge=1)
    max_json_mb: int = Field(10, ge=1)
    max_columns: int = Field(2_000, ge=2)
    max_training_rows: int = Field(200_000, ge=10)
    max_prediction_file_mb: int = Field(5_000, ge=1)
    batch_piece_rows: int = Field(25_000, ge=100, description="rows of a batch that a worker takes at a time")
    database_url: str | None = Field(None, repr=False)
    redis_url: str | None = Field(None, repr=False)
    archive_url: str = "https://exoplanetarchive.ipac.caltech.edu/TAP/sync"
    archive_mirror: str | None = Field(None, repr=False)
    kepler_uri: str | None = Field(None, repr=False)
    k2_uri: str | None = Field(None, repr=False)
    tess_uri: str | None = Field(None, repr=False)
    planets_uri: str | None = Field(None, repr=False)
    archive_timeout_s: float = Field(30.0, gt=0, description="longest silence of the archive")
    archive_deadline_s: float = Field(1_800.0, gt=0, description="longest download, retries included")
    max_archive_mb: int = Field(500, ge=1)
    workers: int = Field(2, ge=1, description="gunicorn processes")
    worker_concurrency: int = Field(1, ge=1, description="training processes of one Celery worker")
    training_threads: int = Field(0, ge=0, description="threads of one fit; 0 = cores / concurrency")
    lease_seconds: float = Field(9.0, ge=1)
    heartbeat_seconds: float = Field(2.0, gt=0.1)
    run_time_limit_s: int = Field(7_200, ge=1)
    run_memory_limit_mb: int = Field(0, ge=0, description="memory that the process of a run may hold; 0 = no limit")
    database_patience_s: float = Field(15.0, gt=0, description="longest wait of a request for a locked database")
    reference_models: bool = False
    mlflow_tracking_uri: str | None = Field(None, repr=False)
    mlflow_experiment: str = Field("exoplanet-playground", min_length=1, max_length=200)
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"

    @field_validator("secret_key")
    @classmethod
    def _refuse_weak_secret(cls, value: SecretStr | None) -> SecretStr | None:
        if value is None:
            return None
        refuse_weak("SECRET_KEY", value.get_secret_value())
        return value

    @model_validator(mode="after")
    def _heartbeat_within_lease(self) -> Settings:
        if self.heartbeat_seconds * 2 > self.lease_seconds:
            raise ValueError(
                f"HEARTBEAT_SECONDS={self.heartbeat_seconds} leaves no second chance within "
                f"LEASE_SECONDS={self.lease_seconds}; expected at most half of it"
            )
        return self

    @model_validator(mode="after")
    def _one_secret_for_all(self) -> Settings:
        if "://" in self.upload_dir and self.secret_key is None:
            raise ValueError(
                f"SECRET_KEY is not set, but UPLOAD_DIR={self.upload_dir} is a store that several machines share: each "
                "would sign with a secret of its own. Set the same on all: "
                'python -c "import secrets; print(secrets.token_urlsafe(32))"'
            )
        return self

    @cached_property
    def data_root(self) -> str:
        """Folder or URI under which everything written at run time lies."""
        return self.upload_dir if "://" in self.upload_dir else str((PROJECT_ROOT / self.upload_dir).resolve())

    @cached_property
    def local_root(self) -> Path:
        """This machine's own folder: files on their way, and the embedded database and server where they run."""
        if self.local_dir:
            return (PROJECT_ROOT / self.local_dir).resolve()
        return Path(self.data_root) if "://" not in self.data_root else PROJECT_ROOT / "uploads"

    @cached_property
    def model_root(self) -> str:
        """Folder or URI of the model artefacts."""
        if self.model_dir is None:
            return f"{self.data_root}/models"
        return self.model_dir if "://" in self.model_dir else str((PROJECT_ROOT / self.model_dir).resolve())

    @cached_property
    def database(self) -> str:
        """SQLAlchemy URL: ``DATABASE_URL``, else SQLite under the data folder."""
        if not self.database_url:
            return f"sqlite:///{self.local_root / 'playground.sqlite3'}"
        scheme, _, rest = self.database_url.partition("://")
        return f"postgresql+psycopg://{rest}" if scheme in {"postgres", "postgresql"} else self.database_url

    @cached_property
    def secret(self) -> str:
        """The signing secret: ``SECRET_KEY``, else one made at first start and kept readable by the owner only."""
        if self.secret_key is not None:
            return self.secret_key.get_secret_value()
        path = self.local_root / "secret_key"
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        except FileExistsError:
            return path.read_text(encoding="ascii")
        with os.fdopen(descriptor, "w", encoding="ascii") as handle:
            handle.write(secrets.token_urlsafe(32))
        return path.read_text(encoding="ascii")

    @cached_property
    def threads_per_fit(self) -> int:
        """Threads that one fit may use, so that concurrent fits do not fight for the cores."""
        return self.training_threads or max(1, (os.cpu_count() or 1) // self.worker_concurrency)


def load_settings() -> Settings:
    """Return the settings of this process.

    Raises
    ------
    pydantic.ValidationError
        If a variable holds an unusable value; the message names it.
    """
    return Settings()
