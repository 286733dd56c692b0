"""Print how much is found, repaired and wrongly changed: ``python -m tests.evaluation [--languagetool] [SET ...]``.

Each set is run as a user would run it, by ``shared/bench/score.py`` and ``mqm_bench.py``. Sets: ``seed``, ``gold``,
``wild``, ``wild_more``, ``clean``, ``mqm_2023_dev``, ``mqm_dev``, ``corpus2`` (clean text that no model was made
from), and the folders of ``tests/corpus``: ``damaged``, ``training``, ``heldback``, ``unread``. The last two are to
stay unread by those who tune: their scores are printed, their texts are not.
"""

from __future__ import annotations

import argparse
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.training.corpora import Part, paragraphs
from tests.training.examples import SHARED, Example, annotated, score

BENCH = SHARED / "bench"
SETS = ("seed", "gold", "wild", "wild_more", "clean", "heldback", "unread", "training", "damaged", "mqm_2023_dev")
NEVER_SHOWN = ("heldback", "unread")
COMMAND = f"{shlex.quote(sys.executable)} -m cleantext"


def main() -> None:
    """Score the sets that are named, or those of ``SETS``."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sets", nargs="*", metavar="SET", default=SETS)
    parser.add_argument("--languagetool", action="store_true")
    parser.add_argument("--extra", default="", help="further options for every run")
    parser.add_argument("--words", type=int, default=200_000, help="how much of corpus2 is read")
    parser.add_argument("-v", "--verbose", action="store_true", help="list misses, harm and false alarms")
    options = parser.parse_args()
    extra = f"--languagetool {'on' if options.languagetool else 'off'} {options.extra}"
    print("| set | found | repaired | at safe | harm | false alarms per 100 sentences | edits per 1,000 |")
    print("|---|---|---|---|---|---|---|")
    for name in options.sets:
        print(row(name, extra, options.words, options.verbose and name not in NEVER_SHOWN), flush=True)


def row(name: str, extra: str, words: int, verbose: bool) -> str:
    """One line of the table."""
    if name.startswith("mqm"):
        command = [sys.executable, str(BENCH / "mqm_bench.py"), str(BENCH / f"{name}.jsonl"), "--command", COMMAND]
        done = subprocess.run([*command, "--extra", extra], capture_output=True, text=True, check=True)
        return f"| {name} | `{done.stdout.strip().splitlines()[-1]}` |||||"
    if name in ("clean", "corpus2"):
        with tempfile.TemporaryDirectory() as folder:
            place = BENCH / "clean"
            if name == "corpus2":
                place = Path(folder)
                _write_clean(place, words)
            found: dict[str, Any] = score().score_clean(place, COMMAND, extra, verbose)
        alarms, edits = found["false_alarms_per_100_sentences"], found["automatic_edits_per_1000_sentences"]
        return f"| {name} ({found['sentences']} sentences) | | | | | {alarms} | {edits} |"
    found = _gold(list(annotated(name)), extra, verbose)
    return (
        f"| {name} ({found['artefacts']}) | {found['recall']} % | {found['repaired']} % | {found['auto_repaired']} % "
        f"| {found['harm']} | {found['false_alarms_per_100_sentences']} | |"
    )


def _gold(examples: Sequence[Example], extra: str, verbose: bool) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        sets = []
        for number, example in enumerate(examples):
            path = Path(folder, f"{number:03d}.txt")
            path.write_bytes(example.text.encode("utf-8", "surrogatepass"))
            gold = [
                {
                    **a.as_score(),
                    "certainty": "definite" if a.known else "probable",
                    "text": example.text[a.start : a.end],
                }
                for a in example.artefacts
            ]
            sets.append((path, gold))
        found: dict[str, Any] = score().score_gold(sets, COMMAND, extra, verbose)
        return found


def _write_clean(folder: Path, words: int) -> None:
    """Documents of twenty paragraphs from the part of each well-edited file that stays unread, by its size."""
    files = list(paragraphs(Part.UNREAD, well_edited=True))
    total = sum(len(line.split()) for _, lines in files for line in lines)
    share = min(1.0, words / total)
    for name, lines in files:
        kept = lines[: max(20, int(share * len(lines)))]
        for start in range(0, len(kept), 20):
            text = "\n\n".join(kept[start : start + 20])
            Path(folder, f"{name}-{start:05d}.txt").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
