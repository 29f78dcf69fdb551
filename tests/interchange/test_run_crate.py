"""A record as a Process Run Crate: what it names is there, it is sealed, and the record alone makes it."""

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from criticality.errors import RecordError
from criticality.interchange.run_crate import CRATE
from criticality.records.store import read_record
from forging import OWN, SUMS, fresh, older, remake_sums, workspace_of
from workspace_builder import criticality

ROOT, RUN = "./", "#run-"


@pytest.fixture
def record(tmp_path: Path) -> Path:
    return fresh(tmp_path)


def graph(folder: Path) -> dict[str, Any]:
    crate = json.loads((folder / CRATE).read_text("utf-8"))
    assert crate["@context"] == "https://w3id.org/ro/crate/1.1/context"
    found = {entity["@id"]: entity for entity in crate["@graph"]}
    assert len(found) == len(crate["@graph"])
    return found


def named(value: object) -> list[str]:
    if isinstance(value, list):
        return [name for inside in value for name in named(inside)]
    return [value["@id"]] if isinstance(value, dict) else []


def test_the_descriptor_and_the_root_are_those_of_the_two_specifications(record: Path) -> None:
    found = graph(record)
    assert found[CRATE]["conformsTo"] == {"@id": "https://w3id.org/ro/crate/1.1"}
    assert found[CRATE]["about"] == {"@id": ROOT}
    assert found[ROOT]["conformsTo"] == {"@id": "https://w3id.org/ro/wfrun/process/0.5"}
    assert found[ROOT]["datePublished"] == read_record(record)["as_of"]
    assert all(found[ROOT][key] for key in ("name", "description", "license", "identifier"))


def test_every_name_is_an_entity_or_lies_outside_the_crate(record: Path) -> None:
    found = graph(record)
    for entity in found.values():
        for key, value in entity.items():
            outside = key == "conformsTo" and entity["@id"] == CRATE
            assert outside or set(named(value)) <= found.keys(), (entity["@id"], key)


def test_every_file_of_the_record_is_described_with_its_size_and_digest(record: Path) -> None:
    found = graph(record)
    files = {name for name, entity in found.items() if entity["@type"] == "File"}
    sealed = {line.split("  ")[1] for line in (record / OWN).read_text("utf-8").splitlines()}
    assert files == sealed - {CRATE} == set(named(found[ROOT]["hasPart"]))
    for name in files:
        content = (record / name).read_bytes()
        assert (found[name]["contentSize"], found[name]["sha256"]) == (
            str(len(content)),
            hashlib.sha256(content).hexdigest(),
        )


def test_the_run_says_which_software_made_which_files_from_what(record: Path) -> None:
    found, content = graph(record), read_record(record)
    run = found[RUN + record.name]
    assert found[ROOT]["mentions"] == {"@id": run["@id"]}
    assert found[run["instrument"]["@id"]]["softwareVersion"] == content["software"]["criticality"]
    assert run["identifier"] == content["digest"]
    assert set(named(run["result"])) == set(named(found[ROOT]["hasPart"]))
    places = {found[name]["identifier"]: found[name]["name"] for name in named(run["object"])}
    assert places["inputs.assessment"] == "assessments/atlantis-2024.yaml"
    assert places["inputs.data.production"] == "data/production.csv"
    for place in places:
        inside: Any = content
        for key in place.split("."):
            inside = inside[key]
        assert inside


def test_the_sources_of_the_figures_are_cited(record: Path) -> None:
    found = graph(record)
    source = found["#source-breath_of_furnaces_2023"]
    assert source["name"] == "The breath of furnaces"
    assert (source["identifier"], source["license"]) == ("https://doi.org/10.5555/furnaces", "free to copy")
    assert len(named(found[ROOT]["citation"])) == len(read_record(record)["inputs"]["sources"])


def test_the_same_inputs_give_the_same_bytes_without_a_clock(record: Path, tmp_path: Path) -> None:
    other = fresh(tmp_path / "another")
    assert (record / CRATE).read_bytes() == (other / CRATE).read_bytes()
    assert not [key for entity in graph(record).values() for key in entity if key.endswith("Time")]


def test_it_is_inside_both_seals_and_verify_says_so(record: Path) -> None:
    for seal in (SUMS, OWN):
        assert f"  {CRATE}\n" in (record / seal).read_text("utf-8")
    outcome = criticality("verify", record.name, "--workspace", workspace_of(record))
    assert outcome.code == 0, outcome.said
    assert CRATE in outcome.out


def test_an_altered_crate_is_told_also_with_sums_made_anew(record: Path) -> None:
    path = record / CRATE
    path.write_text(path.read_text("utf-8").replace("Process Run Crate", "Process Run Grate"), "utf-8")
    with pytest.raises(RecordError, match=r"ro-crate-metadata\.json is not what was written"):
        read_record(record)
    remake_sums(record)
    with pytest.raises(RecordError, match=r"ro-crate-metadata\.json: it is not what record\.json gives: .*Grate"):
        read_record(record)


def test_a_crate_that_no_seal_names_is_told(tmp_path: Path) -> None:
    folder = older(tmp_path, "0.5.0")
    assert read_record(folder)
    (folder / CRATE).write_text("{}", "utf-8")
    with pytest.raises(RecordError, match=r"ro-crate-metadata\.json is not named in SHA256SUMS"):
        read_record(folder)


READ = """
import sys
from rocrate.rocrate import ROCrate
crate = ROCrate(sys.argv[1])
action, = (entity for entity in crate.get_entities() if entity.type == "CreateAction")
print(crate.root_dataset["conformsTo"].id, action["instrument"]["softwareVersion"], len(action["result"]))
print(*sorted(entity.id for entity in crate.data_entities))
"""


@pytest.mark.slow
def test_the_reader_of_the_makers_of_ro_crate_reads_it(record: Path) -> None:
    from oracles import said_by

    first, files = said_by(READ, record).splitlines()
    found = graph(record)
    assert set(files.split()) == set(named(found[ROOT]["hasPart"]))
    version = read_record(record)["software"]["criticality"]
    assert first == f"https://w3id.org/ro/wfrun/process/0.5 {version} {len(files.split())}"
