"""The network that reads messages: what it sees, that it reads as torch taught it, spoilt files."""

from __future__ import annotations

from math import exp

import numpy as np
import pytest
import torch

from qa.lab.network import Example, Learner, join, make_coder, teach, teach_one
from qa.understand.network import UNKNOWN, Cell, Coder, load_network, save_network

LOW, HIGH = Cell("低於", "compare:lt"), Cell("高於", "compare:gt")
NUMBER = Cell("#%", "number:%", "size=99")
ASKED = [("number", 1)]
EXAMPLES = [
    Example([LOW, NUMBER], ["alone"], {"status": "missed"}, [("number", 1, "level")]),
    Example([HIGH, NUMBER], ["alone"], {"status": "full"}, [("number", 1, "ratio")]),
    Example([HIGH, NUMBER], ["follows"], {"status": "keep"}),
] * 20


@pytest.fixture(scope="module")
def network():
    return teach(EXAMPLES, [("rows",)], epochs=30, told=lambda _: None)


def test_it_tells_what_it_was_taught(network):
    for one in EXAMPLES[:3]:
        read = network.read(one.cells, one.context, ASKED)
        assert max(read.slots["status"], key=read.slots["status"].get) == one.slots["status"]
        for slot, at, role in one.mentions:
            assert max(read.mentions[slot, at], key=read.mentions[slot, at].get) == role


def test_the_chances_of_all_classes_are_certain_together(network):
    read = network.read([LOW, Cell("未知", "new")], ["new"], [("number", 0)])
    for told in (read.slots["status"], read.mentions["number", 0]):
        assert sum(map(exp, told.values())) == pytest.approx(1)


def test_it_reads_as_torch_does():
    """Gates, attention and heads are those of torch, for any weights."""
    torch.manual_seed(1)
    learner = Learner(
        make_coder(EXAMPLES), {"status": ["full", "missed"]}, {"number": ["level", "none"]}
    ).eval()
    wanted = EXAMPLES[0]
    read = join([learner]).read(wanted.cells, wanted.context, ASKED)
    loss = -read.slots["status"]["missed"] - read.mentions["number", 1]["level"]
    known = torch.get_rng_state()
    seen = min(
        learner([Example(wanted.cells, wanted.context, wanted.slots, wanted.mentions)]).item()
        for _ in range(9)
    )
    torch.set_rng_state(known)
    assert loss == pytest.approx(seen, rel=0.02)


def test_members_read_together_as_they_do_on_average():
    learners = [teach_one(EXAMPLES, 3, seed, lambda _: None) for seed in (0, 1)]
    message = EXAMPLES[0].cells, EXAMPLES[0].context, ASKED
    alone = [join([learner]).read(*message).slots["status"] for learner in learners]
    together = join(learners).read(*message).slots["status"]
    mean = {name: np.mean([one[name] for one in alone]) for name in together}
    assert together != pytest.approx(alone[0], abs=1e-3)
    assert together["missed"] - together["full"] == pytest.approx(mean["missed"] - mean["full"], abs=1e-3)


def test_an_empty_message_is_read(network):
    assert set(network.read([], [], []).slots) == {"status"}


def test_signs_are_numbered_token_by_token():
    coder = Coder({"sign": ["低", "於"], "key": ["compare:lt"], "extra": [""], "context": []})
    codes, ends = coder.encode([LOW, Cell("", "compare:lt"), Cell("高", "other")])
    assert ends == [(0, 1), (2, 2), (3, 3)]
    assert codes[:, 3].tolist() == [1, 0, 1, 1]
    assert codes[-1].tolist() == [UNKNOWN, UNKNOWN, coder.number("extra", ""), 1]


def test_a_written_network_reads_the_same(network, tmp_path):
    save_network(network, tmp_path / "data" / "network.npz")
    again = load_network(tmp_path / "data" / "network.npz")
    assert again.seen == [["rows"]]
    one, other = (each.read(EXAMPLES[0].cells, ["alone"], ASKED) for each in (network, again))
    assert other.slots["status"] == pytest.approx(one.slots["status"], abs=0.1)
    assert other.mentions["number", 1] == pytest.approx(one.mentions["number", 1], abs=0.1)


def test_a_file_that_is_not_there_is_said(tmp_path):
    with pytest.raises(OSError, match="missing"):
        load_network(tmp_path / "missing.npz")


@pytest.mark.parametrize("content", [b"no network", b"", b"PK\x03\x04 cut short"])
def test_a_file_that_is_no_network_is_refused(tmp_path, content):
    path = tmp_path / "network.npz"
    path.write_bytes(content)
    with pytest.raises(ValueError):
        load_network(path)


@pytest.mark.parametrize("head", ["{}", "not json", '{"names": {}}', "[]"])
def test_a_file_that_lacks_a_part_is_refused(tmp_path, head):
    path = tmp_path / "network.npz"
    np.savez(path, head=np.array(head))
    with pytest.raises(ValueError):
        load_network(path)
