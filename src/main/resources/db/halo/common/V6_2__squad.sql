-- the squads that Squad Builder lists
create table pulled_squad (
    id        varchar(200) primary key,
    name      varchar(200)                not null,
    members   varchar(1000000)            not null,
    listed_at timestamp(6) with time zone not null
);

-- what was known of a squad at one moment; kept for a few hours
create table squad_sample (
    squad_id        varchar(200) not null,
    origin          varchar(20)  not null,
    at_ms           bigint       not null,
    running         bigint,
    queued          bigint,
    completed       bigint       not null,
    failed          bigint       not null,
    avg_duration_ms double precision,
    members         varchar(1000000),
    primary key (squad_id, origin, at_ms)
);
create index squad_sample_at on squad_sample (at_ms);

-- what is kept of a squad's past, hour by hour, for comparison
create table squad_hour (
    squad_id  varchar(200)     not null,
    origin    varchar(20)      not null,
    hour_ms   bigint           not null,
    median_ms double precision not null,
    p95_ms    double precision not null,
    primary key (squad_id, origin, hour_ms)
);
create index squad_hour_at on squad_hour (hour_ms);
