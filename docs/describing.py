"""What describes the project to other programs: data/datapackage.json, codemeta.json and datacite.json.

The first is made from the tables and the sources, the other two from CITATION.cff and pyproject.toml, so that a release
changes its version in these alone. `docs/generate.py` writes them.
"""

import json
import tomllib
from pathlib import Path
from typing import Any

import yaml

from criticality.interchange.data_package import PACKAGE, data_package, package_text
from criticality.interchange.described import described_table
from criticality.model.dataset import TABLES
from criticality.model.document import Source

ROOT = Path(__file__).resolve().parent.parent
LICENCE = "https://spdx.org/licenses/Apache-2.0"


def descriptions() -> dict[str, str]:
    """Path in the project → text of every description."""
    cited = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    return {
        PACKAGE: package_text(_package(ROOT, str(project["version"]))),
        "codemeta.json": _written(_codemeta(cited, project)),
        "datacite.json": _written(_datacite(cited)),
    }


def _package(root: Path, version: str) -> dict[str, Any]:
    stated = yaml.safe_load((root / "data/sources.yaml").read_text("utf-8"))
    sources = {name: Source.model_validate(source) for name, source in stated.items()}
    found = [table for table in TABLES.values() if (root / table.path).is_file()]
    tables = {table.name: described_table(root / table.path, table) for table in found}
    return data_package("Figures behind Taiwan's list of critical minerals", version, tables, sources)


def _codemeta(cited: dict[str, Any], project: dict[str, Any]) -> dict[str, Any]:
    """CodeMeta 3.0, for registries of software."""
    return {
        "@context": "https://w3id.org/codemeta/3.0",
        "type": "SoftwareSourceCode",
        "name": cited["title"],
        "description": cited["abstract"],
        "version": cited["version"],
        "datePublished": str(cited["date-released"]),
        "license": LICENCE,
        "author": [{"type": "Organization", "name": author["name"]} for author in cited["authors"]],
        "keywords": cited["keywords"],
        "programmingLanguage": "Python",
        "runtimePlatform": f"Python {project['requires-python']}",
        "operatingSystem": "Linux",
        "softwareRequirements": project["dependencies"],
        "releaseNotes": "CHANGELOG.md",
        "readme": "README.md",
        "softwareHelp": "docs/README.md",
    }


def _datacite(cited: dict[str, Any]) -> dict[str, Any]:
    """DataCite 4, for an archive that gives the release a DOI; until then there is no identifier."""
    year = int(str(cited["date-released"])[:4])
    return {
        "schemaVersion": "http://datacite.org/schema/kernel-4",
        "types": {"resourceTypeGeneral": "Software", "resourceType": "Software with the data of a national list"},
        "creators": [{"name": author["name"], "nameType": "Organizational"} for author in cited["authors"]],
        "titles": [{"title": cited["title"], "lang": "en"}],
        "publisher": {"name": cited["authors"][0]["name"]},
        "publicationYear": str(year),
        "version": cited["version"],
        "language": "en",
        "dates": [{"date": str(cited["date-released"]), "dateType": "Issued"}],
        "subjects": [{"subject": word} for word in cited["keywords"]],
        "descriptions": [{"description": cited["abstract"], "descriptionType": "Abstract", "lang": "en"}],
        "rightsList": [
            {
                "rights": "Apache License 2.0",
                "rightsUri": LICENCE,
                "rightsIdentifier": "Apache-2.0",
                "rightsIdentifierScheme": "SPDX",
                "schemeUri": "https://spdx.org/licenses/",
            }
        ],
        "relatedItems": [_related(work) for work in cited["references"]],
    }


def _related(work: dict[str, Any]) -> dict[str, Any]:
    """A book that the method is taken from."""
    authors = [f"{author['family-names']}, {author['given-names']}" for author in work["authors"]]
    return {
        "relatedItemType": "Book",
        "relationType": "References",
        "titles": [{"title": work["title"]}],
        "creators": [{"name": name, "nameType": "Personal"} for name in authors],
        "publicationYear": str(work["year"]),
        "publisher": work["publisher"]["name"],
    }


def _written(content: dict[str, Any]) -> str:
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"
