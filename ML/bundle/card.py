"""The texts of a bundle: README and model card, written from the recorded facts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

README = """\
{title}
{line}

A trained model of run {run_id}, to be used without the program that trained it.

  pip install -r requirements.txt             numpy and onnxruntime, nothing else
  python predict.py rows.csv > answers.csv    answer rows
  python verify.py                            check every file and the recorded answers

  pip install -r requirements-training.txt    besides, the libraries that trained it
  python reproduce.py                         train again, in the same folds, and compare the metrics

Any Python that has these versions will do (it was made with {python}); a virtual environment keeps them apart from
others: python -m venv own && . own/bin/activate

model.onnx      the classifier, from encoded rows to probabilities (ONNX, double precision)
form.json       columns, and every step before and behind the classifier, as numbers
metadata.json   features, units, classes, parameters, hashes, versions, metrics with intervals
model_card.md   what it is good for, and what not
examples.json   rows with the answers of the trained model
training.parquet, plan.json   what it was trained on, and how
model.joblib    the fitted pipeline itself. It is a pickle: loading it runs code, so check its sha256 first
                (SHA256SUMS), and load it with source/ on the path: sys.path.insert(0, "source"); it needs
                requirements-training.txt
source/         the code that trained it (MIT licence)
SHA256SUMS      sha256 of every file
"""


def readme(metadata: Mapping[str, Any]) -> str:
    """Return README.txt."""
    title = f"{metadata['model']['title']} on {metadata['data']['dataset']}"
    return README.format(
        title=title, line="=" * len(title), run_id=metadata["run_id"], python=metadata["versions"]["python"]
    )


def model_card(metadata: Mapping[str, Any]) -> str:
    """Return model_card.md: the model in words, with every number beside its interval."""
    data, model = metadata["data"], metadata["model"]
    names = ", ".join(column["name"] for column in metadata["features"])
    return "\n".join(
        [
            f"# {model['title']} on {data['dataset']}",
            "",
            f"Trained on {data['rows']:,} decided objects around {data['hosts']:,} stars "
            f"(snapshot {data['snapshot']}, sha256 `{data['sha256']}`).",
            f"Task: {metadata['task']}; classes: {', '.join(metadata['classes'])}.",
            "",
            "## How good it is",
            _split(metadata["split"]),
            "",
            "| metric | value | 95 % interval | majority class |",
            "|---|---|---|---|",
            *_metrics(metadata),
            "",
            "## What it is for",
            "Ranking candidates of the same survey for a person to look at. Its probabilities speak of objects like "
            "those that it was trained on; it confirms nothing.",
            "",
            "## What to be careful about",
            *[f"- {entry['text']}" for entry in metadata["warnings"]],
            "- Objects of other missions, and values outside the training range, were never judged.",
            "",
            "## Inputs",
            f"{len(metadata['features'])} columns: {names}. Units stand in metadata.json.",
            "",
            "## Where the data come from",
            data.get("citation") or "A table of the person who trained it.",
            "",
            f"Licence: {data.get('licence') or 'as its owner decides'}.",
            "",
        ]
    )


def _split(split: Mapping[str, Any]) -> str:
    how = f"{split['folds']} folds" if split["method"] == "cv" else f"a holdout of {split['test_size']:.0%}"
    apart = "no star stands on both sides" if split["group_by_host"] else "rows of one star may stand on both sides"
    return f"Every number is from objects that the judging model had not seen: {how}, {apart}."


def _metrics(metadata: Mapping[str, Any]) -> list[str]:
    plain = metadata["baselines"].get("majority", {})
    return [
        f"| {name} | {_said(entry['value'])} | {_said(entry['low'])} to {_said(entry['high'])} "
        f"| {_said(plain.get(name))} |"
        for name, entry in metadata["metrics"].items()
    ]


def _said(value: float | None) -> str:
    return "–" if value is None else f"{value:.4f}"
