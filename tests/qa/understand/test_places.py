"""Other places and the own city, for each city and county of Taiwan."""

from __future__ import annotations

import re

import pytest

from corpus.bundled import vocabulary_folder
from index.words import normalize
from qa.understand.places import Places
from qa.understand.words import read_places

CITIES = re.findall(
    "..[市縣]",
    "臺北市新北市桃園市臺中市臺南市高雄市基隆市新竹市新竹縣苗栗縣彰化縣"
    "南投縣雲林縣嘉義市嘉義縣屏東縣宜蘭縣花蓮縣臺東縣澎湖縣金門縣連江縣",
)
GROUPS = read_places(vocabulary_folder())


@pytest.mark.parametrize("city", CITIES)
def test_no_city_takes_itself_for_another(city):
    places = Places(GROUPS, f"{city}政府")
    for name in (city, city.replace("臺", "台"), f"{city}政府"):
        assert places.find(normalize(f"{name}發了幾人次")) == ()
        assert places.find_own_spans(normalize(f"{name}發了幾人次"))


@pytest.mark.parametrize("city", CITIES)
def test_every_city_is_another_for_all_the_others(city):
    for own in CITIES:
        if own != city:
            found = Places(GROUPS, f"{own}政府").find(normalize(f"{city}發了幾人次"))
            assert found == (normalize(city),)


def test_short_names_do_not_stand_inside_longer_ones():
    assert Places(GROUPS, "基隆市政府").find("新北市有幾件") == ("新北市",)
    assert Places(GROUPS, "新北市政府").find("新北市有幾件") == ()
    assert Places(GROUPS, "新竹縣政府").find("新竹市與新竹有幾件") == ("新竹市",)
    assert Places(GROUPS, "基隆市政府").find("how many in taipei?") == ("taipei",)
    assert Places([], "某某市政府").find("基隆") == ()
