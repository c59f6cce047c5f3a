-- Records are kept as their canonical documents; columns beside them are keys and what SQL has to compare.
-- {key} is text that sorts by bytes, {row_id} a row id where the database has none of its own order of arrival,
-- {clustered} a table that is its own index. No column is ever NULL; every integer is 64 bits wide.

create table scrm_migration (
    version bigint not null primary key,
    checksum text not null,
    applied_at bigint not null
);

create table scrm_meta (
    name {key} not null primary key,
    value text not null
);

create table scrm_customer (
    {row_id}
    customer_id {key} not null unique,
    document {key} not null,
    originals {key} not null,
    checksum bigint not null
);

create table scrm_identity (
    {row_id}
    network {key} not null,
    scope {key} not null,
    network_user_id {key} not null,
    observed_at bigint not null,
    document {key} not null,
    originals {key} not null,
    checksum bigint not null,
    unique (network, scope, network_user_id)
);

create table scrm_interaction (
    {row_id}
    network {key} not null,
    scope {key} not null,
    external_id {key} not null,
    version_at bigint not null,
    deleted bigint not null,
    document {key} not null,
    originals {key} not null,
    checksum bigint not null,
    unique (network, scope, external_id)
);

-- What people decided, append-only. Reasons stand apart because erasing a person takes them away.
create table scrm_decision (
    sequence bigint not null primary key,
    kind text not null,
    network {key} not null,
    scope {key} not null,
    network_user_id {key} not null,
    customer_id {key} not null,
    other_id {key} not null,
    merge_id {key} not null,
    actor text not null,
    decided_at bigint not null,
    audit_sequence bigint not null
);
create index scrm_decision_by_customer on scrm_decision (customer_id);
create index scrm_decision_by_other on scrm_decision (other_id);
create index scrm_decision_by_account on scrm_decision (network, network_user_id);
create index scrm_decision_by_merge on scrm_decision (merge_id);

create table scrm_decision_reason (
    sequence bigint not null primary key,
    reason text not null
);

-- The state that follows from the decisions: what is live.
create table scrm_pair_decision (
    network {key} not null,
    scope {key} not null,
    network_user_id {key} not null,
    customer_id {key} not null,
    kind text not null,
    sequence bigint not null,
    primary key (network, scope, network_user_id, customer_id)
);
create index scrm_pair_decision_by_customer on scrm_pair_decision (customer_id);

create table scrm_keep_apart (
    customer_id {key} not null,
    other_id {key} not null,
    sequence bigint not null,
    primary key (customer_id, other_id)
);
create index scrm_keep_apart_by_other on scrm_keep_apart (other_id);

create table scrm_merge (
    survivor_id {key} not null,
    other_id {key} not null,
    merge_id {key} not null,
    sequence bigint not null,
    primary key (survivor_id, other_id)
);
create index scrm_merge_by_other on scrm_merge (other_id);
create index scrm_merge_by_id on scrm_merge (merge_id);

create table scrm_link (
    network {key} not null,
    scope {key} not null,
    network_user_id {key} not null,
    customer_id {key} not null,
    probability double precision not null,
    match_weight double precision not null,
    tier text not null,
    status text not null,
    assurance text not null,
    primary key (network, scope, network_user_id, customer_id)
) {clustered};
create index scrm_link_by_customer on scrm_link (customer_id);

-- Only records that share their cluster with another one.
create table scrm_cluster (
    customer_id {key} not null primary key,
    cluster_id {key} not null
) {clustered};

create table scrm_run (
    sequence bigint not null primary key,
    started_at bigint not null,
    finished_at bigint not null,
    model_digest text not null,
    model text not null,
    counts text not null
);

create table scrm_quarantine (
    digest {key} not null primary key,
    kind {key} not null,
    row_number bigint not null,
    reason text not null,
    raw_hex text not null,
    occurrence bigint not null,
    attempts bigint not null,
    received_at bigint not null
);

create index scrm_quarantine_by_row on scrm_quarantine (kind, row_number, digest);

create table scrm_applied_key (
    idempotency_key {key} not null primary key,
    applied_at bigint not null
);

create table scrm_audit (
    sequence bigint not null primary key,
    logged_at bigint not null,
    action text not null,
    actor text not null,
    details text not null,
    previous text not null,
    hash text not null
);

create table scrm_audit_head (
    id bigint not null primary key,
    sequence bigint not null,
    hash text not null
);
insert into scrm_audit_head (id, sequence, hash)
values (1, 0, '0000000000000000000000000000000000000000000000000000000000000000');

{begin sqlite}
create trigger scrm_audit_keeps before update on scrm_audit
begin select raise(abort, 'append-only'); end;
create trigger scrm_audit_stays before delete on scrm_audit
begin select raise(abort, 'append-only'); end;
create trigger scrm_decision_keeps before update on scrm_decision
begin select raise(abort, 'append-only'); end;
create trigger scrm_decision_stays before delete on scrm_decision
begin select raise(abort, 'append-only'); end;
{end}
{begin postgresql}
create function scrm_refuse() returns trigger language plpgsql as
$$ begin raise exception 'append-only' using errcode = '23001'; end $$;
create trigger scrm_audit_stays before update or delete on scrm_audit
    for each row execute function scrm_refuse();
create trigger scrm_decision_stays before update or delete on scrm_decision
    for each row execute function scrm_refuse();
{end}
