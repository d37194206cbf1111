-- the wormholes that were put by the API; what HALO ships and what configuration declares is never stored
create table wormhole_rule (
    id         varchar(100) primary key,
    definition text                        not null,
    updated_at timestamp(6) with time zone not null
);

-- operators' words on which wormholes are open, whoever defined them
create table wormhole_switch (
    id         varchar(100) primary key,
    enabled    boolean                     not null,
    changed_by varchar(200)                not null,
    changed_at timestamp(6) with time zone not null
);

-- one row: what wormholes want of a cycle while the cool-down of their trigger holds them back; 0 events: nothing
create table wormhole_wish (
    id       int primary key,
    events   bigint not null,
    mode     varchar(10),
    -- JSON, a list of kind:id; null: everything
    subjects text,
    reason   varchar(500)
);
insert into wormhole_wish (id, events) values (1, 0);

-- the row that the trigger locks: there from the start, so that no replica has to make it in a transaction of events
insert into trigger_state (name) values ('wormhole');

-- what others say is wrong: the last word on each problem, until it is older than events are kept
create table wormhole_alert (
    alert_key   uuid primary key,
    origin      varchar(20)                 not null,
    subject     varchar(250)                not null,
    code        varchar(100)                not null,
    severity    varchar(10)                 not null,
    summary     varchar(500)                not null,
    -- JSON, a map
    details     text                        not null,
    wormhole    varchar(100),
    event_id    uuid                        not null,
    started_at  timestamp(6) with time zone not null,
    heard_at    timestamp(6) with time zone not null,
    -- until when it counts as firing
    expires_at  timestamp(6) with time zone not null,
    resolved_at timestamp(6) with time zone
);
create index wormhole_alert_heard on wormhole_alert (heard_at);
