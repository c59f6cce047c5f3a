"""An analyst's session: load a bank, link profiles, look at the evidence, write the dashboard.

python 02_explore.py FOLDER
"""

import sys
from pathlib import Path

import scrm


def explore(folder: Path) -> None:
    scrm.identity.write_sample(folder, customers=2_000, identities=1_000, seed=3)
    database = folder / "bank.db"
    database.unlink(missing_ok=True)

    with scrm.open(str(database)) as crm:
        print(crm.customers.import_csv(folder / "customers.csv").to_dict())
        print(crm.identities.import_jsonl(folder / "identities.jsonl").to_dict())
        report = crm.resolution.run()
        print(f"{report.match} matched, {report.review} to review, {report.none} unknown")

        best = max(crm.resolution.links(), key=lambda link: link.probability)
        evidence = crm.resolution.why(
            f"{best.network}:{best.network_user_id}", best.customer_id, scope=best.scope or None
        )
        for part in evidence.to_dict()["comparisons"]:
            print(f"  {part['comparison']}: {part['level']} ({part['weight']:+.1f} bits)")

        crm.resolution.write_links(folder / "links.csv")
        found = scrm.identity.evaluate_links(folder / "truth.csv", folder / "links.csv")
        print(found.to_text())

        (folder / "report.html").write_text(scrm.render_report(crm.summary()), encoding="utf-8")
        print(f"report: {folder / 'report.html'}")


if __name__ == "__main__":
    target = Path(sys.argv[1] if len(sys.argv) > 1 else "scrm-example")
    target.mkdir(exist_ok=True)
    explore(target)
