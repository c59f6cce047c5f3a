"""What posts say, with the built-in model and with one of your own labels.

python 03_posts.py FOLDER
"""

import csv
import sys
from pathlib import Path

import scrm

POSTS = [
    "Третий час не могу войти в приложение, а платёж надо сегодня! Что происходит?!",
    "Спасибо девочкам из отделения на Садовой, всё решили за десять минут))",
    "Підкажіть, будь ласка, яка ставка за депозитом на рік?",
    "Would be great if you let us freeze a card from the watch",
]


def classify(folder: Path) -> None:
    answers = scrm.sentiment.Classifier().classify(POSTS, explain=True).to_pandas()
    print(answers[["language", "sentiment", "intent", "product", "urgent"]].to_string())

    with open(folder / "calls.csv", "w", encoding="utf-8", newline="") as out:
        rows = csv.writer(out)
        rows.writerow(["text", "team"])
        for i in range(40):
            rows.writerow([f"не приходит код для входа, попытка {i}", "app"])
            rows.writerow([f"банкомат не выдал {i + 1} тысяч", "cash"])
    model, report = scrm.sentiment.train_file(folder / "calls.csv", text="text", label="team", seed=7)
    model.save(folder / "teams.model")
    print("held out:", report[0]["held_out"]["accuracy"])
    print(model.classify(["банкомат съел деньги"]).to_pandas()["label"][0])


if __name__ == "__main__":
    target = Path(sys.argv[1] if len(sys.argv) > 1 else "scrm-example")
    target.mkdir(exist_ok=True)
    classify(target)
