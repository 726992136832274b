"""The assistant as a part of LangChain programs: every form of the call, and callbacks that see documents."""

from __future__ import annotations

import asyncio

import pytest
from langchain_core.callbacks import BaseCallbackHandler
from langchain_core.runnables import Runnable, RunnableLambda

from index.retriever import Retriever
from qa.answer import Answer
from qa.errors import DepartmentError, QuestionError

QUESTION = "火災發生幾件？"


class Watcher(BaseCallbackHandler):
    """Keeps the documents that it is shown."""

    def __init__(self) -> None:
        self.documents: list = []

    def on_retriever_end(self, documents, **_):
        self.documents += documents


@pytest.fixture
def chain(small_assistant):
    return small_assistant.chain


def test_a_question_alone_or_with_its_fields_gives_the_answer_of_ask(small_assistant, chain):
    assert isinstance(chain, Runnable)
    alone = small_assistant.ask(QUESTION).answer
    assert chain.invoke(QUESTION).answer == chain.invoke({"question": QUESTION}).answer == alone
    asked = {"question": "那前一年呢？", "history": [QUESTION], "department": "消防局"}
    assert chain.invoke(asked).answer == small_assistant.ask(*asked.values()).answer


def test_batches_streams_and_their_async_forms_give_the_same(chain):
    questions = [QUESTION, "績優鄰長有幾位獲得表揚？"]
    texts = [chain.invoke(question).answer for question in questions]
    assert [answer.answer for answer in chain.batch(questions)] == texts
    assert [list(chain.stream(question))[-1].answer for question in questions] == texts

    async def ask_all():
        return [
            (await chain.ainvoke(question), [answer async for answer in chain.astream(question)][-1])
            for question in questions
        ]

    assert [(a.answer, b.answer) for a, b in asyncio.run(ask_all())] == [(text, text) for text in texts]


def test_a_callback_sees_the_retrieved_documents(chain):
    watcher = Watcher()
    answer = chain.invoke(QUESTION, config={"callbacks": [watcher]})
    passages = {document.metadata["passage"] for document in watcher.documents}
    assert {citation.passage for citation in answer.citations} <= passages


def test_it_is_a_link_of_a_longer_chain(chain):
    longer = RunnableLambda(lambda text: {"question": text}) | chain | RunnableLambda(lambda a: a.status)
    assert longer.invoke(QUESTION) == "answered"


def test_its_schema_names_the_fields(chain):
    schema = str(chain.get_input_jsonschema())
    assert all(f"'{name}'" in schema for name in ("question", "history", "department"))


@pytest.mark.parametrize("given", [None, 5, [], {}, {"q": "問"}, {"question": QUESTION, "colour": "red"}])
def test_what_is_no_question_is_refused(chain, given):
    with pytest.raises(QuestionError):
        chain.invoke(given)


def test_an_error_passes_through(chain):
    with pytest.raises(DepartmentError):
        chain.invoke({"question": QUESTION, "department": "國防部"})


def test_the_assistants_retriever_gives_back_its_candidates(small_assistant):
    retriever = small_assistant.retriever
    documents = retriever.invoke(QUESTION, k=3)
    found = small_assistant.index.search(QUESTION, k=3)
    assert retriever.candidates(documents) == found
    assert isinstance(retriever, Retriever)
    assert isinstance(small_assistant.ask(QUESTION), Answer)
