"""Near-duplicates among posts: scrm and datasketch (MinHashLSH) on the same posts with planted copies, in one run.

    PYTHONPATH=build/release/python python benchmarks/peers/near_duplicates.py src/sentiment/corpus/*.tsv \
        --peers VENV/bin/python

Both compare runs of five letters at a similarity of .6, one thread each, processor time. datasketch compares
sketches only: the earliest post that it proposes counts as the original.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import tempfile
import time

DATASKETCH = """
import json, sys, time
from datasketch import MinHash, MinHashLSH
posts = json.load(open(sys.argv[1], encoding="utf-8"))
began = time.process_time()
index = MinHashLSH(threshold=0.6, num_perm=128)
found = []
for number, post in enumerate(posts):
    letters = " " + " ".join(word for word in post.lower().split() if word[0] not in "#@" and "://" not in word) + " "
    sketch = MinHash(num_perm=128)
    sketch.update_batch([letters[i : i + 5].encode() for i in range(len(letters) - 4)])
    near = index.query(sketch)
    found.append(min(near) if near else number)
    if not near:
        index.insert(number, sketch)
print(json.dumps({"seconds": time.process_time() - began, "original": found}))
"""


def planted(files: list[str], count: int, seed: int) -> tuple[list[str], list[int]]:
    """Posts of words drawn from the files, every third an edited copy of an earlier one; and the truth."""
    draw = random.Random(seed)
    words: list[str] = []
    for file in files:
        with open(file, encoding="utf-8") as lines:
            for line in lines:
                words += line.rstrip("\n").rsplit("\t", 1)[-1].split()
    posts: list[str] = []
    sources: list[int] = []
    originals: list[int] = []
    while len(posts) < count:
        if not originals or draw.random() < 2 / 3:
            originals.append(len(posts))
            sources.append(len(posts))
            posts.append(" ".join(draw.choices(words, k=draw.randrange(10, 26))))
            continue
        source = draw.choice(originals)
        copy = posts[source].split()
        edit = draw.randrange(4)
        if edit == 0:
            copy = ["RT", "@user:", *copy, f"https://t.co/{draw.randrange(10**9)}"]
        elif edit == 1:
            copy = copy[: len(copy) - len(copy) // 5]
        elif edit == 2:
            copy[draw.randrange(len(copy))] = draw.choice(words)
        else:
            copy = [word.upper() for word in copy]
        sources.append(source)
        posts.append(" ".join(copy))
    return posts, sources


def judge(name: str, seconds: float, found: list[int], sources: list[int]) -> None:
    copies = [i for i, source in enumerate(sources) if source != i]
    joined = [i for i, original in enumerate(found) if original != i]
    recall = sum(found[i] == sources[i] for i in copies) / len(copies)
    precision = sum(sources[found[i]] == sources[i] for i in joined) / len(joined)
    print(f"{name}: {len(found) / seconds:,.0f} posts/s, recall {recall:.4f}, precision {precision:.4f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", nargs="+", help="tab-separated files whose last column is a text")
    parser.add_argument("--peers", required=True, help="a Python that has datasketch")
    parser.add_argument("--posts", type=int, default=20_000)
    arguments = parser.parse_args()
    from scrm import sentiment

    posts, sources = planted(arguments.corpus, arguments.posts, 1)
    began = time.process_time()
    found = sentiment.near_duplicates(posts, threads=1).to_dict()["original"]
    judge("scrm", time.process_time() - began, found, sources)
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", suffix=".json") as file:
        json.dump(posts, file)
        file.flush()
        peer = subprocess.run([arguments.peers, "-c", DATASKETCH, file.name], stdout=subprocess.PIPE, check=True)
    told = json.loads(peer.stdout)
    judge("datasketch", told["seconds"], told["original"], sources)


if __name__ == "__main__":
    main()
