import sys
from pathlib import Path

for folder in (Path(__file__).parents[2], Path(__file__).parents[2] / "runs"):
    sys.path.insert(0, str(folder))
