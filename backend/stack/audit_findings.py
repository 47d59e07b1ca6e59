"""What came of looking at one locked file: findings, how many packages were looked up, and which were not."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """A known vulnerability of one locked package."""

    package: str
    version: str
    vulnerability: str
    aliases: tuple[str, ...] = ()
    fixed_in: str = ""

    def told(self) -> str:
        """Return it as a line."""
        mend = f"fixed in {self.fixed_in}" if self.fixed_in else "no version fixes it yet"
        return f"{self.package} {self.version}: {self.vulnerability} ({mend})"


@dataclass(frozen=True)
class Looked:
    """What came of looking at one locked file.

    Attributes
    ----------
    findings : tuple of Finding
    packages : int
        How many an index told about.
    silent : tuple of str
        Those of which it told nothing.
    why : str
        Why none was told about, where that is so.
    """

    findings: tuple[Finding, ...] = ()
    packages: int = 0
    silent: tuple[str, ...] = ()
    why: str = ""

    @property
    def is_whole(self) -> bool:
        """Whether every package was looked up."""
        return self.packages > 0 and not self.silent

    def told(self) -> str:
        """Return it as a line."""
        if not self.packages:
            return f"NOT AUDITED: {self.why or 'no index answered'}"
        missing = f"; NOT AUDITED, as the index knows nothing of them: {', '.join(self.silent)}" if self.silent else ""
        return f"{self.packages} packages looked up, {len(self.findings)} findings{missing}"


class SilenceError(Exception):
    """No index answered; the text says what was met instead."""
