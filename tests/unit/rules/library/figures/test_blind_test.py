"""The questions of the blind test are fair, and its table counts right."""

import pytest

from project.rules.library.figures.catalogue import figure_keys
from tests.support.blind_test import questions, table

pytestmark = pytest.mark.unit


def test_every_level_is_asked_once_with_five_different_names() -> None:
    asked, key = questions(seed=1)
    assert sorted(each["level"] for each in key.values()) == sorted(figure_keys())
    for question in asked:
        right = key[question["id"]]
        assert len({name["en"] for name in question["names"]}) == 5
        assert right["names"][right["answer"] - 1] == right["level"]
        assert right["level"] not in question["image"]


def test_a_seed_asks_the_same_again_and_another_one_something_else() -> None:
    assert questions(seed=1) == questions(seed=1)
    assert questions(seed=1) != questions(seed=2)


def test_the_table_counts_each_round_and_names_every_miss() -> None:
    _, key = questions(seed=1)
    all_right = {question: each["answer"] for question, each in key.items()}
    text, enough = table([({"questions": key}, all_right)])
    assert enough
    assert "| all | 148 | 148 | 100.0% |" in text
    first = next(iter(key))
    wrong = all_right | {first: all_right[first] % 5 + 1}
    text, _ = table([({"questions": key}, all_right), ({"questions": key}, wrong)])
    assert "| all | 296 | 295 | 99.7% |" in text
    assert f"| {key[first]['level']} | {key[first]['names'][all_right[first] % 5]} |" in text


def test_a_ladder_below_its_share_is_not_enough() -> None:
    _, key = questions(seed=1)
    answers = {
        question: 0 if each["ladder"] == "bridge" else each["answer"]
        for question, each in key.items()
    }
    text, enough = table([({"questions": key}, answers)])
    assert not enough
    assert text.endswith("too few: bridge")
