"""What a page has to load for the TypeScript client.

Run by ``make bench``. Each bundle is what esbuild makes of ``import Luma from "luma-agents"``,
minified and compressed. Writes ``generated/bench/typescript-size.json`` and ``.md``.
"""

import gzip
import json
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[2]
REPORT = ROOT / "generated" / "bench"
TOOLS = ROOT / "node_modules" / ".bin"
DEFAULT = 'export {{ default }} from "{}";'
WHOLE = 'export * from "{0}"; export {{ default }} from "{0}";'
RULE = re.compile(r'\[(\n +".*",)(\n +".*",)(\n +)(".*"),(\n +\((?:.*\n)+?) {4}\],')
"""One rule: its id, its place, its sentence, its condition."""


def bundle(folder: Path, source: str, platform: str = "browser") -> dict[str, int]:
    """Return the bytes of a bundle, minified and compressed as well."""
    entry = folder / "entry.mjs"
    entry.write_text(source)
    command = [TOOLS / "esbuild", entry, "--bundle", "--minify", "--format=esm"]
    options = [f"--platform={platform}", "--log-level=error"]
    made = subprocess.run([*command, *options], check=True, capture_output=True, cwd=folder)
    return {"minified": len(made.stdout), "compressed": len(gzip.compress(made.stdout, 9))}


def lighter(version: str, folder: Path, pattern: re.Pattern[str], instead: str) -> dict[str, int]:
    """Measure the committed client of a version with something of its rules left out."""
    copy = folder / "lighter"
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(ROOT / "generated" / "typescript" / version, copy)
    rules = copy / "src" / "rules.ts"
    rules.write_text(pattern.sub(instead, rules.read_text()))
    return bundle(copy, DEFAULT.format("./src/index.ts"))


def ours(version: str, folder: Path) -> dict[str, dict[str, int]]:
    """Measure the committed client of a version, and parts of it."""
    source = ROOT / "generated" / "typescript" / version / "src"
    index = source / "index.ts"
    return {
        f"{version}: the client with its rules": bundle(folder, DEFAULT.format(index)),
        f"{version}: of that, without the sentences of rules": lighter(
            version, folder, RULE, r"[\1\2\3'',\5],"
        ),
        f"{version}: of that, without any rule": lighter(version, folder, RULE, ""),
        f"{version}: and every error class by name": bundle(folder, WHOLE.format(index)),
        f"{version}: on a server": bundle(folder, DEFAULT.format(index), "node"),
        f"{version}: and the schemas": bundle(
            folder, DEFAULT.format(index) + f'export * from "{source / "validate.ts"}";'
        ),
        f"{version}: the rules alone": bundle(folder, f'export * from "{source / "rules.ts"}";'),
    }


def main() -> int:
    """Measure, and write both forms of the report."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        found = ours("image", folder) | ours("video", folder)
    lines = ["| | minified, bytes | and compressed |", "|---|---:|---:|"]
    lines += [f"| {n} | {s['minified']:,} | {s['compressed']:,} |" for n, s in found.items()]
    (REPORT / "typescript-size.json").write_text(json.dumps(found, indent=2) + "\n")
    text = "\n".join(["# Size of the TypeScript client", "", *lines, ""])
    (REPORT / "typescript-size.md").write_text(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
