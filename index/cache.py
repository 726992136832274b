"""Writes the vectors that ship with the bundled report: `python -m index.cache`.

A fresh clone then builds its index in seconds.  Vectors that an index of INDEX_DIR already has are taken
from it.  A file that ships is never written again, which would cost the history all of it once more: what
the files lack goes into a further one.  Write it seldom; whatever they lack is computed at the first build.
"""

from __future__ import annotations

import argparse
from itertools import chain, count
from pathlib import Path

from corpus.bundled import report_path, shipped_folder
from index.adapter import model_file
from index.build import build_parts
from index.embedding import Embedder, load_embedder
from index.known import KnownVectors
from index.source import Source
from index.store import find_known


def write_cache(
    source: Source,
    embedder: Embedder,
    folder: Path,
    built: Path | None = None,
) -> Path | None:
    """Write the vectors of a source's texts that no file in `folder` has to a further file there.

    built: a folder of indexes whose vectors are used as far as they go; the others are computed.
    Returns the file's path, None where nothing is lacking.
    """
    shipped = [known for known in find_known(None, folder) if known.model == embedder.name]
    _, vectors = build_parts(source, embedder, [*find_known(built, None), *shipped])
    lacking = vectors.rows.keys() - {key for known in shipped for key in known.rows}
    if not lacking:
        return None
    folder.mkdir(parents=True, exist_ok=True)
    first = model_file(folder, embedder.name)
    files = chain([first], (first.with_stem(f"{first.stem}-{number}") for number in count(2)))
    path = next(file for file in files if not file.exists())
    rows = {key: row for key, row in vectors.rows.items() if key in lacking}
    KnownVectors(vectors.model, rows, vectors.vectors).save(path, small=True)
    return path


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m index.cache", description="寫出隨報告附上的向量檔")
    parser.add_argument("--index", type=Path, default=Path("var/index"), metavar="DIR", help="已建立的索引")
    parser.add_argument("--model", metavar="NAME", help="向量模型（預設：內建的）")
    arguments = parser.parse_args()
    source = Source.read(report_path())
    path = write_cache(source, load_embedder(arguments.model), shipped_folder(), arguments.index)
    print(f"{path}：{path.stat().st_size / 1e6:.1f} MB。" if path else "附上的向量檔已經齊全。")


if __name__ == "__main__":
    main()
