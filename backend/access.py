"""Settings of who may come in, how often, and through which proxies."""

from __future__ import annotations

import re
from typing import Annotated, Literal, NamedTuple

from pydantic import Field, SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode

from backend.secrecy import refuse_placeholder_password, refuse_weak

Scope = Literal["read", "write", "admin"]
SCOPES: tuple[Scope, ...] = ("read", "write", "admin")
"""Each may what those before it may."""
OFF, ON = "off", "on"
_LISTED = re.compile(r"([\w.-]{1,64}):(read|write|admin):([0-9a-f]{64})")


class ListedKey(NamedTuple):
    """A key that stands in the setting: its name, what it may, and its sha256."""

    name: str
    scope: str
    sha256: str


class AccessSettings(BaseSettings):
    """The part of the settings that decides who may do what."""

    cors_origins: Annotated[tuple[str, ...], NoDecode] = ()
    api_keys: str = OFF
    admin_token: SecretStr | None = None
    trusted_proxies: int = Field(0, ge=0, le=10, description="proxies whose X-Forwarded-* headers count")
    rate_limit_writes_per_minute: int = Field(120, ge=0)
    rate_limit_reads_per_minute: int = Field(6_000, ge=0)
    rate_limit_uploads_per_minute: int = Field(30, ge=0)

    @field_validator("cors_origins", mode="before")
    @classmethod
    def _split_origins(cls, value: object) -> object:
        if isinstance(value, str):
            return tuple(origin.strip() for origin in value.split(",") if origin.strip())
        return value

    @field_validator("cors_origins")
    @classmethod
    def _name_each_origin(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        wrong = [origin for origin in value if not re.fullmatch(r"https?://[^/*\s]+", origin)]
        if wrong:
            raise ValueError(f"CORS_ORIGINS holds {wrong[0]!r}; expected origins such as https://example.org, by name")
        return value

    @field_validator("api_keys")
    @classmethod
    def _understand_keys(cls, value: str) -> str:
        parts = [part.strip() for part in value.split(",") if part.strip()]
        wrong = [
            number for number, part in enumerate(parts, 1) if part not in {OFF, ON} and not _LISTED.fullmatch(part)
        ]
        if wrong:
            # What stands there may be a key itself, so it is not repeated.
            raise ValueError(
                f"API_KEYS cannot be read at its entry {wrong[0]}; expected off, on, or name:scope:sha256 with commas "
                "between (scope read, write or admin). `python -m backend.stack keys add NAME` makes a key"
            )
        return value

    @field_validator("admin_token")
    @classmethod
    def _refuse_weak_token(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None:
            refuse_weak("ADMIN_TOKEN", value.get_secret_value())
        return value

    @model_validator(mode="after")
    def _refuse_known_passwords(self) -> AccessSettings:
        if getattr(self, "flask_env", None) == "production":
            for name in ("database_url", "redis_url"):
                refuse_placeholder_password(name.upper(), getattr(self, name, None))
        return self

    @property
    def needs_keys(self) -> bool:
        """Whether calls need an API key."""
        return any(part not in {"", OFF} for part in map(str.strip, self.api_keys.split(",")))

    @property
    def listed_keys(self) -> tuple[ListedKey, ...]:
        """Keys that stand in the setting; more may be in the database."""
        return tuple(ListedKey(*found) for found in _LISTED.findall(self.api_keys))

    def limit(self, kind: str) -> int:
        """Return how many ``reads``, ``writes`` or ``uploads`` a client has in a minute; 0 is no limit.

        Tests write as fast as they can: there a limit counts only where it is set.
        """
        name = f"rate_limit_{kind}_per_minute"
        is_meant = name in self.model_fields_set or getattr(self, "flask_env", None) != "testing"
        return int(getattr(self, name)) if is_meant else 0
