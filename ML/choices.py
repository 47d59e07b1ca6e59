"""What can be chosen for each step around the classifier, in words for a person. Reading it imports no library."""

from __future__ import annotations

from dataclasses import dataclass

ENGINEERED = True
"""Whether engineered features are added for a person who changes nothing: they help on every task of the benchmark."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One way to do a step."""

    name: str
    title: str
    help: str


@dataclass(frozen=True, slots=True)
class Step:
    """A step and the ways to do it, the default first.

    Attributes
    ----------
    field : str
        Name of the setting in a plan and on the wire.
    part : {"model", "evaluation"}
        Part of the selection to which the setting belongs.
    """

    field: str
    part: str
    title: str
    help: str
    choices: tuple[Choice, ...]

    @property
    def default(self) -> str:
        """Name of the default choice."""
        return self.choices[0].name

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the choices."""
        return tuple(choice.name for choice in self.choices)


STEPS = (
    Step(
        "imputation",
        "model",
        "Missing values",
        "What stands in for an empty cell.",
        (
            Choice("median", "Median", "The middle value of the training rows: robust, and tells nothing of the gap."),
            Choice("mean", "Mean", "The average of the training rows; a few extreme values pull it."),
            Choice(
                "indicator",
                "Median and a mark",
                "The median, and a column that says where a value was missing; a catalogue's gaps often follow its "
                "verdicts, so look at the mask-only baseline.",
            ),
            Choice(
                "gaps",
                "Left empty",
                "LightGBM, XGBoost and CatBoost, alone or in an ensemble, learn what a gap means; other models get the "
                "median. Often the most accurate on whole rows, and the worst where you know few values: look at the "
                "mask-only baseline.",
            ),
        ),
    ),
    Step(
        "scaling",
        "model",
        "Scaling",
        "How columns are brought to one scale.",
        (
            Choice(
                "family", "As the model needs", "Squashes decades for models that compare sizes; nothing for trees."
            ),
            Choice("none", "None", "Columns as they are; fine for trees, poor for linear models and networks."),
            Choice("standard", "Standard", "Zero mean and unit variance; extreme values stay extreme."),
            Choice("robust", "Robust", "Median and quartile range, which extreme values do not move."),
        ),
    ),
    Step(
        "encoding",
        "model",
        "Categories",
        "How text columns become numbers.",
        (
            Choice("one_hot", "One column each", "A 0/1 column for every value: no order is made up."),
            Choice("ordinal", "One number", "The place in the alphabet: compact, and enough for trees."),
        ),
    ),
    Step(
        "selection",
        "evaluation",
        "Column selection",
        "Columns that tell little are dropped, anew within the training rows of every fold.",
        (
            Choice("none", "None", "Every chosen column is used."),
            Choice("importance", "Forest importance", "Keeps what a random forest leans on, curved relations too."),
            Choice("l1", "L1 weights", "Keeps what a sparse linear model leaves; drops most of what is redundant."),
            Choice("l2", "L2 weights", "Drops what a linear model weighs little; twins share their weight."),
        ),
    ),
    Step(
        "imbalance",
        "evaluation",
        "Rare classes",
        "What is done for classes with few rows while fitting; validation rows stay as they are.",
        (
            Choice("none", "Nothing", "Probabilities stay true to how common the classes are."),
            Choice("class_weight", "Class weights", "Every class weighs the same in sum; rare ones get likelier."),
            Choice("smote", "SMOTE", "Rows are made up between neighbours of a rare class, among training rows only."),
            Choice("cost", "Costs", "A mistake on a row of a class weighs as much as you say in costs."),
        ),
    ),
    Step(
        "calibration",
        "evaluation",
        "Calibration",
        "Corrects probabilities on inner folds by host, so that 90 % comes true nine times in ten; fits take six times "
        "as long.",
        (
            Choice("none", "None", "The model's own probabilities."),
            Choice("sigmoid", "Sigmoid", "One S-curve (Platt): safe for small tables."),
            Choice("isotonic", "Isotonic", "Any rising curve: follows more, and needs a thousand rows or so."),
            Choice("venn_abers", "Venn-Abers", "Two rising curves that enclose the truth: gives an interval as well."),
        ),
    ),
)
"""Every step, in the order in which a row passes through them."""

BY_FIELD = {step.field: step for step in STEPS}
