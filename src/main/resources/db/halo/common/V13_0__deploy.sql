create table deploy (
    id           uuid primary key,
    service      varchar(200)                not null,
    version      varchar(200)                not null,
    environment  varchar(200),
    deployed_at  timestamp(6) with time zone not null,
    recorded_at  timestamp(6) with time zone not null,
    recorded_by  varchar(200)                not null,
    -- who told of it: api, github, gitlab, event, info, tag
    source       varchar(20)                 not null,
    commit_id    varchar(100),
    url          varchar(2000),
    -- kind:id of the subjects that were named with it, one a line; empty where none was
    subjects     text                        not null,
    -- two reports of one key are one deploy
    report_key   varchar(300) unique
);
create index deploy_at on deploy (deployed_at);
create index deploy_service on deploy (service, id);

-- when HALO is to look after a deploy, and which cycle did
create table deploy_look (
    id           uuid primary key,
    deploy_id    uuid                        not null references deploy (id) on delete cascade,
    after_ms     bigint                      not null,
    due_at       timestamp(6) with time zone not null,
    status       varchar(20)                 not null,
    asked_at     timestamp(6) with time zone,
    cycle_id     uuid,
    detail       varchar(500)
);
create index deploy_look_due on deploy_look (status, due_at);
create index deploy_look_of on deploy_look (deploy_id, after_ms);
