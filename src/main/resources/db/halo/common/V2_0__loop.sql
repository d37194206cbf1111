-- One row: who joins the next cycle is decided under its lock.
create table cycle_flight (
    id            int primary key,
    next_cycle_id uuid
);
insert into cycle_flight (id) values (1);

create table cycle_request (
    id              uuid primary key,
    trigger_name    varchar(60)                 not null,
    mode            varchar(10)                 not null,
    scope           text                        not null,
    reason          varchar(500),
    requested_by    varchar(200)                not null,
    requested_at    timestamp(6) with time zone not null,
    status          varchar(20)                 not null,
    cycle_id        uuid                        not null,
    failures        int                         not null,
    idempotency_key varchar(200) unique,
    version         bigint                      not null
);
create index cycle_request_status on cycle_request (status);
create index cycle_request_cycle on cycle_request (cycle_id);
create index cycle_request_trigger on cycle_request (trigger_name, requested_at);

create table halo_cycle (
    id               uuid primary key,
    started_at       timestamp(6) with time zone not null,
    status           varchar(20)                 not null,
    mode             varchar(10)                 not null,
    triggers         varchar(1000)               not null,
    reason           varchar(2000),
    duration_ms      bigint,
    issue_count      int                         not null,
    weak_point_count int                         not null,
    task_count       int                         not null,
    dispatch_count   int                         not null,
    summary          varchar(2000),
    rerun_as         uuid,
    version          bigint                      not null
);
create index halo_cycle_status on halo_cycle (status);

create table halo_cycle_detail (
    cycle_id uuid primary key,
    detail   text not null
);

create table weak_point (
    id             uuid primary key,
    analyzer       varchar(63)                 not null,
    code           varchar(100)                not null,
    subject_kind   varchar(20)                 not null,
    subject_id     varchar(200)                not null,
    -- set while it is not resolved: no two weak points of one identity are open at once
    open_identity  varchar(400) unique,
    severity       varchar(10)                 not null,
    summary        varchar(1000)               not null,
    state          varchar(20)                 not null,
    first_seen_at  timestamp(6) with time zone not null,
    last_seen_at   timestamp(6) with time zone not null,
    occurrences    int                         not null,
    recurrences    int                         not null,
    stale          boolean                     not null,
    resolved_at    timestamp(6) with time zone,
    resolution     varchar(40),
    related_issues text                        not null,
    data           text                        not null,
    version        bigint                      not null
);
create index weak_point_resolved on weak_point (analyzer, resolved_at);
create index weak_point_subject on weak_point (subject_kind, subject_id);

create table weak_point_event (
    id            uuid primary key,
    weak_point_id uuid                        not null references weak_point (id),
    at            timestamp(6) with time zone not null,
    actor         varchar(200)                not null,
    kind          varchar(40)                 not null,
    cycle_id      uuid,
    detail        varchar(1000)
);
create index weak_point_event_of on weak_point_event (weak_point_id, id);

create table repair_task (
    id               uuid primary key,
    type             varchar(100)                not null,
    status           varchar(20)                 not null,
    priority         varchar(10)                 not null,
    target_agents    text                        not null,
    payload          text                        not null,
    strategy         varchar(63)                 not null,
    weak_point_id    uuid                        not null,
    subject_kind     varchar(20)                 not null,
    subject_id       varchar(200)                not null,
    severity         varchar(10)                 not null,
    -- set while it is active: one active task per weak point and strategy
    active_key       varchar(120) unique,
    squad_id         varchar(200),
    routing_error    varchar(500),
    cycle_id         uuid                        not null,
    proposed_at      timestamp(6) with time zone not null,
    expires_at       timestamp(6) with time zone,
    content_hash     varchar(64)                 not null,
    approved_by      varchar(200),
    approved_at      timestamp(6) with time zone,
    approval_comment varchar(2000),
    approved_hash    varchar(64),
    status_reason    varchar(2000),
    version          bigint                      not null
);
create index repair_task_status on repair_task (status, expires_at);
create index repair_task_weak_point on repair_task (weak_point_id);
