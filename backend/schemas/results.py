"""Results: summary, sections, thresholds, explanations."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from backend.schemas.envelope import Answer, PageQuery, Request
from backend.schemas.prediction import Explanation, Remark, Row
from backend.schemas.selection import SessionId
from backend.schemas.training import FoldScores

SECTIONS = Literal[
    "metrics", "curves", "importance", "explanations", "errors", "card", "tuning",
    "reliability", "splits", "prospective", "learning_curve",
]  # fmt: skip


class Estimate(Answer):
    """A number with its 95 % interval."""

    value: float | None
    low: float | None = None
    high: float | None = None


class Headline(Estimate):
    """The one number that stands for a run."""

    metric: str
    leaky: bool = False


class ResultQuery(PageQuery):
    """Which result, and which part of it."""

    session_id: SessionId
    section: SECTIONS | None = None
    truth: str | None = Field(
        None, max_length=200, description="errors: only objects that are of this class; prospective: that became of it"
    )
    predicted: str | None = Field(
        None, max_length=200, description="errors, prospective: only objects predicted to be of this class"
    )
    positive: str | None = Field(
        None,
        max_length=200,
        description="reliability, explanations: the class; default the task's positive one",
    )
    threshold: float | None = Field(
        None,
        ge=0,
        le=1,
        description="reliability: least probability of a claim, default the likeliest class; errors: of an answer",
    )


class Metrics(Answer):
    """What out-of-fold predictions say."""

    metrics: dict[str, Estimate]
    per_class: dict[str, dict[str, Estimate]]
    macro: dict[str, Estimate] = Field(description="Mean precision, recall and F1 over the classes")
    baselines: dict[str, dict[str, float | None] | None]
    classes: list[str]
    positive_class: str | None
    confusion_matrix: list[list[int]]
    folds: list[FoldScores]


class DataFacts(Answer):
    """What the model was trained on."""

    dataset: str
    snapshot: str | None
    date: str | None
    sha256: str
    rows: int
    hosts: int
    undecided: int
    features: list[str]


class ModelFacts(Answer):
    """Which classifier was trained."""

    family: str
    title: str
    hyperparameters: dict[str, Any]
    seed: int
    imputation: str = "median"
    scaling: str = "family"
    encoding: str = "one_hot"


class SplitFacts(Answer):
    """How it was judged."""

    method: str
    folds: int
    test_size: float
    group_by_host: bool
    imbalance: str
    costs: dict[str, float] | None = None
    selection: str = "none"
    calibration: str = "none"
    split_hash: str
    data_hash: str


class Artifacts(Answer):
    """Where to get what the run left."""

    bundle: str | None
    report: str | None
    out_of_fold: str


class Card(Answer):
    """All that is needed to trust or repeat a result."""

    run_id: str
    state: str
    task: str
    data: DataFacts
    model: ModelFacts
    split: SplitFacts
    warnings: list[Remark]
    timing: dict[str, float | int | None]
    versions: dict[str, str]
    artifacts: Artifacts


class ResultSummary(Card, Metrics):
    """The result in brief."""

    session_id: str


class Section(Answer):
    """Where a section belongs."""

    session_id: str
    run_id: str
    section: SECTIONS


class MetricsSection(Metrics, Section):
    """The numbers."""


class CurvesSection(Section):
    """ROC, precision–recall, calibration and threshold, each as equally long lists."""

    curves: dict[str, dict[str, Any]]


class ImportantFeature(Answer):
    """Mean absolute contribution of a column, and its share of the whole; ``formula`` where it is computed."""

    feature: str
    label: str
    unit: str
    group: str
    description: str
    formula: str
    importance: float
    share: float


class ImportanceSection(Section):
    """What matters, most important first."""

    features: list[ImportantFeature]
    unit: str


class OutOfFoldRow(Answer):
    """A decided object with the answer of the fold that had not seen its host."""

    object: str
    host: str
    truth: str
    prediction: str
    probability: float
    truth_probability: float = Field(description="Probability that the model gives to the catalogue's verdict")
    fold: int


class Contradictions(Answer):
    """Confident answers, and how many of them the catalogue contradicts."""

    confidence: float
    objects: int
    answers: int


class ErrorsSection(Section):
    """Objects on which model and catalogue disagree, the most confident first."""

    rows: list[OutOfFoldRow]
    page: int
    per_page: int
    total: int
    contradictions: Contradictions


class CardSection(Card, Section):
    """The honesty card."""


class ExplainRequest(Request):
    """Explain rows."""

    session_id: SessionId
    action: Literal["explain"]
    rows: list[Row] = Field(max_length=1_000)


class ThresholdRequest(Request):
    """Find the threshold that serves a purpose."""

    session_id: SessionId
    action: Literal["threshold"]
    objective: Literal["precision_at_least", "recall_at_least", "miss_at_most", "false_positives_at_most"]
    value: float = Field(
        ge=0, le=1e9, description="A share from 0 to 1; for false_positives_at_most a number of objects"
    )
    positive: str | None = Field(
        None, max_length=200, description="The class that is meant, against all others; default the positive one"
    )


class Explanations(Answer):
    """Contributions behind the answers."""

    run_id: str
    explanations: list[Explanation]


class Threshold(Answer):
    """A threshold, and what it means on the validation objects."""

    objective: str
    value: float
    threshold: float
    precision: float
    recall: float
    selected: int
    expected_false_positives: int
    positive_class: str
    intervals: dict[str, Estimate] = Field(
        description="precision, recall, missed and false_positives with 95 % from a bootstrap over hosts"
    )
