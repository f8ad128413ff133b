"""How many pages an archive has, and how long it takes to plan them all: as many of each kind as stories make them grow.

``python benchmarks/pages.py 2000 20000`` plans archives of so many generated stories, without reading or rendering anything.
"""

from __future__ import annotations

import random
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from plugins.archive.recipe import digest  # noqa: E402
from plugins.pages.all import all_pages  # noqa: E402
from plugins.pages.collection import Collection  # noqa: E402
from plugins.vocabulary.moved import Moved  # noqa: E402
from plugins.vocabulary.vocabulary import Vocabulary  # noqa: E402
from tests.pages.make import facts, site  # noqa: E402

#: Months with the weight of their stories.
MONTHS = {"2020-01": 10, "2020-02": 60, "2020-03": 30, "2020-04": 8, "2020-05": 3, "2020-06": 2, "2021-01": 3}
MONTHS |= {"2021-08": 2, "2022-03": 4, "2022-04": 8, "2022-05": 5, "2022-11": 4, "2022-12": 3}


def stories(count: int, vocabulary: Vocabulary) -> list[dict[str, Any]]:
    """Stories as an archive gathers them: half of them in one province, few counties and roles with many, many with few."""
    chance = random.Random(count)
    counties = [place.id for place in vocabulary.places if place.level == "district"]
    chance.shuffle(counties)
    inner = [one for one in counties if one.startswith("hubei/")]
    outer = [one for one in counties if not one.startswith("hubei/")]
    roles = [role.id for role in vocabulary.roles]

    def place() -> str:
        near = chance.choice((inner, outer))
        (county,) = chance.choices(near, [(rank + 1) ** -0.8 for rank in range(len(near))])
        parts = vocabulary.places.children(county)
        return chance.choice(parts).id if parts and chance.random() < 0.6 else county

    def story(number: int) -> dict[str, Any]:
        (month,) = chance.choices(list(MONTHS), list(MONTHS.values()))
        places = {place(): None for _ in range(chance.choice((1, 1, 1, 1, 1, 2, 2, 3)))}
        named = chance.choices(roles, [1 / (rank + 1) for rank in range(len(roles))], k=chance.choice((1, 1, 2, 2, 3)))
        date = month if chance.random() < 0.15 else f"{month}-{chance.randint(1, 28):02}"
        return facts(f"story-{number:05}", date=date, places=list(places), roles=list(dict.fromkeys(named)))

    return [story(number) for number in range(count)]


def main(counts: list[int]) -> None:
    """Print a line for each number of stories."""
    vocabulary = Vocabulary.load(ROOT / "content")
    for count in counts:
        made = stories(count, vocabulary)
        start = time.process_time()
        pages = all_pages(site(), Collection.of(made, vocabulary), {one["id"]: [] for one in made}, [], Moved())
        planned = time.process_time() - start
        for page in pages:
            digest(page.data)
        seconds = time.process_time() - start
        kinds = Counter(page.template.partition(".")[0] for page in pages)
        print(f"{count} stories: {len(pages)} pages, planned in {planned:.1f} s, with digests {seconds:.1f} s")
        print("  " + ", ".join(f"{number} {kind}" for kind, number in kinds.most_common(8)))


if __name__ == "__main__":
    main([int(word) for word in sys.argv[1:]] or [2000])
