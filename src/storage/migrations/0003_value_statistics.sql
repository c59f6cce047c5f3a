-- How common values were at the last run, for explaining pairs without reading all records.

create table scrm_run_values (
    sequence bigint not null primary key,
    statistics_hex text not null
);
