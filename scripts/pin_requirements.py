"""Write requirements/*.txt: the exact versions, with hashes, that the project is run, built and tested with.

All of them hold the same versions: dev.txt is resolved first, and the others keep to it. They hold for every
platform, and name no index, so that everyone installs from the one that their pip is set to.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

OPTIONS = ["--universal", "--python-version", "3.11", "--generate-hashes", "--upgrade", "--quiet"]
PLAIN = ["--no-header", "--no-annotate", "--no-emit-index-url", "--no-emit-find-links"]
FILES = {
    "dev.txt": ["pyproject.toml", "--all-extras", "--group", "build", "--group", "dev"],
    "build.txt": ["--group", "build", "--constraints", "requirements/dev.txt"],
    "run.txt": ["pyproject.toml", "--constraints", "requirements/dev.txt"],
    "bench.txt": ["--group", "bench", "--constraints", "requirements/dev.txt"],
}


def main() -> None:
    os.chdir(Path(__file__).parent.parent)
    for name, inputs in FILES.items():
        output = ["--output-file", f"requirements/{name}"]
        subprocess.run([sys.executable, "-m", "uv", "pip", "compile", *OPTIONS, *PLAIN, *inputs, *output], check=True)


if __name__ == "__main__":
    main()
