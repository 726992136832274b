"""Writes the vectors that ship with the bundled report: `python -m index.cache`.

A fresh clone then builds its index in seconds.  Vectors that an index of INDEX_DIR already has are taken
from it.  The file is a few megabytes of history each time it is committed, so write it seldom: whatever
it lacks is computed at the first build.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from corpus.bundled import report_path, shipped_folder
from index.adapter import model_file
from index.build import BuildProgress, build_parts
from index.embedding import Embedder, load_embedder
from index.source import Source
from index.store import find_known


def write_cache(
    source: Source,
    embedder: Embedder,
    folder: Path,
    built: Path | None = None,
    progress: BuildProgress | None = None,
) -> Path:
    """Write the vectors of all texts of a source to a file of the model in `folder`; return its path.

    built: a folder of indexes whose vectors are used as far as they go; the others are computed.
    """
    _, vectors = build_parts(source, embedder, find_known(built, None), progress)
    folder.mkdir(parents=True, exist_ok=True)
    path = model_file(folder, embedder.name)
    vectors.save(path, small=True)
    return path


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m index.cache", description="寫出隨報告附上的向量檔")
    parser.add_argument("--index", type=Path, default=Path("var/index"), metavar="DIR", help="已建立的索引")
    parser.add_argument("--model", metavar="NAME", help="向量模型（預設：內建的）")
    arguments = parser.parse_args()
    source = Source.read(report_path())
    path = write_cache(source, load_embedder(arguments.model), shipped_folder(), arguments.index)
    print(f"{path}：{path.stat().st_size / 1e6:.1f} MB。")


if __name__ == "__main__":
    main()
