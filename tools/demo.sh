#!/usr/bin/env bash
# The main job on a synthetic bank: sample, import, resolve, report. Called by ./dev demo with the Python to use.
set -euo pipefail

python=$1
folder=build/demo
customers=5000 identities=3000 interactions=2000

scrm() { "$python" -m scrm "$@"; }
title() { printf '\n=== %s\n' "$*"; }

rm -rf "$folder"
mkdir -p "$folder"
started=$SECONDS

title "A synthetic bank: $customers customers, $identities social profiles, $interactions posts"
scrm sample --customers $customers --identities $identities --interactions $interactions --seed 2026 -o "$folder/bank"

title "Import"
scrm import customers "$folder/bank/customers.csv" --db "$folder/bank.db"
scrm import identities "$folder/bank/identities.jsonl" --db "$folder/bank.db"
scrm import interactions "$folder/bank/interactions.jsonl" --db "$folder/bank.db"

title "Resolve: which profile belongs to which customer"
scrm resolve --db "$folder/bank.db" --links-out "$folder/links.csv" --json >"$folder/resolve.json"
scrm clusters --db "$folder/bank.db" -o "$folder/clusters.csv"
scrm evaluate --truth "$folder/bank/truth.csv" --links "$folder/links.csv" --json >"$folder/links.json"
scrm evaluate --truth "$folder/bank/truth.csv" --clusters "$folder/clusters.csv" --json >"$folder/clusters.json"
"$python" tools/demo_summary.py "$folder"

title "Check and report"
scrm verify --db "$folder/bank.db"
scrm report --db "$folder/bank.db" -o "$folder/report.html"
printf '\nDone in %d s. Next: scrm review --db %s\n' $((SECONDS - started)) "$folder/bank.db"

if [[ -t 1 && -n ${DISPLAY:-}${WAYLAND_DISPLAY:-} ]] && command -v xdg-open >/dev/null; then
    xdg-open "$folder/report.html" >/dev/null 2>&1 || true
fi
printf '%s\n' "$folder/report.html"
