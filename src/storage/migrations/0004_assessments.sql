-- What the posts of customers say: computed by a model, so it can be computed again. checksum is the one of the
-- stored version of the interaction that was assessed.

create table scrm_assessment (
    network {key} not null,
    scope {key} not null,
    external_id {key} not null,
    checksum bigint not null,
    posted_at bigint not null,
    language text not null,
    sentiment text not null,
    p_negative double precision not null,
    p_neutral double precision not null,
    p_positive double precision not null,
    intent text not null,
    p_intent double precision not null,
    product text not null,
    p_product double precision not null,
    urgent bigint not null,
    p_urgent double precision not null,
    lead bigint not null,
    p_lead double precision not null,
    churn bigint not null,
    p_churn double precision not null,
    brands text not null,
    model text not null,
    assessed_at bigint not null,
    primary key (network, scope, external_id)
) {clustered};

-- The model in force; without a row it is the one that is compiled in.
create table scrm_text_model (
    id bigint not null primary key,
    digest text not null,
    model_hex text not null
);

-- What people set right. The event names the field and commits to the value; the value stands apart, because
-- erasing an interaction takes it away.
alter table scrm_decision add column external_id {key} not null default '';
alter table scrm_decision add column field text not null default '';
alter table scrm_decision add column value_commitment text not null default '';

create table scrm_correction (
    network {key} not null,
    scope {key} not null,
    external_id {key} not null,
    field {key} not null,
    value text not null,
    sequence bigint not null,
    primary key (network, scope, external_id, field)
);
