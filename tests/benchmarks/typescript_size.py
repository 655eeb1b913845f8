"""What a page has to load for the TypeScript client.

Run by ``make bench``. Each bundle is what Rolldown, Vite's bundler, makes of
``import Luma from "luma-agents"``, minified and compressed; esbuild's stands beside it. Writes
``generated/bench/typescript-size.json`` and ``.md``: the sizes, and what each module and each rule
of the whole client takes of its compressed bytes.
"""

import gzip
import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from tests.benchmarks.compressed import Place, by_line

ROOT = Path(__file__).parents[2]
REPORT = ROOT / "generated" / "bench"
TOOLS = ROOT / "node_modules" / ".bin"
DEFAULT = 'export {{ default }} from "{}";'
WHOLE = 'export * from "{0}"; export {{ default }} from "{0}";'
RULE = re.compile(r'\[(\n +\((?:.*\n)+?)( +".*",\n)( +".*",\n)( +)(".*"),\n {4}\],')
"""One rule: its condition, its place, its id, its sentence."""
EXTRAS = re.compile(r"\n  /\*\* Look until [\s\S]*(?=\n}\n)")
"""What a resource has besides its operations: waiting and downloads."""
PAGE = """import Luma from "{}";
const luma = new Luma({{ authToken: prompt("token") }});
const made = await luma.generations.createAndWait({{ prompt: prompt("what") }});
document.body.append(...made.output.map(({{ url }}) => Object.assign(new Image(), {{ src: url }})));
"""
"""A whole program, which creates, waits, and shows what was made."""
BROTLI = (
    "const { stdin } = process; const all = []; stdin.on('data', (part) => all.push(part)); "
    "const { brotliCompressSync: squeeze } = require('zlib'); "
    "stdin.on('end', () => console.log(squeeze(Buffer.concat(all)).length))"
)
"""A program that compresses what it reads, and prints the length of that."""


def bundle(folder: Path, source: str, platform: str = "browser") -> dict[str, int]:
    """Return the bytes of a bundle, minified and compressed in two ways as well."""
    made = rolled(folder, source, platform)
    other = built(folder, source, platform)
    squeezed = subprocess.run(["node", "-e", BROTLI], input=made, check=True, capture_output=True)
    return {
        "minified": len(made),
        "compressed": len(gzip.compress(made, 9)),
        "brotli": int(squeezed.stdout),
        "esbuild, compressed": len(gzip.compress(other, 9)),
    }


def rolled(folder: Path, source: str, platform: str = "browser", *options: str) -> bytes:
    """Bundle a module with Rolldown and minify it."""
    entry, made = folder / "entry.mjs", folder / "made.js"
    entry.write_text(source)
    command = [str(TOOLS / "rolldown"), str(entry), "--minify", "--format=esm", "--no-comments"]
    rest = [f"--platform={platform}", "--logLevel=warn", f"--file={made}", *options]
    subprocess.run([*command, *rest], check=True, capture_output=True, cwd=folder)
    return made.read_bytes()


def built(folder: Path, source: str, platform: str = "browser") -> bytes:
    """Bundle a module with esbuild and minify it."""
    entry = folder / "entry.mjs"
    entry.write_text(source)
    command = [str(TOOLS / "esbuild"), str(entry), "--bundle", "--minify", "--format=esm"]
    rest = [f"--platform={platform}", "--log-level=error"]
    made = subprocess.run([*command, *rest], check=True, capture_output=True, cwd=folder)
    return made.stdout


def shares(version: str, folder: Path) -> tuple[dict[str, float], dict[str, float]]:
    """Return the compressed bytes of each module of a client, and of each of its rules."""
    package = ROOT / "generated" / "typescript" / version / "src"
    made = rolled(folder, DEFAULT.format(package / "index.ts"), "browser", "--sourcemap=hidden")
    mapping: dict[str, Any] = json.loads((folder / "made.js.map").read_text())
    lines = by_line(made.decode(), mapping)
    modules: dict[str, float] = defaultdict(float)
    for (source, _), size in lines.items():
        modules[source.partition("/src/")[2] or "exports"] += size
    rules: dict[str, float] = defaultdict(float)
    for name, size in of_rules((package / "rules.ts").read_text(), lines):
        rules[name] += size  # Some rules stand at several places.
    return rounded(modules), rounded(rules)


def of_rules(text: str, lines: Mapping[Place, float]) -> Iterator[tuple[str, float]]:
    """Yield each rule with its compressed bytes."""
    sizes = {line: size for (source, line), size in lines.items() if source.endswith("/rules.ts")}
    for found in RULE.finditer(text):
        first = text.count("\n", 0, found.start()) + 1
        rows = range(first, first + found[0].count("\n") + 1)
        yield json.loads(found[3].strip().rstrip(",")), sum(sizes.get(row, 0) for row in rows)


def rounded(sizes: Mapping[str, float]) -> dict[str, float]:
    """Return sizes, the largest first."""
    largest = sorted(sizes.items(), key=lambda pair: -pair[1])
    return {name: round(size, 1) for name, size in largest}


def lighter(
    version: str, folder: Path, name: str, pattern: re.Pattern[str], instead: str
) -> dict[str, int]:
    """Measure the committed client of a version with something of one module left out."""
    copy = folder / "lighter"
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(ROOT / "generated" / "typescript" / version, copy)
    module = copy / "src" / name
    module.write_text(pattern.sub(instead, module.read_text()))
    return bundle(copy, DEFAULT.format("./src/index.ts"))


def ours(version: str, folder: Path) -> dict[str, dict[str, int]]:
    """Measure the committed client of a version, and parts of it."""
    source = ROOT / "generated" / "typescript" / version / "src"
    index = source / "index.ts"
    return {
        f"{version}: the client with its rules": bundle(folder, DEFAULT.format(index)),
        f"{version}: a page that creates, waits and shows": bundle(folder, PAGE.format(index)),
        f"{version}: of the client, without the sentences of rules": lighter(
            version, folder, "rules.ts", RULE, r"[\1\2\3\4'',],"
        ),
        f"{version}: of the client, without any rule": lighter(
            version, folder, "rules.ts", RULE, ""
        ),
        f"{version}: of the client, without waiting and downloads": lighter(
            version, folder, "resources/generations.ts", EXTRAS, ""
        ),
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
        modules, rules = shares("video", folder)
    report = {"sizes": found, "video, compressed bytes": {"modules": modules, "rules": rules}}
    (REPORT / "typescript-size.json").write_text(json.dumps(report, indent=2) + "\n")
    head = "| bytes | minified | and compressed (gzip) | or by brotli | by esbuild, compressed |"
    lines = ["# Size of the TypeScript client", "", head, "|---|---:|---:|---:|---:|"]
    for name, sizes in found.items():
        lines.append(f"| {name} | {' | '.join(f'{size:,}' for size in sizes.values())} |")
    for what, part in (("module", modules), ("rule", rules)):
        lines += ["", f"## video: compressed bytes of each {what}", "", f"| {what} | bytes |"]
        lines += ["|---|---:|", *(f"| {name} | {size:,} |" for name, size in part.items())]
    (REPORT / "typescript-size.md").write_text("\n".join([*lines, ""]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
