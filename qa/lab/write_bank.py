"""`python -m qa.lab.write_bank`: have a language model write anticipated questions for a new report.

Writes `<department>.jsonl` in the form that `corpus.bank` reads, two or three questions for each sentence,
by default into `bank` beside the report, from where they are read (`index.source`).
Departments that have a file already are left alone, so that a broken run can go on.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from corpus.errors import ReportError
from corpus.model import Passage, Sentence
from qa.check.numerals import flatten, read_numerals
from qa.llm.checking import tidy_reply
from qa.llm.errors import ModelError
from qa.llm.prompting import questions_messages
from qa.llm.rewriting import FORBIDDEN
from qa.llm.server import ModelServer
from qa.settings import SettingsError, load_settings

SHORTEST_SENTENCE = 12  # characters; shorter ones are headings
ANCHOR = 20
TOKENS = 200  # of a reply: three questions
FAILURES = 5  # in a row, until the run is given up
_NUMBERING = re.compile(r"^\s*(?:[-*•]|\d{1,2}\s*[.、)）]|[(（]\d{1,2}[)）])\s*")


def write_questions(
    server: ModelServer, passages: Sequence[Passage], seconds: float
) -> Iterator[dict[str, object]]:
    """Records for a bank, as they come; a sentence that the server fails at is left out.

    Raises ModelError after `FAILURES` failures in a row.
    """
    failed = 0
    for passage in passages:
        for sentence in passage.sentences:
            text = passage.sentence_text(sentence).strip()
            if len(text) < SHORTEST_SENTENCE:
                continue
            try:
                reply = server.ask(questions_messages(passage, text), seconds, TOKENS)
            except ModelError:
                failed += 1
                if failed >= FAILURES:
                    raise
                continue
            failed = 0
            for question in read_questions(reply, text):
                yield {"line": sentence.lines[0], "anchor": choose_anchor(passage, sentence), "q": question}


def read_questions(reply: str, text: str) -> list[str]:
    """The usable questions of a reply: one a line, plain, with no number that the sentence has not."""
    known = {numeral.key for numeral in read_numerals(flatten(text))}
    questions: dict[str, None] = {}
    for line in tidy_reply(reply).splitlines():
        question = _NUMBERING.sub("", line).strip().strip("\"'「」“”")
        if not 4 <= len(question) <= 120 or FORBIDDEN.search(question):
            continue
        if all(numeral.key in known for numeral in read_numerals(flatten(question))):
            questions[question] = None
    return list(questions)


def choose_anchor(passage: Passage, sentence: Sentence) -> str:
    """A stretch at the sentence's end, where items of one form differ, that stands once in the passage."""
    text = passage.sentence_text(sentence).rstrip(" 。；，\n")
    for length in (ANCHOR, 2 * ANCHOR, len(text)):
        anchor = text[-length:].split("\n")[-1].strip()
        if len(anchor) >= 8 and passage.text.count(anchor) == 1:
            return anchor
    return text.replace("\n", " ")[-ANCHOR:]


def write_bank(server: ModelServer, passages: Sequence[Passage], folder: Path, seconds: float) -> int:
    """Write the missing files of a bank folder; returns how many questions were written."""
    from tqdm import tqdm

    folder.mkdir(parents=True, exist_ok=True)
    written = 0
    for department in tqdm(list(dict.fromkeys(passage.department for passage in passages))):
        path = folder / f"{department}.jsonl"
        if path.exists():
            continue
        own = [passage for passage in passages if passage.department == department]
        records = list(write_questions(server, own, seconds))
        lines = [json.dumps(record, ensure_ascii=False) + "\n" for record in records]
        partial = path.with_suffix(".partial")
        partial.write_text("".join(lines), encoding="utf-8")
        partial.replace(path)
        written += len(records)
    return written


def main(argv: Sequence[str]) -> int:
    """Run the command; returns the exit status."""
    parser = argparse.ArgumentParser(
        prog="python -m qa.lab.write_bank", description="請語言模型為一份報告擬題"
    )
    parser.add_argument("--report", type=Path, help="報告的文字檔（預設：設定 REPORT）")
    parser.add_argument("--out", type=Path, help="題庫資料夾（預設：報告旁邊、讀得到的那一個）")
    arguments = parser.parse_args(argv)

    from corpus.cutting.passages import cut_passages
    from corpus.reading.parse import parse_report
    from corpus.reading.source import read_report

    try:
        settings = load_settings()
        if not settings.uses_llm:
            raise SettingsError("擬題要用語言模型，請先設定 LLM_BASE_URL 與 LLM_MODEL。")
        report = arguments.report or settings.report
        folder = arguments.out or report.parent / "bank"
        passages = cut_passages(parse_report(*read_report(report)))
        count = write_bank(ModelServer(settings), passages, folder, settings.llm_timeout)
    except (SettingsError, ReportError) as error:
        print(error, file=sys.stderr)
        return 2
    except ModelError as error:
        print(f"語言模型連續 {FAILURES} 次沒有回覆（{error.reason}），已寫好的處室會保留。", file=sys.stderr)
        return 1
    print(f"寫了 {count} 題到「{folder}」。")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
