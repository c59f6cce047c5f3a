-- What customers are looked up by: hashes that follow from their documents. Those of a large batch of new records
-- are a segment, sorted and packed into blocks, for a row a key would cost more than the records do.

create table scrm_search_block (
    segment bigint not null,
    first_hash bigint not null,
    entries {key} not null,
    primary key (segment, first_hash)
) {clustered};

-- Those of records that came or changed in small numbers: segment 0.
create table scrm_search_key (
    hash bigint not null,
    customer_id {key} not null,
    primary key (hash, customer_id)
) {clustered};

-- The keys of each customer and where they are, so that they can be taken away.
create table scrm_search_record (
    customer_id {key} not null primary key,
    segment bigint not null,
    hashes text not null
) {clustered};
