"""Which settings count: what was merely found can't send text, run code or reach elsewhere unless it is trusted."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from typer.testing import CliRunner

from cleantext.batch.configuration import configuration
from cleantext.cli.app import app
from cleantext.cli.options import KEY, settings_of
from cleantext.core.settings import Settings, SettingsError
from cleantext.storage.trust import config_dir, distrust, trust
from tests.tries import tries

RISKY = {
    "languagetool": "http://far.example",
    "proposer": "http://far.example/v1",
    "rules": ["own/"],
    "memory": "../memory.json",
    "baseline": "/elsewhere/baseline.json",
}
LINES = {key: f"{key} = {value!r}\n" for key, value in RISKY.items()}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "downloads/below").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "downloads/below")
    return tmp_path / "downloads"


def counts(found: Settings) -> set[str]:
    return {key for key in RISKY if getattr(found, key.replace("-", "_")) != getattr(Settings(), key.replace("-", "_"))}


@pytest.mark.parametrize("name", ["cleantext.toml", "pyproject.toml"])
def test_what_a_found_file_may_not_say_is_ignored_and_told(
    folder: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = "".join(LINES.values()) + 'ignore = ["consistency"]\n'
    (folder / name).write_text(lines if name == "cleantext.toml" else f"[tool.cleantext]\n{lines}")
    made = settings_of(None, quiet=False)
    assert counts(made) == set() and made.ignore == ["consistency"]
    assert capsys.readouterr().err == (
        f"settings: {folder / name}\ncleantext: {folder / name}: ignored languagetool, proposer, rules, "
        f"memory, baseline; to allow: cleantext trust {folder}\n"
    )
    assert counts(settings_of(folder / name)) == set(RISKY)  # it is named
    trust([folder.parent])
    assert counts(settings_of(None)) == set(RISKY)
    distrust([folder.parent])
    assert counts(settings_of(None)) == set()


def test_trust_goes_by_the_real_folder_and_not_by_its_name(folder: Path) -> None:
    (folder / "cleantext.toml").write_text(LINES["proposer"])
    trust([Path(f"{folder}x"), folder / "below"])
    assert configuration(Path.cwd()).ignored == ("proposer",)
    (folder.parent / "link").symlink_to(folder)
    trust([folder.parent / "link"])
    assert configuration(Path.cwd()).ignored == ()


@pytest.mark.parametrize(
    ("line", "ignored"),
    [
        ("languagetool = false", ()), ("languagetool = true", ()),
        ("memory = false", ()), ('memory = "kept/memory.json"', ()), ('memory = "/etc/memory.json"', ("memory",)),
        ('memory = "link/memory.json"', ("memory",)), ('memory = "a/../../memory.json"', ("memory",)),
        ("jobs = 2", ()),
    ],
)  # fmt: skip
def test_what_does_no_harm_counts(folder: Path, line: str, ignored: tuple[str, ...]) -> None:
    (folder / "link").symlink_to(folder.parent)
    (folder / "cleantext.toml").write_text(line)
    assert configuration(Path.cwd()).ignored == ignored


def test_the_users_own_file_counts_in_full_below_what_is_found(folder: Path) -> None:
    (config_dir() / "cleantext.toml").write_text(LINES["proposer"] + "jobs = 3\nmax-size = 7\n")
    (folder / "cleantext.toml").write_text('proposer = "http://other.example"\njobs = 1\n')
    made = configuration(Path.cwd())
    assert (made.settings.proposer, made.settings.jobs, made.settings.max_size) == ("http://far.example/v1", 1, 7)
    assert made.files == (folder / "cleantext.toml", config_dir() / "cleantext.toml")
    assert made.ignored == ("proposer",)


@pytest.mark.parametrize(
    ("users", "found", "given", "key"),
    [
        ("", "", {"proposer": "http://mine.example"}, "secret"),
        (LINES["proposer"], "", {}, "secret"),
        ("", LINES["proposer"], {}, None),
        (LINES["proposer"], 'proposer = "http://other.example"\n', {}, None),
        ("", LINES["proposer"], {"proposer": "http://mine.example"}, "secret"),
    ],
)  # fmt: skip
def test_the_key_goes_only_where_the_user_sends_it(
    folder: Path, monkeypatch: pytest.MonkeyPatch, users: str, found: str, given: dict[str, Any], key: str | None
) -> None:
    monkeypatch.setenv(KEY, "secret")
    (config_dir() / "cleantext.toml").write_text(users)
    (folder / "cleantext.toml").write_text(found)
    trust([folder])  # what is trusted may be sent text, and no key
    assert settings_of(None, **given).proposer_key == key


def test_a_key_is_no_setting_of_a_file(folder: Path) -> None:
    (folder / "cleantext.toml").write_text('proposer-key = "x"\n')
    with pytest.raises(SettingsError, match="unknown key 'proposer-key'"):
        configuration(Path.cwd())


def test_the_command_trusts_lists_and_takes_back(folder: Path) -> None:
    def said(*args: str) -> tuple[int, str]:
        done = CliRunner().invoke(app, ["trust", *args])
        return done.exit_code, done.output

    assert said() == (0, "")
    assert said(str(folder), ".") == (0, "")
    assert said() == (0, f"{folder}\n{folder / 'below'}\n")
    assert said("--remove", str(folder)) == (0, "") and said() == (0, f"{folder / 'below'}\n")
    assert isinstance(CliRunner().invoke(app, ["trust", "missing"]).exception, SettingsError)


TOML = st.one_of(
    st.text(), st.binary().map(lambda raw: raw.decode("latin-1")),
    st.lists(
        st.tuples(
            st.sampled_from([*RISKY, "tool", "level", "jobs", "language", "x", "languagetool-timeout"]),
            st.sampled_from(["1", "-1", '""', '"\\u0000"', "[1]", "[[]]", "{a = 1}", "true", "nan", "1979-05-27"]),
        )
    ).map(lambda pairs: "\n".join(f"{key} = {value}" for key, value in pairs)),
)  # fmt: skip


@tries(200)
@given(TOML)
@example("x = " + "[" * 200_000)
@example("tool = 1")
@example("[tool]\ncleantext = 1")
def test_any_settings_file_is_read_or_refused_in_one_line(content: str) -> None:
    for name in ("cleantext.toml", "pyproject.toml"):
        path = Path(os.environ["CLEANTEXT_CONFIG"]) / name
        path.write_text(content, encoding="utf-8", errors="surrogatepass")
        try:
            configuration(path.parent)
        except SettingsError as error:
            assert "\n" not in str(error)
