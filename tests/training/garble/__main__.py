"""Train the garble model, measure it, and print its card.

    pip install -e '.[train]'
    python -m tests.training.garble train       # writes cleantext/garble/weights.npz
    python -m tests.training.garble evaluate    # prints the acceptance figures of the shipped weights
    python -m tests.training.garble card        # prints MODEL_CARD.md, with the comparison; trains the baselines
    python -m tests.training.garble ceiling     # prints what a pretrained language model and others' outputs tell

Prose comes from ``../shared``, or from where ``CLEANTEXT_SHARED`` points.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import Annotated

import typer

from cleantext.garble.judgement import WEIGHTS
from tests.training.garble import run

app = typer.Typer(add_completion=False, no_args_is_help=True, help=__doc__.split("\n")[0])


@app.command()
def train(
    out: Annotated[Path, typer.Option(help="Where to write the weights.")] = WEIGHTS,
    cycles: Annotated[
        int, typer.Option(min=1, max=len(run.CYCLES), help="How often the learning rate falls from high to nothing.")
    ] = len(run.CYCLES),
    seed: Annotated[int, typer.Option(help="The seed of everything random.")] = run.SEED,
) -> None:
    """Train on all books but one and write the weights."""
    started = time.monotonic()
    run.train(out, cycles=cycles, seed=seed, report=lambda line: print(line, file=sys.stderr, flush=True))
    print(f"{out}: {out.stat().st_size / 1e6:.1f} MB after {(time.monotonic() - started) / 60:.0f} minutes")


@app.command()
def evaluate(weights: Annotated[Path, typer.Option(help="The weights to measure.")] = WEIGHTS) -> None:
    """Print the acceptance figures."""
    print(run.acceptance(weights))


@app.command()
def card(weights: Annotated[Path, typer.Option(help="The weights that the card is about.")] = WEIGHTS) -> None:
    """Print the model card."""
    print(run.card(weights))


@app.command()
def ceiling(weights: Annotated[Path, typer.Option(help="The weights to measure.")] = WEIGHTS) -> None:
    """Print how well annotated translations can be told apart by other means."""
    print(run.ceiling(weights))


if __name__ == "__main__":
    app()
