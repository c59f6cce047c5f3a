"""Splink 5 on DuckDB, set up as its own tutorials do: one child process of linkage.py.

    python splink_dedupe.py records.csv clusters.csv U_PAIRS

Prints one JSON object: seconds by stage and the pairs that were scored.
"""

from __future__ import annotations

import json
import logging
import sys
import time

import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

THRESHOLD = 0.95


def settings() -> SettingsCreator:
    return SettingsCreator(
        link_type="dedupe_only",
        unique_id_column_name="id",
        blocking_rules_to_generate_predictions=[
            block_on("given_name", "family_name"),
            block_on("family_name", "birth_date"),
            block_on("given_name", "birth_date"),
            block_on("phones"),
            block_on("emails"),
            block_on("birth_date", "city"),
        ],
        comparisons=[
            cl.NameComparison("given_name").configure(term_frequency_adjustments=True),
            cl.NameComparison("family_name").configure(term_frequency_adjustments=True),
            cl.DateOfBirthComparison("birth_date", input_is_string=True),
            cl.ExactMatch("phones").configure(term_frequency_adjustments=True),
            cl.EmailComparison("emails"),
            cl.ExactMatch("city").configure(term_frequency_adjustments=True),
        ],
    )


def main() -> None:
    source, target, u_pairs = sys.argv[1], sys.argv[2], float(sys.argv[3])
    logging.getLogger("splink").setLevel(logging.ERROR)
    stages: dict[str, float] = {}
    began = time.perf_counter()

    def done(stage: str) -> None:
        nonlocal began
        stages[stage] = round(time.perf_counter() - began, 3)
        began = time.perf_counter()

    database = DuckDBAPI()
    database._con.execute(
        f"create table records as select * from read_csv('{source}', header=true, all_varchar=true, nullstr='')"
    )
    linker = Linker(database.register("records"), settings())
    done("read")
    linker.training.estimate_probability_two_random_records_match(
        [block_on("phones"), block_on("given_name", "family_name", "birth_date")], recall=0.7
    )
    done("prior")
    linker.training.estimate_u_using_random_sampling(max_pairs=u_pairs, seed=1)
    done("u")
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("given_name", "family_name"))
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("birth_date"))
    done("EM")
    predictions = linker.inference.predict(threshold_match_probability=0.01)
    done("predict")
    clusters = linker.clustering.cluster_pairwise_predictions_at_threshold(
        predictions, threshold_match_probability=THRESHOLD
    )
    database._con.execute(
        f"copy (select id as record_id, cluster_id from {clusters.physical_name}) to '{target}' (header)"
    )
    done("cluster")
    print(json.dumps({"stages": stages}))


if __name__ == "__main__":
    main()
