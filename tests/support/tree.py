"""The files of the project as the architecture's tests see them."""

import ast
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CODE = ("portal", "config.py", "wsgi.py", "migrations", "tests", "bench", "deploy")
BINARY = frozenset({".png", ".jpg", ".woff2", ".ico", ".webp", ".gz", ".pdf"})


@cache
def files() -> tuple[Path, ...]:
    """Every file that is or would be in git."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"], cwd=ROOT, capture_output=True, check=True
    )
    names = sorted(filter(None, listed.stdout.decode().split("\0")))
    return tuple(path for path in (ROOT / name for name in names) if path.is_file())


def texts() -> list[Path]:
    """Those one can read."""
    return [path for path in files() if path.suffix not in BINARY]


def code(*folders: str) -> list[Path]:
    """The Python files, all or of these folders."""
    wanted = folders or CODE
    return [path for path in files() if path.suffix == ".py" and path.relative_to(ROOT).parts[0] in wanted]


def named(*names: str) -> list[Path]:
    """The portal's modules of these names: `named("views")`."""
    return [path for path in code("portal") if path.stem in names]


def templates() -> list[Path]:
    """Every template."""
    return [path for path in files() if path.relative_to(ROOT).parts[0] == "templates" and path.suffix in {".html", ".txt"}]


@cache
def parsed(path: Path) -> ast.Module:
    """The syntax tree of a module."""
    return ast.parse(path.read_text("utf-8"))


def functions(path: Path) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function and method in it."""
    return [node for node in ast.walk(parsed(path)) if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))]


def imports(path: Path) -> set[str]:
    """The full names of the modules and things it imports."""
    found: set[str] = set()
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            found.update(f"{node.module}.{alias.name}" for alias in node.names)
    return found


def at(path: Path, line: int = 0) -> str:
    """Where, as an editor understands it."""
    return f"{path.relative_to(ROOT)}:{line}" if line else str(path.relative_to(ROOT))
