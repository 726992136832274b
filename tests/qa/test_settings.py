import pytest

from qa.settings import Settings, SettingsError, load_settings, render_table


def load(**environ):
    return load_settings(environ, env_file=None)


def test_defaults_stand_without_environment():
    settings = load()
    assert settings == Settings()
    assert settings.host == "127.0.0.1"
    assert settings.report.is_file()
    assert not settings.uses_llm


def test_values_are_read_from_the_environment(tmp_path):
    report = tmp_path / "r.txt"
    report.write_text("報告", encoding="utf-8")
    settings = load(
        REPORT=str(report),
        PORT="8080",
        ANSWERING="off",
        LLM_BASE_URL="http://127.0.0.1:9/v1/",
        LLM_MODEL="m",
        LLM_API_KEY="secret",
        LLM_TEMPERATURE="none",
        TRUSTED_PROXIES="127.0.0.1, 10.0.0.0/8",
        HOST="0.0.0.0",
    )
    assert settings.report == report
    assert settings.port == 8080
    assert settings.answering is False
    assert settings.llm_base_url == "http://127.0.0.1:9/v1"
    assert settings.llm_api_key.get_secret_value() == "secret"
    assert settings.llm_temperature == "none"
    assert [str(network) for network in settings.trusted_proxies] == ["127.0.0.1/32", "10.0.0.0/8"]
    assert settings.uses_llm


def test_an_empty_value_counts_as_not_set():
    assert load(PORT="", LLM_MODEL=" ").port == 7860


def test_other_variables_of_the_environment_are_left_alone():
    assert load(HOME="/nowhere", PATHS="x", LLM_USER="y") == Settings()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "0"),
        ("PORT", "abc"),
        ("PORT", "65536"),
        ("PORT", "78.60"),
        ("LLM_TIMEOUT", "nan"),
        ("LLM_TIMEOUT", "0"),
        ("LLM_TIMEOUT", "1e9"),
        ("LLM_TEMPERATURE", "3"),
        ("LLM_TEMPERATURE", "warm"),
        ("LLM_TEMPERATURE", "nan"),
        ("REPORT", "/no/such/report.txt"),
        ("REPORT", "/"),
        ("INDEX_DIR", __file__),
        ("LOG_FILE", "/"),
        ("ANSWERING", "maybe"),
        ("REQUESTS_PER_MINUTE", "-1"),
        ("MAX_QUESTION", "5000"),
        ("QUEUE_SIZE", "0"),
        ("WORKERS", "1000"),
        ("TRUSTED_PROXIES", "everyone"),
        ("OFF_MESSAGE", "長" * 501),
        ("EMBEDDING_MODEL", "a\x00b"),
    ],
)
def test_an_impossible_value_is_refused_by_name(name, value):
    with pytest.raises(SettingsError) as caught:
        load(**{name: value})
    message = str(caught.value)
    assert name in message
    assert value[:80] in message
    assert message.endswith("。")
    assert "\n" not in message


@pytest.mark.parametrize(
    "url", ["ftp://x/v1", "127.0.0.1:80", "http://", "http://u:p@x/", "http://x:99999/", "http://[::1/"]
)
def test_a_server_address_that_is_none_is_refused(url):
    with pytest.raises(SettingsError, match="LLM_BASE_URL"):
        load(LLM_BASE_URL=url, LLM_MODEL="m")


def test_a_server_needs_a_model_and_a_model_a_server():
    with pytest.raises(SettingsError, match="LLM_MODEL"):
        load(LLM_BASE_URL="http://127.0.0.1:1/v1")
    with pytest.raises(SettingsError, match="LLM_BASE_URL"):
        load(LLM_MODEL="m")


def test_the_key_is_never_shown():
    settings = load(LLM_BASE_URL="http://127.0.0.1:1/v1", LLM_MODEL="m", LLM_API_KEY="sk-very-secret")
    assert "very-secret" not in repr(settings)
    assert "very-secret" not in str(settings.model_dump())


def test_a_file_gives_values_and_the_environment_wins(tmp_path):
    file = tmp_path / ".env"
    file.write_text("\ufeffPORT=9000\n# comment\nLLM_API_KEY='a$HOME'\nWORKERS=\n", encoding="utf-8")
    settings = load_settings({"PORT": "9001"}, env_file=file)
    assert settings.port == 9001
    assert settings.llm_api_key.get_secret_value() == "a$HOME"
    assert settings.workers == Settings().workers


def test_an_unknown_name_in_the_file_is_refused_by_name(tmp_path):
    file = tmp_path / ".env"
    file.write_text("LLM_BASEURL=http://127.0.0.1:1\n", encoding="utf-8")
    with pytest.raises(SettingsError, match=r"LLM_BASEURL.*LLM_BASE_URL"):
        load_settings({}, env_file=file)


def test_a_file_that_is_no_text_is_refused(tmp_path):
    file = tmp_path / ".env"
    file.write_bytes(b"\xff\xfe\x00P")
    with pytest.raises(SettingsError, match="UTF-8"):
        load_settings({}, env_file=file)


def test_a_file_that_is_not_there_is_no_file(tmp_path):
    assert load_settings({}, env_file=tmp_path / ".env") == Settings()


def test_the_table_names_every_setting():
    table = render_table()
    for name in Settings.model_fields:
        assert f"| `{name.upper()}` |" in table
    assert "| `PORT` | 網頁聽哪個埠 | 1 到 65535 的整數 | `7860` |" in table
