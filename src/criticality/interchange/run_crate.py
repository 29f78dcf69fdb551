"""A record as a Process Run Crate 0.5 (RO-Crate 1.1): which software made which files from which inputs and sources.

Everything in it follows from record.json and from the bytes of the files beside it, so the same record gives the same
crate. There is no time of day: the record has none. Pages that are printed later are not described; SHA256SUMS is
their seal.
"""

import json
from collections.abc import Iterator, Mapping
from typing import NamedTuple
from urllib.parse import quote

from criticality.model.record import Record
from criticality.text.kept import in_both_languages
from criticality.text.message import Message
from criticality.text.phrases import both, in_both

CRATE = "ro-crate-metadata.json"
Entity = dict[str, object]
"""One node of the graph."""

_RO_CRATE = "https://w3id.org/ro/crate/1.1"
_PROFILE = "https://w3id.org/ro/wfrun/process/0.5"
_CONTEXT = f"{_RO_CRATE}/context"
_SOFTWARE = "#criticality"
_DOCUMENTS = ("assessment", "dimensions", "criteria", "weights", "scenario", "choices", "templates")
"""Parts of the inputs that stand in files of their own, beside the tables and the sources."""


class SealedFile(NamedTuple):
    """Size in bytes and SHA-256 of a file of the record."""

    size: int
    sha256: str


def crate_text(record: Record, files: Mapping[str, SealedFile]) -> str:
    """The text of ``ro-crate-metadata.json``.

    Parameters
    ----------
    record
        The record.
    files
        The record's own files by name, without the crate itself and without seals.
    """
    graph = [
        {
            "@id": CRATE,
            "@type": "CreativeWork",
            "about": {"@id": "./"},
            "conformsTo": {"@id": _RO_CRATE},
        },
        _root(record, files),
        {"@id": _PROFILE, "@type": "CreativeWork", "name": "Process Run Crate", "version": "0.5"},
        *_software(record),
        _action(record, files),
        *(_file(name, files[name]) for name in sorted(files)),
        *_inputs(record),
        *_sources(record),
    ]
    return json.dumps({"@context": _CONTEXT, "@graph": graph}, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def _root(record: Record, files: Mapping[str, SealedFile]) -> Entity:
    assessment = record["inputs"]["assessment"]
    root: Entity = {
        "@id": "./",
        "@type": "Dataset",
        "name": in_both(both(assessment["title"])),
        "description": _sentence(Message("crate.description", software=_version(record))),
        "identifier": record["run_id"],
        "datePublished": record["as_of"],
        "temporalCoverage": str(assessment["reference_year"]),
        "spatialCoverage": assessment["country"],
        "license": _sentence(Message("crate.licence")),
        "conformsTo": {"@id": _PROFILE},
        "hasPart": [{"@id": name} for name in sorted(files)],
        "mentions": {"@id": _action_id(record)},
        "citation": [{"@id": _source_id(name)} for name in sorted(record["inputs"]["sources"])],
    }
    if issuer := assessment.get("issuer"):
        root["publisher"] = in_both(both(issuer))
    return root


def _software(record: Record) -> Iterator[Entity]:
    environment = record["environment"]
    libraries = {**environment.get("libraries", {}), "python": environment.get("python")}
    needed = {name: version for name, version in sorted(libraries.items()) if version}
    yield {
        "@id": _SOFTWARE,
        "@type": "SoftwareApplication",
        "name": "criticality",
        "softwareVersion": record["software"]["criticality"],
        "license": {"@id": "https://spdx.org/licenses/Apache-2.0"},
        "operatingSystem": environment.get("platform", ""),
        "softwareRequirements": [{"@id": f"#{name}"} for name in needed],
    }
    yield {"@id": "https://spdx.org/licenses/Apache-2.0", "@type": "CreativeWork", "name": "Apache-2.0"}
    for name, version in needed.items():
        yield {"@id": f"#{name}", "@type": "SoftwareApplication", "name": name, "softwareVersion": version}


def _action(record: Record, files: Mapping[str, SealedFile]) -> Entity:
    assessment = record["inputs"]["paths"].get("assessment")
    return {
        "@id": _action_id(record),
        "@type": "CreateAction",
        "name": _sentence(Message("crate.action")),
        "description": f"criticality run {assessment or ''}".rstrip() + f"\n{_sentence(Message('crate.inputs'))}",
        "identifier": record["digest"],
        "instrument": {"@id": _SOFTWARE},
        "object": [{"@id": str(entity["@id"])} for entity in _inputs(record)],
        "result": [{"@id": name} for name in sorted(files)],
    }


def _file(name: str, file: SealedFile) -> Entity:
    stem, _, ending = name.rpartition("/")[2].rpartition(".")
    return {
        "@id": name,
        "@type": "File",
        "name": name,
        "description": _sentence(Message(f"crate.{stem}")),
        "encodingFormat": "text/csv" if ending == "csv" else "application/json",
        "contentSize": str(file.size),
        "sha256": file.sha256,
    }


def _inputs(record: Record) -> Iterator[Entity]:
    """The inputs, which stand in record.json: `identifier` is their place there, `name` their file where it is one."""
    inputs, paths = record["inputs"], record["inputs"]["paths"]
    places = [(f"inputs.{name}", paths.get(name) or name) for name in _DOCUMENTS if inputs.get(name)]
    places += [(f"inputs.data.{name}", f"data/{name}.csv") for name in sorted(inputs["data"])]
    for place, name in (*places, ("inputs.sources", "data/sources.yaml")):
        yield {
            "@id": f"#{place}",
            "@type": "CreativeWork",
            "name": name,
            "identifier": place,
            "isPartOf": {"@id": "record.json"},
        }


def _sources(record: Record) -> Iterator[Entity]:
    for name, source in sorted(record["inputs"]["sources"].items()):
        stated = {
            "name": source.get("title"),
            "publisher": source.get("publisher"),
            "datePublished": source.get("published"),
            "url": source.get("url"),
            "license": source.get("licence"),
            "identifier": f"https://doi.org/{doi}" if (doi := source.get("doi")) else None,
        }
        said = {key: str(value) for key, value in stated.items() if value}
        yield {"@id": _source_id(name), "@type": "CreativeWork", **said}


def _action_id(record: Record) -> str:
    return f"#run-{record['run_id']}"


def _source_id(name: str) -> str:
    return f"#source-{quote(name)}"


def _version(record: Record) -> str:
    return f"criticality {record['software']['criticality']}"


def _sentence(message: Message) -> str:
    """A sentence of this software in both languages, in the shipped words."""
    return in_both(in_both_languages(message))
