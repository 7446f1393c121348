"""Do pictures of levels say which level it is? Ask somebody who sees nothing else.

``ask FOLDER KEY --seed N`` writes a picture for every level (both poses, no names) and
``questions.json`` with five names for each: the right one among four of the same ladder, or of a
neighbouring one where that is short. What is right goes to KEY, which whoever answers must not see.
An answer is a JSON object of question and number, ``{"q001": 3, …}``.

``score KEY=ANSWERS`` prints the table: each ladder’s share, and every miss. Several
rounds have a key and a file of answers each: ``score KEY1=ANSWERS1 KEY2=ANSWERS2``.
"""

import argparse
import json
import sys
from collections import Counter
from pathlib import Path
from random import Random
from typing import Any

from project.rules.library.figures.drawing import still
from project.rules.library.figures.reading import figures
from project.rules.library.starter_library import StarterLadder, starter_library
from tests.support.browser import launched

WIDE, HIGH = 960, 480
NAMES = 5
ENOUGH, ENOUGH_IN_EACH = 0.9, 0.7


def questions(seed: int) -> tuple[list[dict[str, Any]], dict[str, dict[str, Any]]]:
    """Return what is asked, and what is right; the same for the same seed."""
    dice = Random(seed)
    ladders, german = starter_library("en"), starter_library("de")
    in_german = {level.key: level.name for ladder in german for level in ladder.levels}
    in_english = {level.key: level.name for ladder in ladders for level in ladder.levels}
    asked = [(place, level.key) for place, each in enumerate(ladders) for level in each.levels]
    dice.shuffle(asked)
    questions_, key = [], {}
    for number, (place, right) in enumerate(asked, 1):
        names = [right, *_others(ladders, place, right, dice)]
        dice.shuffle(names)
        question = f"q{number:03d}"
        questions_.append(
            {
                "id": question,
                "image": f"{question}.png",
                "names": [{"en": in_english[each], "de": in_german[each]} for each in names],
            }
        )
        key[question] = {
            "level": right,
            "ladder": ladders[place].key,
            "answer": names.index(right) + 1,
            "names": names,
        }
    return questions_, key


def _others(ladders: tuple[StarterLadder, ...], place: int, right: str, dice: Random) -> list[str]:
    """Return four other levels: of the ladder, then of its neighbours."""
    near = [level.key for level in ladders[place].levels if level.key != right]
    dice.shuffle(near)
    beside = [
        level.key
        for other in (place - 1, place + 1)
        if 0 <= other < len(ladders)
        for level in ladders[other].levels
    ]
    dice.shuffle(beside)
    return [*near, *beside][: NAMES - 1]


def ask(folder: Path, key_file: Path, seed: int) -> None:
    """Write pictures and questions into ``folder``, and what is right into ``key_file``."""
    folder.mkdir(parents=True, exist_ok=True)
    if folder.resolve() in key_file.resolve().parents:
        raise SystemExit("The key may not lie beside the questions.")
    asked, key = questions(seed)
    with launched() as browser:
        page = browser.new_page(viewport={"width": WIDE, "height": HIGH})
        for question in asked:
            drawn = still(figures()[key[question["id"]]["level"]])
            sized = drawn.replace("<svg ", f'<svg width="{WIDE}" height="{HIGH}" ', 1)
            page.set_content(f'<body style="margin:0;background:#fff">{sized}</body>')
            page.screenshot(path=folder / question["image"])
    _write(folder / "questions.json", asked)
    _write(key_file, {"seed": seed, "questions": key})
    sys.stdout.write(f"{len(asked)} questions in {folder}, what is right in {key_file}" + "\n")


def _write(file: Path, data: Any) -> None:
    file.write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def table(rounds: list[tuple[dict[str, Any], dict[str, int]]]) -> tuple[str, bool]:
    """Return the table of all rounds, and whether it is enough."""
    asked: Counter[str] = Counter()
    right: Counter[str] = Counter()
    misses = []
    for number, (key, answers) in enumerate(rounds, 1):
        for question, each in key["questions"].items():
            asked[each["ladder"]] += 1
            answer = answers.get(question)
            if answer == each["answer"]:
                right[each["ladder"]] += 1
                continue
            in_range = isinstance(answer, int) and 0 < answer <= len(each["names"])
            taken = each["names"][answer - 1] if in_range and answer else "no answer"
            misses.append(f"| {number} | {each['ladder']} | {each['level']} | {taken} |")
    lines = ["| ladder | asked | right | share |", "|---|---|---|---|"]
    lines += [
        f"| {ladder} | {asked[ladder]} | {right[ladder]} | {right[ladder] / asked[ladder]:.0%} |"
        for ladder in asked
    ]
    whole = right.total() / asked.total()
    lines += [f"| all | {asked.total()} | {right.total()} | {whole:.1%} |", ""]
    lines += ["| round | ladder | shown | taken for |", "|---|---|---|---|", *sorted(misses)]
    low = [ladder for ladder in asked if right[ladder] / asked[ladder] < ENOUGH_IN_EACH]
    enough = whole >= ENOUGH and not low
    lines += ["", f"enough: {'yes' if enough else 'no'}", *(f"too few: {each}" for each in low)]
    return "\n".join(lines), enough


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    commands = parser.add_subparsers(dest="command", required=True)
    asking = commands.add_parser("ask")
    asking.add_argument("folder", type=Path)
    asking.add_argument("key", type=Path)
    asking.add_argument("--seed", type=int, required=True)
    scoring = commands.add_parser("score")
    scoring.add_argument("rounds", nargs="+", metavar="KEY=ANSWERS")
    wanted = parser.parse_args()
    if wanted.command == "ask":
        ask(wanted.folder, wanted.key, wanted.seed)
        return 0
    rounds = []
    for pair in wanted.rounds:
        key, _, answers = pair.partition("=")
        rounds.append((json.loads(Path(key).read_text()), json.loads(Path(answers).read_text())))
    text, enough = table(rounds)
    sys.stdout.write(text + "\n")
    return 0 if enough else 1


if __name__ == "__main__":
    sys.exit(main())
