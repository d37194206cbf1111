create table agent (
    id                  varchar(200) primary key,
    name                varchar(200)                not null,
    role                varchar(100)                not null,
    -- the role in lower case, by which it is compared
    role_key            varchar(300)                not null,
    squad               varchar(200),
    capabilities        varchar(100000)             not null,
    labels              varchar(100000)             not null,
    depends_on          varchar(100000)             not null,
    heartbeat_period_ms bigint                      not null,
    grace_ms            bigint                      not null,
    managed_by          varchar(30)                 not null,
    registered_at       timestamp(6) with time zone not null,
    -- silence before this instant does not count (registration, resumption)
    watched_since       timestamp(6) with time zone not null,
    paused              boolean                     not null,
    pause_reason        varchar(500),
    -- when the source that the agent came from stopped listing it
    delisted_at         timestamp(6) with time zone
);
create index agent_role_squad on agent (role_key, squad);
create index agent_managed_by on agent (managed_by);

-- the hot part: one narrow row for each agent, there from the registration on, so that a heartbeat is an update
create table agent_heartbeat (
    agent_id varchar(200) primary key references agent (id) on delete cascade,
    seen_at  timestamp(6) with time zone,
    status   varchar(20),
    message  varchar(500)
);

-- what another system says of an agent that was pulled from it
create table agent_sighting (
    agent_id varchar(200) primary key references agent (id) on delete cascade,
    online   boolean,
    seen_at  timestamp(6) with time zone
);
create table agent_source (
    id        varchar(30) primary key,
    pulled_at timestamp(6) with time zone not null
);
