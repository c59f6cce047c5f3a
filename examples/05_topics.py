"""What a week of posts was about: reposts, new words, spikes, opinions by clause; with a model of one's own in between.

python 05_topics.py
"""

import random
from datetime import UTC, datetime, timedelta

from scrm import sentiment

TALK = ["карта", "перевод", "приложение", "вклад", "кредит", "очередь", "отделение", "лимит", "курс", "справка", "код"]
RUMOUR = "говорят, банк закрывает половину отделений по всей стране уже с понедельника"


def weeks_of_posts(seed: int = 1) -> list[tuple[datetime, str]]:
    """Six quiet weeks; in the last one the terminals fail for an hour and a rumour goes round."""
    draw = random.Random(seed)

    def words() -> str:
        return " ".join(draw.choices(TALK, k=7))

    start = datetime(2026, 3, 2, tzinfo=UTC)
    posts = [
        (start + timedelta(hours=hour, minutes=draw.randrange(60)), words())
        for hour in range(6 * 168)
        for _ in range(3)
    ]
    outage = start + timedelta(hours=5 * 168 + 15)
    posts += [
        (outage + timedelta(minutes=i), draw.choice(("терминал лежит, ужас", "терминалы лежат")) + " " + words())
        for i in range(40)
    ]
    posts += [(outage + timedelta(hours=20 + i), f"RT @user{i}: {RUMOUR} https://t.co/{i}") for i in range(25)]
    return posts


def shouting(texts: list[str]) -> list[dict[str, dict[str, float]]]:
    """Stands for a heavier model: it knows sentiment only, and leaves the other answers to the built-in one."""
    return [{"sentiment": {"negative": 0.9, "neutral": 0.1}} if "ужас" in text else {} for text in texts]


if __name__ == "__main__":
    times, texts = zip(*weeks_of_posts(), strict=True)
    report = sentiment.report_topics(texts, times)
    print(f"{report['posts']} posts, {report['originals']} of them original")
    for term in report["terms"][:3]:
        print(f"{term['text']}: {term['posts']} posts, {term['lift']:.0f} times as often; {term['forms']}")
    for spike in report["spikes"]:
        print(f"spike at {spike['peak']}: {spike['posts']} posts where {spike['expected']:.1f} are usual")
    largest = report["groups"][0]
    print(f"repeated {len(largest['posts'])} times: {texts[largest['original']][:60]}…")

    post = "Приложение удобное, но поддержка ужасная"
    for aspect in sentiment.aspects(post):
        print(aspect["product"], aspect["polarity"], "–", post[slice(*aspect["clause"])])

    classifier = sentiment.OutsideClassifier(shouting, batch=16, timeout=2)
    said = classifier.classify(texts[-65:]).to_dict()
    print(said["sentiment"].count("negative"), "negative;", classifier.report["answered"], "answered by the own model")
