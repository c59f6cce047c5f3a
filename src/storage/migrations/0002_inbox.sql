-- Deliveries of networks, stored before their sender is told "OK".

create table scrm_inbox (
    sequence bigint not null primary key,
    idempotency_key {key} not null unique,
    source {key} not null,
    body_hex text not null,
    state text not null,
    attempts bigint not null,
    reason text not null,
    received_at bigint not null
);
create index scrm_inbox_by_state on scrm_inbox (state, sequence);
