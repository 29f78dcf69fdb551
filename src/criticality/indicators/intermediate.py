"""Names of the intermediate results that several criteria of one run share (`Evidence.remembered`)."""

from enum import StrEnum


class Intermediate(StrEnum):
    """What an intermediate result is; it is the first part of its key, followed by the mineral where it is of one."""

    GOVERNANCE_RISKS = "governance"
    WORLD_SUPPLY = "world"
    POOLED_IMPORTS = "imports"
    TRACED_IMPORTS = "traced"
    """Origins of the imports before a scenario's diversifications."""
    IMPORT_ORIGINS = "origins"
    """Origins of the imports, diversifications included."""
    WORLD_CONCENTRATION = "S1"
