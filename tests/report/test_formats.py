"""The report for other programs: SARIF, GitHub's annotations, Markdown and CriticMarkup."""

from __future__ import annotations

import json
import os
from typing import Any
from urllib.parse import unquote_to_bytes

import jsonschema
import pytest
import regex
from hypothesis import example, given
from hypothesis import strategies as st

from cleantext.core.edit import apply_edits
from cleantext.engine import Level
from cleantext.report import criticmarkup, github, markdown, sarif
from cleantext.report.build import failed, file_report
from cleantext.report.marks import marks
from cleantext.report.model import FileReport, Report
from cleantext.report.visible import visible
from tests.test_engine import TEXTS, examined
from tests.tries import tries

HOSTILE = [
    "a|b`c``d.txt",
    "<img src=x>,:%0A.txt",
    "@everyone #1\n::error::.txt",
    "a\udcff b.txt",
    "c:d/e.txt",
    "/tmp/é.txt",
    "a\x1b]8;;evil\x07b\x9b31m.txt",
]
NAMES = st.sampled_from(HOSTILE)

# What SARIF 2.1.0 requires of what we write, and no property that it doesn't know. A whole log was held against the
# schema of OASIS by hand; that is too large to carry along.
STRING = {"type": "string"}
POSITION = {"type": "integer", "minimum": 1}


def thing(required: str = "", /, **properties: object) -> dict[str, Any]:
    return {
        "type": "object", "required": required.split(), "properties": properties, "additionalProperties": False,
    }  # fmt: skip


def several(content: object) -> dict[str, Any]:
    return {"type": "array", "items": content}


