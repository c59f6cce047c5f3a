"""Commands around links: resolve, look, decide, explain."""

from __future__ import annotations

import argparse
from typing import Any

import scrm
from scrm.cli.main import EXIT_DONE
from scrm.cli.output import ProgressBar, print_json, shown, table, target, write_text

# A comparison to which one side has nothing to say.
_SILENT = "no evidence"


def _open(arguments: argparse.Namespace) -> scrm.Crm:
    return scrm.open(arguments.db, create=False)


def resolve(arguments: argparse.Namespace) -> int:
    model = scrm.identity.MatchModel.load(arguments.model) if arguments.model else None
    crm = _open(arguments)
    report = crm.resolution.run(threads=arguments.threads, model=model, progress=ProgressBar.callback())
    if arguments.links_out:
        crm.resolution.write_links(target(arguments.links_out))
    outcome = report.to_dict()
    if arguments.json:
        print_json(outcome)
        return EXIT_DONE
    print(f"{outcome['identities']:,} social profiles against {outcome['customers']:,} customer records")
    print(f"  match   {outcome['match']:>10,}  linked, each to one customer")
    print(f"  review  {outcome['review']:>10,}  a person should look")
    print(f"  none    {outcome['none']:>10,}  no customer found")
    print(
        f"  {outcome['duplicate_records']:,} customer records look like duplicates "
        f"({outcome['duplicate_clusters']:,} groups)"
    )
    return EXIT_DONE


def links(arguments: argparse.Namespace) -> int:
    _open(arguments).resolution.write_links(target(arguments.output))
    return EXIT_DONE


def clusters(arguments: argparse.Namespace) -> int:
    _open(arguments).resolution.write_clusters(target(arguments.output))
    return EXIT_DONE


def review(arguments: argparse.Namespace) -> int:
    queue = _open(arguments).resolution.review_queue(limit=arguments.limit)
    rows = [link.to_dict() for link in queue]
    if arguments.json:
        print_json(rows, arguments.output)
        return EXIT_DONE
    lines = [
        (
            f"{row['network']}:{row['network_user_id']}",
            row["scope"] or "",
            row["customer_id"],
            f"{row['probability']:.3f}",
            f"{row['match_weight']:.1f}",
        )
        for row in rows
    ]
    text = (
        table(lines, ("account", "scope", "customer_id", "probability", "weight (bits)"))
        if lines
        else "the review queue is empty"
    )
    write_text(text + "\n", arguments.output)
    return EXIT_DONE


def decide(arguments: argparse.Namespace) -> int:
    resolution = _open(arguments).resolution
    decision = getattr(resolution, arguments.decision)
    decision(
        arguments.account,
        arguments.customer,
        scope=arguments.scope,
        actor=arguments.actor,
        reason=arguments.reason,
    )
    return EXIT_DONE


def merge(arguments: argparse.Namespace) -> int:
    result = _open(arguments).resolution.merge(
        arguments.survivor, arguments.others, actor=arguments.actor, reason=arguments.reason
    )
    if arguments.json:
        print_json(result.to_dict())
    else:
        print(shown(f"merge {result.merge_id}: {', '.join(result.merged)} into {result.survivor}"))
    return EXIT_DONE


def unmerge(arguments: argparse.Namespace) -> int:
    _open(arguments).resolution.unmerge(arguments.merge, actor=arguments.actor, reason=arguments.reason)
    return EXIT_DONE


def keep_apart(arguments: argparse.Namespace) -> int:
    resolution = _open(arguments).resolution
    decide = resolution.lift_keep_apart if arguments.lift else resolution.keep_apart
    decide(arguments.first, arguments.second, actor=arguments.actor, reason=arguments.reason)
    return EXIT_DONE


def why(arguments: argparse.Namespace) -> int:
    explanation = _open(arguments).resolution.why(
        arguments.account, arguments.customer, scope=arguments.scope, show_values=arguments.show_values
    )
    if arguments.chart:
        explanation.plot().save(arguments.chart)
    evidence: dict[str, Any] = explanation.to_dict()
    if arguments.json:
        print_json(evidence)
        return EXIT_DONE
    print(shown(f"{arguments.account} and customer {arguments.customer}"))
    silent = [part["comparison"] for part in evidence["comparisons"] if part["level"] == _SILENT]
    rows = [
        (
            part["comparison"],
            part["level"],
            f"{part['weight']:+.2f}",
            f"{part['term_frequency_weight']:+.2f}" if part["term_frequency_weight"] else "",
            part["left"],
            part["right"],
        )
        for part in evidence["comparisons"]
        if part["level"] != _SILENT
    ]
    print(table(rows, ("comparison", "agreement", "bits", "by rarity", "profile", "customer")))
    if silent:
        print(f"nothing to compare: {', '.join(silent)}")
    print(f"prior {evidence['prior_weight']:+.2f} bits, together {evidence['match_weight']:+.2f} bits")
    if evidence.get("link"):
        link = evidence["link"]
        print(
            f"link: {link['status']}, tier {link['tier']}, assurance {link['assurance']}, "
            f"probability {link['probability']:.4f} over all candidates"
        )
    return EXIT_DONE


def how(arguments: argparse.Namespace) -> int:
    policy = scrm.identity.SurvivorshipPolicy.load(arguments.policy) if arguments.policy else None
    crm = _open(arguments)
    story: dict[str, Any] = crm.resolution.how(arguments.customer).to_dict()
    if policy:
        story["golden"] = crm.customers.golden(story["survivor"], policy=policy)
    if arguments.json:
        print_json(story)
        return EXIT_DONE
    if story["asked"] == story["survivor"]:
        print(shown(f"customer {story['survivor']}"))
    else:
        print(shown(f"customer {story['asked']} is now {story['survivor']}"))
    print(shown(f"records: {', '.join(story['records'])}"))
    for entry in story["decisions"]:
        state = "" if entry["live"] else "  (no longer in force)"
        reason = f": {entry['reason']}" if entry["reason"] else ""
        merge = f"  {entry['merge_id']}" if entry["merge_id"] else ""
        line = f"{entry['decision']:<10} {entry['subject']}{merge}  by {entry['actor']}{reason}{state}"
        print(shown(f"  {entry['at']}  {line}"))
    for link in story["links"]:
        scope = f" ({link['scope']})" if link["scope"] else ""
        print(
            shown(f"  profile {link['network']}:{link['network_user_id']}{scope}  {link['status']}, ")
            + f"{link['assurance']}, probability {link['probability']:.3f}"
        )
    if story["golden"]:
        rows = [(field["attribute"], field["value"], field["source"]) for field in story["golden"]]
        print(table(rows, ("attribute", "value", "from")))
    return EXIT_DONE


def search(arguments: argparse.Namespace) -> int:
    asked = {
        "name": arguments.name,
        "phone": arguments.phone,
        "email": arguments.email,
        "birth_date": arguments.birth_date,
        "city": arguments.city,
    }
    customers = _open(arguments).customers
    found = customers.search(limit=arguments.limit, complete=arguments.complete, **asked)
    hits = [hit.to_dict() for hit in found]
    if arguments.json:
        print_json(hits)
        return EXIT_DONE
    if not hits:
        print("nobody found")
        return EXIT_DONE
    rows = [
        (hit["customer_id"], hit["owner"], f"{hit['match_weight']:.1f}", hit["name"], hit["birth_date"], hit["city"])
        for hit in hits
    ]
    print(table(rows, ("customer_id", "survivor", "bits", "name", "birth date", "city")))
    return EXIT_DONE
