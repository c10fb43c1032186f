"""The tools' records, and what the last run of each tool printed: held to the schema, to each other and to the library, without a run."""

import json
import re

import pytest

from rosetta.check import faults, measured
from rosetta.records import FOLDER, MARK, read, records, results, shown
from tests.conftest import ROOT, accept

TOOLS, TRAPS, RESULTS = records("tools"), records("traps"), results()
RAN = {key: record for key, record in (TOOLS | TRAPS).items() if "quoted" not in record}


def result(record):
    return RESULTS[record["kind"] + "s"][record["key"]]


def source(record):
    return " ".join(record["script"].read_text(encoding="utf-8").split())


@pytest.mark.parametrize(("kind", "known"), [("tools", TOOLS), ("traps", TRAPS)])
def test_every_record_has_its_script_and_its_result(kind, known):
    ran, results = {key for key in known if key in RAN}, set(RESULTS[kind])
    scripts = {path.stem for path in (FOLDER / kind).iterdir() if path.suffix != ".toml"}
    missing = {"script": ran - scripts, "record": (scripts | results) - set(known), "result; run it": ran - results}
    accept(f"{kind}/{key}: has no {what}" for what, keys in missing.items() for key in keys)


@pytest.mark.parametrize("key", RAN)
def test_what_a_tool_printed_is_what_its_record_says(key):
    assert list(faults(RAN[key], result(RAN[key])["cases"])) == []


@pytest.mark.parametrize("key", [key for key in TOOLS if key in RAN])
def test_calls_and_conversions_stand_in_the_script(key):
    text = source(TOOLS[key])
    for case in TOOLS[key]["cases"]:
        assert " ".join(case["call"].split()) in text
        assert " ".join(case.get("conversion", "").split()) in text


@pytest.mark.parametrize("key", [key for key in TOOLS if key in RAN])
def test_a_stated_closeness_is_not_much_looser_than_what_was_measured(key):
    cases = result(TOOLS[key])["cases"]
    for case in TOOLS[key]["cases"]:
        if "within" in case:
            assert case["within"] <= 100 * max(measured(case, cases[case["name"]]["numbers"])["error"], 1e-14)


@pytest.mark.parametrize("key", RAN)
def test_lines_for_the_machine_can_be_left_out_of_a_script(key):
    lines = [line for line in RAN[key]["script"].read_text(encoding="utf-8").splitlines() if MARK in line]
    assert all(line.count(opening) == line.count(closing) for line in lines for opening, closing in ("()", "[]", "{}"))
    assert MARK not in shown(RAN[key])


def test_the_same_fit_twice_lists_the_script_and_quotes_what_it_printed():
    """Chapter 3 has R's output as strings whose names begin with r_, which its own checks hold against the library."""
    trap = TRAPS["two-column-response"]
    page = json.loads((ROOT / "chapters/two-classes/the-same-fit-twice.ipynb").read_text(encoding="utf-8"))
    cells = ["".join(cell["source"]) for cell in page["cells"]]
    assert any(f"```r\n{shown(trap)}```" in cell for cell in cells)
    printed = {line for case in result(trap)["cases"].values() for line in case["printed"]}
    quoted = [text for cell in cells for text in re.findall(r'^r_\w+ = """\\\n(.*?)"""$', cell, re.MULTILINE | re.DOTALL)]
    assert len(quoted) == 4
    assert not {line for text in quoted for line in text.splitlines()} - printed - {""}


def test_a_mark_finds_no_printout_whose_numbers_mean_something_else():
    """What the converter knows a tool by. Two tools may print alike, if it is the same thing."""
    texts = {key: "\n\n".join("\n".join(case["printed"]) for case in run["cases"].values()) for key, run in RESULTS["tools"].items()}
    meant = {key: {(case["form"]["columns"], case["name"][:3]) for case in record["cases"]} for key, record in TOOLS.items()}
    for key, record in TOOLS.items():
        for mark in record.get("marks", []):
            found = {other for other, text in texts.items() if re.search(mark, text, re.MULTILINE)}
            assert all(meant[other] & meant[key] for other in found), (key, mark, found)
            assert key in found or not found or "quoted" in record or record["form"]["layout"] == "arrays", (key, mark, found)


def test_a_trap_names_tools_that_there_are():
    for trap in TRAPS.values():
        assert trap["tools"]
        assert set(trap["tools"]) <= TOOLS.keys()


def test_a_record_that_does_not_keep_to_the_schema_is_refused(tmp_path):
    folder = tmp_path / "tools"
    folder.mkdir()
    (folder / "new.toml").write_text('name = "new"\nshape = "a vector"\n', encoding="utf-8")
    with pytest.raises(ValueError, match=r"tools/new\.toml"):
        read(folder / "new.toml")
