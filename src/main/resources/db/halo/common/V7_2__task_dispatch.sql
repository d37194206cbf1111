-- One row: who may dispatch now is decided under its lock, so that budgets and the pause hold however many ask at once.
create table dispatch_gate (
    id           int primary key,
    paused_at    timestamp(6) with time zone,
    paused_by    varchar(200),
    pause_reason varchar(500)
);
insert into dispatch_gate (id) values (1);

-- One line for every time that a task went through the gate.
create table task_run (
    task_id         uuid                        not null references repair_task (id),
    run             int                         not null,
    dispatched_at   timestamp(6) with time zone not null,
    idempotency_key varchar(100)                not null,
    content_hash    varchar(64)                 not null,
    channel         varchar(20)                 not null,
    target          varchar(500),
    standing_id     uuid,
    agent           varchar(200),
    lease_id        uuid,
    outcome         varchar(20),
    message         varchar(2000),
    data            text,
    finished_at     timestamp(6) with time zone,
    primary key (task_id, run)
);
create index task_run_at on task_run (dispatched_at);
create index task_run_lease on task_run (lease_id);
create index task_run_standing on task_run (standing_id, dispatched_at);

-- One line for every send to a target.
create table task_attempt (
    id          uuid primary key,
    task_id     uuid                        not null references repair_task (id),
    run         int                         not null,
    number      int                         not null,
    at          timestamp(6) with time zone not null,
    channel     varchar(20)                 not null,
    target      varchar(500)                not null,
    http_status int,
    error       varchar(500),
    next_at     timestamp(6) with time zone
);
create index task_attempt_of on task_attempt (task_id, id);

create table standing_approval (
    id               uuid primary key,
    type             varchar(100)                not null,
    subject_pattern  varchar(300)                not null,
    highest_severity varchar(10)                 not null,
    per_hour         int                         not null,
    until_at         timestamp(6) with time zone not null,
    reason           varchar(500)                not null,
    created_by       varchar(200)                not null,
    created_at       timestamp(6) with time zone not null,
    revoked_by       varchar(200),
    revoked_at       timestamp(6) with time zone
);
-- One line for every task that a standing approval spoke for.
create table standing_use (
    standing_id uuid                        not null references standing_approval (id),
    task_id     uuid                        not null references repair_task (id),
    at          timestamp(6) with time zone not null,
    primary key (standing_id, task_id)
);
create index standing_use_at on standing_use (standing_id, at);
