"""`make rules`: which rule of the domain which test shows, and whether it passed."""

import json
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest
import yaml

RULES: dict[str, str] = yaml.safe_load(Path("tests/rules.yaml").read_text(encoding="utf-8"))
MOST_IDS = 3


class Collector:
    """Listens to a test run and keeps what became of the tests that carry rules."""

    def __init__(self) -> None:
        self.ids: dict[str, tuple[str, ...]] = {}
        self.outcomes: dict[str, str] = {}

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        for item in items:
            ids = tuple(name for mark in item.iter_markers("rule") for name in mark.args)
            assert len(ids) <= MOST_IDS, f"{item.nodeid} carries {len(ids)} rules"
            assert set(ids) <= set(RULES), f"{item.nodeid}: {ids}"
            if ids:
                self.ids[item.nodeid] = ids
        items[:] = [item for item in items if item.nodeid in self.ids]

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            self.outcomes[report.nodeid] = "failed"
        elif report.when == "call" and report.passed:
            asked = dict(report.user_properties).get("requests")
            self.outcomes[report.nodeid] = "passed" if asked else "sent no request"
        elif report.skipped:
            self.outcomes[report.nodeid] = "skipped"


def table(collector: Collector) -> list[dict[str, Any]]:
    """One row a rule: passed, failed, or missing where no test that drove the product shows it."""
    shown: dict[str, list[str]] = defaultdict(list)
    for test, ids in collector.ids.items():
        for name in ids:
            shown[name].append(test)
    rows = []
    for name, behaviour in RULES.items():
        outcomes = {collector.outcomes.get(test, "missing") for test in shown[name]}
        status = "failed" if "failed" in outcomes else "passed" if "passed" in outcomes else "missing"
        rows.append({"id": name, "behaviour": behaviour, "tests": sorted(shown[name]), "status": status})
    return rows


def main(arguments: list[str]) -> int:
    """Run the tests that carry rules, print the table, and write it as JSON where asked."""
    collector = Collector()
    pytest.main(["--quiet", "--no-header", "-p", "no:cacheprovider"], plugins=[collector])
    rows = table(collector)
    for row in rows:
        print(f"{row['id']:6} {row['status']:8} {len(row['tests']):2} tests  {row['behaviour']}")
    counts = {status: sum(row["status"] == status for row in rows) for status in ("passed", "failed", "missing")}
    print(", ".join(f"{count} {status}" for status, count in counts.items()), f"of {len(rows)}")
    if arguments:
        Path(arguments[0]).write_text(json.dumps(rows, ensure_ascii=False, indent=1), encoding="utf-8")
    return 1 if counts["failed"] else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
