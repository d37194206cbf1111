-- Every event that came in or went out. One table for both directions, so that one list shows what happened.
create table wormhole_event (
    id           uuid primary key,
    direction    varchar(3)                  not null,
    -- the order of what is delivered, without gaps; given after the commit, null until then
    position     bigint,
    source       varchar(500)                not null,
    event_id     varchar(500)                not null,
    -- a hash of source and event_id: CloudEvents names an event by the two, and both are long texts of others' making
    event_key    uuid                        not null,
    type         varchar(200)                not null,
    subject      varchar(500),
    source_type  varchar(100),
    source_id    varchar(200),
    severity     varchar(10)                 not null,
    -- JSON: a list of kind:id, and a map
    subjects     text                        not null,
    labels       text                        not null,
    -- JSON; null where the event carries none
    data         text,
    content_type varchar(200),
    data_schema  varchar(500),
    time         timestamp(6) with time zone not null,
    received_at  timestamp(6) with time zone not null,
    trace_parent varchar(200),
    trace_state  varchar(600),
    -- with which others it was taken in; null for what went out
    intake       uuid,
    constraint wormhole_event_once unique (event_key),
    constraint wormhole_event_position unique (position)
);
create index wormhole_event_received on wormhole_event (received_at);
create index wormhole_event_intake on wormhole_event (intake);

-- What was taken in but is not routed yet. A row goes in the transaction that writes what its events set in motion.
create table wormhole_intake (
    id       uuid primary key,
    events   int                         not null,
    attempts int                         not null default 0,
    retry_at timestamp(6) with time zone
);

-- What became of an event: one row for each wormhole that it went through or that held it back.
create table wormhole_outcome (
    event_id uuid                        not null references wormhole_event (id) on delete cascade,
    wormhole varchar(200)                not null,
    action   varchar(20)                 not null,
    outcome  varchar(20)                 not null,
    detail   varchar(1000),
    at       timestamp(6) with time zone not null,
    primary key (event_id, wormhole)
);
