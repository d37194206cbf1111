-- silences and maintenance windows that were put by the API; windows that configuration declares are never stored
create table silence (
    id          uuid primary key,
    kind        varchar(20)                 not null,
    matchers    text                        not null,
    comment     varchar(1000)               not null,
    created_by  varchar(200)                not null,
    created_at  timestamp(6) with time zone not null,
    starts_at   timestamp(6) with time zone not null,
    ends_at     timestamp(6) with time zone,
    cron        varchar(100),
    time_zone   varchar(60),
    duration_ms bigint,
    ended_by    varchar(200)
);
create index silence_ends on silence (ends_at);

-- one row: which silences and windows the weak points were last judged by, as a hash, so that a begin or an end is noticed
-- once in the whole installation
create table silence_applied (
    id     int primary key,
    active varchar(64) not null
);
insert into silence_applied (id, active) values (1, '');
