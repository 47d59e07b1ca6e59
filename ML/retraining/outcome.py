"""What the comparison of two versions came to, and how to say it."""

from __future__ import annotations

from dataclasses import dataclass

from ML.results import Estimate, Warnings

HEADLINE = "accuracy"
"""Metric by which the sentence judges."""

_POINTS = 100
_SMALLEST_P = 0.001


@dataclass(frozen=True, slots=True)
class VersionComparison:
    """What a new version of a table changes for a model.

    Attributes
    ----------
    base, extended : dict of str to Estimate
        Metrics of the model of each version on the held-out objects.
    difference : dict of str to Estimate
        Extended minus base, from resamples of the stars that both models share.
    verdict : {"better", "worse", "alike"}
        Whether the interval of the accuracy's difference lies above, below or around zero.
    text : str
        The same in a sentence.
    gained, lost : int
        Objects that only the extended version's model gets right, and only the base's.
    p_value : float
        Exact McNemar test of ``gained`` against ``lost``, two-sided.
    rows, hosts, folds : int
        Held-out objects and stars, and folds.
    trained_rows : dict of str to int
        Decided rows of each version.
    new_rows, changed_rows, relabelled_rows : int
        Decided objects that only the extended version has; known ones whose values differ; known ones of another
        class, which are judged by the base's.
    classes : tuple of str
        Class names.
    confusion_matrices : dict of str to list of list of int
        By version; rows are the truth, columns the prediction.
    split_hash : str
        Hash of which object is held out in which fold.
    warnings : list of dict
        Remarks on the rows and the fits.
    """

    base: dict[str, Estimate]
    extended: dict[str, Estimate]
    difference: dict[str, Estimate]
    verdict: str
    text: str
    gained: int
    lost: int
    p_value: float
    rows: int
    hosts: int
    folds: int
    trained_rows: dict[str, int]
    new_rows: int
    changed_rows: int
    relabelled_rows: int
    classes: tuple[str, ...]
    confusion_matrices: dict[str, list[list[int]]]
    split_hash: str
    warnings: Warnings


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a comparison comes to, and how to say it.

    Attributes
    ----------
    difference : Estimate
        Extended minus base, of the headline metric.
    gained, lost : int
        Objects that only the extended version's model gets right, and only the base's.
    rows, hosts : int
        Held-out objects and stars.
    """

    difference: Estimate
    gained: int
    lost: int
    rows: int
    hosts: int

    @property
    def p_value(self) -> float:
        """Chance of so uneven a split of the objects that turned, were both sides as likely."""
        from scipy.stats import binomtest

        turned = self.gained + self.lost
        return float(binomtest(self.gained, turned, 0.5).pvalue) if turned else 1.0

    @property
    def verdict(self) -> str:
        """Where the interval of the difference lies."""
        low, high = self.difference.low, self.difference.high
        if low is None or high is None or low <= 0 <= high:
            return "alike"
        return "better" if low > 0 else "worse"

    def sentence(self) -> str:
        """One plain sentence with every number that it rests on."""
        where = f"on the same {self.rows:,} objects around {self.hosts:,} held-out stars"
        if self.gained == self.lost == 0:
            ones = f"the same ones of {self.rows:,} objects around {self.hosts:,} held-out stars"
            return f"The models of both versions are right about {ones}."
        turned = f"{self.gained:,} objects right that were wrong, {self.lost:,} the other way, {self.chance()}"
        return f"{self.claim()} {where}; {turned}."

    def claim(self) -> str:
        """Verdict with the difference and its interval in points."""
        value, low, high = (_POINTS * (part or 0.0) for part in self._parts())
        if self.verdict == "alike":
            return f"No difference can be told: the accuracy moves by {value:+.1f} points ({low:.1f} to {high:.1f})"
        low, high = sorted((abs(low), abs(high)))
        return (
            f"The extended version is {self.verdict} by {abs(value):.1f} points of accuracy ({low:.1f} to {high:.1f})"
        )

    def chance(self) -> str:
        """P value with three digits."""
        return "p < .001" if self.p_value < _SMALLEST_P else f"p = {self.p_value:.3f}".replace("0.", ".")

    def _parts(self) -> tuple[float | None, float | None, float | None]:
        return self.difference.value, self.difference.low, self.difference.high
