"""What other tools read of us: the man page, pre-commit's hooks, GitHub's action, the pages of the site."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import typer
import yaml

from cleantext.cli.app import app
from cleantext.cli.manual import SHELLS, written
from cleantext.cli.site import pages
from cleantext.rulebook.load import load_shipped
from tests.cli.test_commands import BAD, GOOD

ROOT = Path(__file__).parents[2]
SHELL = ROOT / "cleantext/cli/shell"


def options(group: Any, called: str) -> dict[str, set[str]]:
    """The options of all commands by command."""
    context = group.make_context(called, [], resilient_parsing=True)
    found: dict[str, set[str]] = {}
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if hasattr(command, "list_commands"):
            found |= options(command, f"{called} {name}")
        else:
            found[f"{called} {name}"] = {o for p in command.params for o in p.opts if o.startswith("--")} - {"--help"}
    return found


def test_the_man_page_names_every_command_and_option() -> None:
    text = (SHELL / "cleantext.1").read_text().replace("\\-", "-")
    for command, names in options(typer.main.get_command(app), "cleantext").items():
        (part,) = re.findall(rf"^\.SS {command}(?: .*)?\n((?:.|\n(?!\.S))*)", text, re.MULTILINE)
        assert not {name for name in names if name not in part}, f"{command}: see CONTRIBUTING, Documentation"


def test_the_completions_are_those_of_the_commands() -> None:
    for name in SHELLS:
        assert "_CLEANTEXT_COMPLETE" in (SHELL / name).read_text()
    assert set(written()) == {path.name for path in SHELL.iterdir()}
    env = os.environ | {"_CLEANTEXT_COMPLETE": "complete_bash", "COMP_WORDS": "cleantext cl", "COMP_CWORD": "1"}
    start = "import sys; sys.argv[0] = 'cleantext'; from cleantext.__main__ import main; main()"
    done = subprocess.run([sys.executable, "-c", start], env=env, capture_output=True, text=True, check=False)
    assert done.stdout.split() == ["clean"]


@pytest.fixture
def command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with an article, where ``cleantext`` is a command and ``python -m pip`` does nothing."""
    scripts = tmp_path / "bin"
    scripts.mkdir()
    (scripts / "cleantext").write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m cleantext "$@"\n')
    (scripts / "python").write_text("#!/bin/sh\nexit 0\n")
    for script in scripts.iterdir():
        script.chmod(0o755)
    monkeypatch.setenv("PATH", f"{scripts}{os.pathsep}{os.environ['PATH']}")
    (tmp_path / "a.txt").write_text(BAD)
    return tmp_path


@pytest.mark.slow
def test_the_hooks_of_pre_commit_find_and_repair(command: Path) -> None:
    hooks = {hook["id"]: hook for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())}
    for name, code, content in (("cleantext", 1, BAD), ("cleantext-fix", 0, GOOD)):
        hook = hooks[name]
        assert re.search(hook["files"], "texts/a.txt") and not re.search(hook["files"], "a.py")
        done = subprocess.run([*shlex.split(hook["entry"]), *hook["args"], "a.txt"], cwd=command, check=False)
        assert (done.returncode, (command / "a.txt").read_text()) == (code, content)


@pytest.mark.slow
def test_the_action_annotates_what_it_finds(command: Path) -> None:
    action = yaml.safe_load((ROOT / "action.yml").read_text())
    (step,) = (step for step in action["runs"]["steps"] if "run" in step)
    given = {name.upper(): value["default"] for name, value in action["inputs"].items()}
    assert set(step["env"]) == set(given)
    done = subprocess.run(
        ["bash", "-e", "-c", step["run"]],
        env=os.environ | given,
        cwd=command,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1 and done.stdout.startswith("::error file=a.txt,line=1")


def test_every_rule_has_a_page_with_its_examples() -> None:
    listed = list(pages(ROOT))
    made = dict(listed)
    rules = load_shipped().rules
    assert len(made) == len(listed) > len(rules)
    for packed in rules:
        page = made[f"rules/{packed.pack}/{packed.rule.id}.md"]
        for example in packed.rule.examples:
            assert all(text.rstrip() in page for text in (example.bad, example.good, example.ok) if text)
    assert "cleantext.clean" in made["library.md"] and made["index.md"].startswith("# cleantext")
