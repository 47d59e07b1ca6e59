"""What can go wrong with a mirror, in words that name the setting and the remedy."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from backend.adapters.addresses import SCHEMES, is_of_a_store, scheme_of, shown
from ML.catalogs.limits import MEGABYTE
from ML.exceptions import PlaygroundError, TableTooLargeError


class MirrorError(PlaygroundError):
    """A configured mirror cannot be used as it is."""

    code = "mirror_unusable"


class TableNotInMirrorError(MirrorError):
    """The mirror can be read, but holds no file of the table."""


class MirrorFaults:
    """Makes the errors of one mirror.

    Parameters
    ----------
    address, setting : str
        What is configured, and the setting's name.
    """

    def __init__(self, address: str, setting: str) -> None:
        self._address = address
        self._setting = setting

    def error(self, fact: str, remedy: str) -> MirrorError:
        """Return an error that says what is wrong and what helps."""
        return MirrorError(
            f"{self._setting} is {shown(self._address)!r}, but {fact}. {remedy}, or unset {self._setting}.",
            setting=self._setting,
        )

    def lacking(self, wanted: str) -> TableNotInMirrorError:
        """Return the error of a mirror without the file that is wanted."""
        message = self.error(f"it holds no file {wanted}", "Put a file there as the archive serves it").message
        return TableNotInMirrorError(message, setting=self._setting)

    @contextmanager
    def explained(self) -> Iterator[None]:
        """Turn what file systems raise into what a person can act on."""
        try:
            yield
        except PlaygroundError:
            raise
        except ImportError as error:
            extra = SCHEMES[scheme_of(self._address)]
            remedy = f"Install the extra {extra!r}: pip install 'exoplanet-playground[{extra}]'"
            raise self.error("the client for its scheme is not installed", remedy) from error
        except FileNotFoundError as error:
            raise self.error("there is no such folder or file", "Check the address") from error
        except PermissionError as error:
            raise self.error("it may not be read", "Give this process the right to read it") from error
        except Exception as error:
            if not is_of_a_store(error):
                raise
            reason = " ".join(str(error).split())[:200] or type(error).__name__
            raise self.error(f"it cannot be read ({reason})", "Check address and credentials") from error


def too_large(address: str, limit_bytes: int) -> TableTooLargeError:
    """Return the error of a file beyond the limit [bytes]."""
    return TableTooLargeError(
        f"{address} has more than {limit_bytes // MEGABYTE:,} MB. "
        "Raise MAX_ARCHIVE_MB if the table has really grown so large.",
        limit=limit_bytes,
        unit="bytes",
    )
