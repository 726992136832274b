"""The deployment texts: right in syntax, and true of the program that they speak of."""

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from qa.settings import ROOT, Settings

DEPLOY = ROOT / "qa" / "service" / "deploy"
SETTINGS = {name.upper() for name in Settings.model_fields}
OTHERS = {"PATH", "PYTHONUNBUFFERED", "HF_HUB_OFFLINE"}
INSTRUCTIONS = {
    "FROM", "RUN", "COPY", "WORKDIR", "ENV", "USER", "VOLUME", "EXPOSE", "HEALTHCHECK", "CMD",
}  # fmt: skip
UNIT_KEYS = {
    "Unit": "Description Documentation After",
    "Service": """
        Type User Group WorkingDirectory Environment EnvironmentFile ExecStartPre ExecStart Restart RestartSec
        TimeoutStartSec TimeoutStopSec StateDirectory LogsDirectory UMask MemoryMax TasksMax LimitNOFILE
        NoNewPrivileges CapabilityBoundingSet AmbientCapabilities ProtectSystem ProtectHome ProtectProc
        ProtectClock ProtectHostname ProtectKernelLogs ProtectKernelModules ProtectKernelTunables
        ProtectControlGroups PrivateTmp PrivateDevices RestrictAddressFamilies RestrictNamespaces
        RestrictRealtime RestrictSUIDSGID LockPersonality SystemCallArchitectures SystemCallFilter
        SystemCallErrorNumber
    """,
    "Install": "WantedBy",
}


def read_unit() -> dict[str, list[tuple[str, str]]]:
    sections: dict[str, list[tuple[str, str]]] = {}
    section = None
    for line in (DEPLOY / "report-assistant.service").read_text(encoding="utf-8").splitlines():
        if not line.strip() or line.startswith(("#", ";")):
            continue
        if match := re.fullmatch(r"\[(\w+)\]", line):
            section = sections.setdefault(match[1], [])
            continue
        key, equals, value = line.partition("=")
        assert equals and section is not None, line
        section.append((key, value))
    return sections


def read_dockerfile() -> list[tuple[str, str]]:
    text = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
    text = re.sub(r"\\\n\s*", " ", text)
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    return [(line.split(maxsplit=1)[0], line.split(maxsplit=1)[1].strip()) for line in lines]


def test_the_unit_has_only_directives_that_belong_to_its_sections():
    unit = read_unit()
    assert set(unit) == set(UNIT_KEYS)
    for section, entries in unit.items():
        for key, _ in entries:
            assert key in UNIT_KEYS[section].split(), key


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not installed")
def test_systemd_itself_finds_nothing_wrong_but_that_nothing_is_installed_here():
    command = ["systemd-analyze", "verify", str(DEPLOY / "report-assistant.service")]
    complaints = subprocess.run(command, capture_output=True, text=True).stderr.splitlines()
    assert [line for line in complaints if "is not executable" not in line] == []


def test_the_unit_starts_the_program_as_an_unprivileged_user():
    service = read_unit()["Service"]
    values = dict(service)
    assert values["ExecStart"] == "/opt/report-assistant/venv/bin/python app.py"
    assert values["User"] not in ("", "root")
    assert values["NoNewPrivileges"] == "yes"
    names = re.findall(r"(\w+)=", " ".join(value for key, value in service if key == "Environment"))
    assert set(names) <= SETTINGS | OTHERS
    assert {"INDEX_DIR", "FEEDBACK_FILE"} <= set(names)


def test_the_dockerfile_has_known_instructions_in_order():
    steps = read_dockerfile()
    assert steps[0][0] == "FROM"
    assert {name for name, _ in steps} <= INSTRUCTIONS
    assert [name for name, _ in steps].count("CMD") == 1
    assert steps[-1] == ("CMD", '["python", "app.py"]')
    names = [name for name, _ in steps]
    assert dict(steps)["USER"] == "assistant"
    assert len(names) - names[::-1].index("USER") < len(names)


def test_what_the_dockerfile_copies_is_there_and_its_lists_are_json():
    for name, rest in read_dockerfile():
        if name == "COPY" and "--from" not in rest:
            *sources, _ = [word for word in rest.split() if not word.startswith("--")]
            for source in sources:
                assert source == "wheels/" or (ROOT / source).exists(), source
        elif name == "VOLUME" or (name == "CMD"):
            assert all(isinstance(word, str) for word in json.loads(rest))
        elif name == "HEALTHCHECK":
            assert json.loads(rest.partition(" CMD ")[2])[0] == "python"
        elif name == "ENV":
            assert set(re.findall(r"(?:^|\s)([A-Z_]+)=", rest)) <= SETTINGS | OTHERS


@pytest.mark.parametrize(
    "path", [ROOT / "docs" / "operations.md", ROOT / "docs" / "security.md"], ids=lambda p: p.name
)
def test_the_texts_name_only_what_there_is(path):
    text = path.read_text(encoding="utf-8")
    for setting in re.findall(r"`([A-Z][A-Z_]+)(?:=[^`]*)?`", text):
        assert setting in SETTINGS, setting
    for module in re.findall(r"python -m ((?:qa|index|corpus)[\w.]*)", text):
        assert (ROOT / Path(*module.split("."))).with_suffix(".py").is_file(), module
    for path in re.findall(r"(?<![\w/])(?:qa|index|corpus|tests)/[\w./-]+\w", text):
        assert (ROOT / path).exists(), path
    assert "://" not in text.replace("http://127.0.0.1", "")


def read_pins(path: Path) -> dict[str, str]:
    """The text behind `name==` by name, hashes and all; every line has to pin exactly."""
    text = re.sub(r"\\\n|^\s*#.*$|\s+# .*$", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return dict(line.split("==", 1) for line in text.splitlines() if line.strip())


def test_every_pin_is_exact_and_the_lock_has_the_same_with_hashes():
    pins = read_pins(ROOT / "requirements.txt")
    locked = read_pins(DEPLOY / "requirements.lock")
    assert len(pins) > 100
    assert {name: text.split()[0] for name, text in locked.items()} == pins
    assert all("--hash=sha256:" in text for text in locked.values())