MESSAGE = thing("text", text={"type": "string", "minLength": 1})
LEVEL = {"enum": ["none", "note", "warning", "error"]}
ARTIFACT = thing("uri", uri={"type": "string", "pattern": r"^[\w./~%:-]+$"}, index={"type": "integer", "minimum": 0})
REGION = thing(
    "startLine startColumn endLine endColumn",
    startLine=POSITION, startColumn=POSITION, endLine=POSITION, endColumn=POSITION,
)  # fmt: skip
LOCATION = thing(
    "physicalLocation", physicalLocation=thing("artifactLocation", artifactLocation=ARTIFACT, region=REGION)
)
CHANGE = thing(
    "artifactLocation replacements",
    artifactLocation=ARTIFACT,
    replacements=several(thing("deletedRegion", deletedRegion=REGION, insertedContent=thing(text=STRING))),
)
RESULT = thing(
    "message ruleId ruleIndex level locations",
    message=MESSAGE, ruleId=STRING, ruleIndex={"type": "integer", "minimum": 0}, level=LEVEL,
    locations=several(LOCATION), partialFingerprints={"type": "object"}, properties={"type": "object"},
    rank={"type": "number", "minimum": 0, "maximum": 100},
    suppressions=several(thing("kind", kind={"enum": ["inSource", "external"]})),
    fixes=several(thing("artifactChanges", description=MESSAGE, artifactChanges=several(CHANGE))),
)  # fmt: skip
RULE = thing(
    "id", id=STRING, shortDescription=MESSAGE, fullDescription=MESSAGE, defaultConfiguration=thing(level=LEVEL),
    properties=thing(tags=several(STRING)),
)  # fmt: skip
RUN = thing(
    "tool results",
    tool=thing("driver", driver=thing("name", name=STRING, version=STRING, rules=several(RULE))),
    invocations=several(thing(
        "executionSuccessful", executionSuccessful={"type": "boolean"},
        toolExecutionNotifications=several(thing("message", message=MESSAGE, level=LEVEL, locations=several(LOCATION))),
    )),
    columnKind={"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
    artifacts=several(thing(location=ARTIFACT, encoding=STRING)),
    results=several(RESULT),
)  # fmt: skip
LOG = thing("version runs", **{"$schema": STRING}, version={"const": "2.1.0"}, runs=several(RUN))


def report(*files: FileReport) -> Report:
    return Report(cleantext="0", level="safe", checkers={}, rules="", files=files, notes=("a note\n<b>",))


@tries(60)
@given(TEXTS, NAMES, st.sampled_from([Level.SAFE, Level.NONE]))
def test_sarif_is_valid_and_its_regions_and_fixes_are_those_of_the_report(text: str, name: str, level: Level) -> None:
    file = file_report(name, examined(text, level), None)
    log = json.loads(sarif.render(report(file, failed("b", "is broken")), {name: text}))
    jsonschema.validate(log, LOG)
    run = log["runs"][0]
    assert [artifact["location"]["uri"] for artifact in run["artifacts"]].index("b") in (0, 1)
    starts = [0, *(m.end() for m in regex.finditer(r"\r\n|\r|\n", text))]

    def cut(region: dict[str, int]) -> tuple[int, int]:
        at = [starts[region[f"{side}Line"] - 1] + region[f"{side}Column"] - 1 for side in ("start", "end")]
        return at[0], at[1]

    for result, finding in zip(run["results"], file.findings, strict=True):
        place = result["locations"][0]["physicalLocation"]
        assert cut(place["region"]) == (finding.start, finding.end)
        uri = place["artifactLocation"]["uri"].removeprefix("file://")
        assert unquote_to_bytes(uri) in (os.fsencode(name), b"./" + os.fsencode(name))
        assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == finding.rule
        wanted = [*([finding.fix] if finding.fix else []), *finding.alternatives]
        given = [
            [
                (*cut(r["deletedRegion"]), r["insertedContent"]["text"])
                for r in fix["artifactChanges"][0]["replacements"]
            ]
            for fix in result.get("fixes", [])
        ]
        assert given == [[(e.start, e.end, e.replacement) for e in fix.edits] for fix in wanted]


@tries(60)
@given(TEXTS, NAMES)
@example("“we stay\xad .", "a.txt")  # what can't be seen is written out
def test_github_gets_one_command_a_line_with_our_path_line_and_message(text: str, name: str) -> None:
    file = file_report(name, examined(text, Level.SAFE), None)
    lines = github.render(report(file), {name: text}).split("\n")[:-1]
    assert len(lines) == len(file.findings)
    for line, finding in zip(lines, file.findings, strict=True):
        found = regex.fullmatch(
            r"::(error|warning|notice) file=([^,:\n]*),line=(\d+),endLine=\d+(,[^:]*)?::([^\n\r]*)", line
        )
        assert found is not None, line
        assert unescaped(found[2]) == regex.sub(r"[^\n]+", lambda part: visible(part[0]), name)
        assert int(found[3]) == finding.line
        assert visible(finding.message) in unescaped(found[5])


def unescaped(text: str) -> str:
    for code in ("0D", "0A", "3A", "2C", "25"):
        text = text.replace("%" + code, chr(int(code, 16)))
    return text


@tries(60)
@given(
    st.lists(st.sampled_from([*"|`<@#*\\", "\n", " . ", "that that ", ",,", "The end"]), max_size=20).map("".join),
    NAMES,
)
def test_markdown_keeps_documents_in_code_spans(text: str, name: str) -> None:
    shown = markdown.render(
        report(file_report(name, examined(text, Level.SAFE), None), failed(name, "is | broken")), {name: text}
    )
    assert shown.startswith("## cleantext\n")
    columns = 0
    for line in shown.split("\n"):
        plain = regex.sub(r"(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)", "", line)
        assert not set(plain) & set("@`#\\") or line == "## cleantext", line
        assert "<" not in regex.sub(r"</?(details|summary|sub)>", "", plain)
        cells = len(regex.findall(r"(?<!\\)\|", line))
        assert not line.startswith("|") or cells == (columns or cells)
        columns = cells if line.startswith("|") else 0


@pytest.mark.slow
def test_markdown_is_one_page_however_much_there_is() -> None:
    text = "\n".join(f"The end came, , late in {year}. . He said that that was all." for year in range(1000, 1400))
    files = [file_report(f"{number:03}.txt", examined(text[:4000], Level.NONE), None) for number in range(60)]
    shown = markdown.render(report(*files), {file.path: text for file in files})
    assert shown.count("\n") < 90 and "… and 45 more files." in shown and "more places" in shown


CRITIC = regex.compile(r"\{~~(.*?)~>(.*?)~~\}|\{--(.*?)--\}|\{\+\+(.*?)\+\+\}|\{==(.*?)==\}|\{>>.*?<<\}", regex.DOTALL)


@tries(150)
@given(TEXTS, st.sampled_from(list(Level)))
def test_criticmarkup_rejected_is_the_source_and_accepted_is_all_that_is_shown(text: str, level: Level) -> None:
    file = file_report("a.txt", examined(text, level), None)
    shown = criticmarkup.render(report(file), {"a.txt": text})
    assert CRITIC.sub(lambda m: (m[1] or "") + (m[3] or "") + (m[5] or ""), shown) == text
    accepted = CRITIC.sub(lambda m: (m[2] or "") + (m[4] or "") + (m[5] or ""), shown)
    assert accepted == apply_edits(text, (mark.edit for mark in marks(file, text)))
    for finding in file.findings:
        assert f"{{>>{finding.rule}, " in shown


@pytest.mark.parametrize(
    ("text", "becomes"),
    [
        ("Plain.", "Plain."),
        ("It {++is++} so {>>here<<}.", r"It \{++is++\} so \{>>here<<\}."),
        ("a~>b {--x--} {==", r"a\~>b \{--x--\} \{=="),
    ],
)
def test_criticmarkup_of_a_text_that_holds_its_marks(text: str, becomes: str) -> None:
    shown = criticmarkup.render(report(file_report("a.txt", examined(text, Level.NONE), None)), {"a.txt": text})
    assert shown == becomes
