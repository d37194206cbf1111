-- HALO's schema on H2 and on PostgreSQL. What must differ between the two follows in the next migration, one file for each.

-- ----- audit -------------------------------------------------------------------------------------------------------

create table audit_entry (
    id           uuid primary key,
    -- the order in which entries were written: of two that follow from each other, whatever the clocks of the replicas say
    seq          bigint generated always as identity,
    at           timestamp(6) with time zone not null,
    actor        varchar(200)                not null,
    action       varchar(100)                not null,
    subject_type varchar(60)                 not null,
    subject_id   varchar(400)                not null,
    from_state   varchar(60),
    to_state     varchar(60),
    reason       varchar(2000),
    -- by what token someone made a change: the beginning of its SHA-256, so that it is known after a rotation
    token        varchar(16),
    -- the roles of that token, and where the call came from
    role         varchar(60),
    address      varchar(100),
    -- the request in the course of which it was done
    request_id   varchar(64),
    -- which key it is proved by: the beginning of the SHA-256 of the key's own digest; null without a key
    key_id       varchar(8),
    -- its place in the chain, 1, 2, 3 …; null until it is sealed, which is soon after the commit
    link         bigint,
    -- in hex: of all its members until it is sealed, then of these, its place and the hash of the link before
    hash         varchar(64)                 not null,
    constraint audit_entry_seq unique (seq)
);
create unique index audit_entry_link on audit_entry (link, seq);
create index audit_entry_request on audit_entry (request_id, seq);
create index audit_entry_subject on audit_entry (subject_id, seq);
create index audit_entry_action on audit_entry (action, seq);
create index audit_entry_actor on audit_entry (actor, seq);
create index audit_entry_actor_action on audit_entry (actor, action, seq);
create index audit_entry_at on audit_entry (at);

-- The ends of the chain of the audit trail, and what the last check of all of it found. One row.
create table audit_head (
    id           integer primary key,
    -- the last link
    link         bigint      not null,
    hash         varchar(64) not null,
    -- the last link that retention removed; 0 where it has removed none
    removed_link bigint      not null,
    removed_hash varchar(64) not null,
    checked_at   timestamp(6) with time zone,
    checked_link bigint,
    -- what was wrong; null where nothing was
    fault        varchar(1000)
);
insert into audit_head (id, link, hash, removed_link, removed_hash)
values (1, 0, '0000000000000000000000000000000000000000000000000000000000000000', 0,
        '0000000000000000000000000000000000000000000000000000000000000000');

-- The tokens that were made over the API.
create table access_token (
    id             uuid primary key,
    name           varchar(60)                 not null,
    role           varchar(10)                 not null,
    -- for whom it speaks: an agent, the agents of a squad, or a source
    agent          varchar(200),
    squad          varchar(200),
    source         varchar(200),
    -- the beginning of the secret
    prefix         varchar(20)                 not null,
    -- the SHA-256 of the secret, in hex
    digest         varchar(64)                 not null,
    created_by     varchar(200)                not null,
    created_at     timestamp(6) with time zone not null,
    expires_at     timestamp(6) with time zone,
    last_used_at   timestamp(6) with time zone,
    last_used_from varchar(100),
    constraint access_token_digest unique (digest)
);

-- Who is logged in at the console.
create table browser_session (
    -- the SHA-256 of its secret, in hex
    digest       varchar(64) primary key,
    -- the SHA-256 of the token that it was opened with, in hex
    token_digest varchar(64)                 not null,
    -- whose it is where an issuer of OpenID Connect made that token, and the roles that it gave, with commas between; null for others
    name         varchar(200),
    roles        varchar(60),
    expires_at   timestamp(6) with time zone not null
);
create index browser_session_expires on browser_session (expires_at);

-- One row: it tells replicas that tokens have changed.
create table access_token_version (
    version uuid not null
);
insert into access_token_version (version) values ('00000000-0000-0000-0000-000000000000');

-- The keys that there may be encrypted values of, and the word clear where there may be values in clear: one row but while everything
-- is rewritten. Encrypted are the columns of core.encryption.EncryptedColumn.
create table encryption_key (
    id varchar(16) primary key
);

-- ----- cycles ------------------------------------------------------------------------------------------------------

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
    -- LOW where it saw no weak point
    worst_severity   varchar(10)                 not null,
    issue_count      int                         not null,
    weak_point_count int                         not null,
    task_count       int                         not null,
    dispatch_count   int                         not null,
    summary          varchar(2000),
    rerun_as         uuid,
    version          bigint                      not null
);
create index halo_cycle_started on halo_cycle (started_at, id);
create index halo_cycle_found on halo_cycle (status, mode, worst_severity, started_at, id);

-- What recorded cycles are found by. An index is read in the order of time only behind columns that are all given, so
-- these tables repeat some of the cycle's.
create table cycle_trigger (
    cycle_id       uuid                        not null references halo_cycle (id) on delete cascade,
    trigger_name   varchar(60)                 not null,
    status         varchar(20)                 not null,
    mode           varchar(10)                 not null,
    worst_severity varchar(10)                 not null,
    started_at     timestamp(6) with time zone not null,
    primary key (cycle_id, trigger_name)
);
create index cycle_trigger_found on cycle_trigger (trigger_name, status, mode, worst_severity, started_at, cycle_id);

-- the subjects of its issues and weak points; kept as long as its lists
create table cycle_subject (
    cycle_id       uuid                        not null references halo_cycle (id) on delete cascade,
    subject_kind   varchar(20)                 not null,
    subject_id     varchar(200)                not null,
    status         varchar(20)                 not null,
    mode           varchar(10)                 not null,
    worst_severity varchar(10)                 not null,
    started_at     timestamp(6) with time zone not null,
    primary key (cycle_id, subject_kind, subject_id)
);
create index cycle_subject_found
    on cycle_subject (subject_kind, subject_id, status, mode, worst_severity, started_at, cycle_id);

create table halo_cycle_detail (
    cycle_id uuid primary key,
    detail   text not null
);

-- when each analyzer last ran and what came of it, and in how many cycles it was left out since; so that the state of HALO
-- is known without reading a whole record
create table analyzer_run (
    analyzer    varchar(63) primary key,
    cycle_id    uuid                        not null,
    status      varchar(20)                 not null,
    duration_ms bigint                      not null,
    subjects    int                         not null,
    error       varchar(2000),
    ran_at      timestamp(6) with time zone not null,
    issues      int default 0               not null,
    skipped_cycles int default 0            not null
);

-- ----- weak points -------------------------------------------------------------------------------------------------

create table weak_point (
    id                       uuid primary key,
    analyzer                 varchar(63)                 not null,
    code                     varchar(100)                not null,
    subject_kind             varchar(20)                 not null,
    subject_id               varchar(200)                not null,
    -- set while it is not resolved: no two weak points of one identity are open at once
    open_identity            varchar(400) unique,
    severity                 varchar(10)                 not null,
    summary                  varchar(1000)               not null,
    state                    varchar(20)                 not null,
    first_seen_at            timestamp(6) with time zone not null,
    last_seen_at             timestamp(6) with time zone not null,
    occurrences              int                         not null,
    recurrences              int                         not null,
    stale                    boolean                     not null,
    resolved_at              timestamp(6) with time zone,
    resolution               varchar(40),
    related_issues           text                        not null,
    data                     text                        not null,
    version                  bigint                      not null,
    -- the last 21 observations as bits (1 is wrong, the lowest is the newest), also while it is resolved
    samples                  int default 0               not null,
    flapping                 boolean default false       not null,
    -- the open weak point that is its cause; set also where something else suppresses it first
    root_id                  uuid,
    suppressed_kind          varchar(20),
    suppressed_id            varchar(200),
    suppressed_reason        varchar(1000),
    suppressed_until         timestamp(6) with time zone,
    snooze_until             timestamp(6) with time zone,
    snooze_severity          varchar(10),
    snooze_by                varchar(200),
    snooze_comment           varchar(1000),
    decision                 varchar(20),
    decision_reason          varchar(500),
    -- its severity when an event last announced it; null where none did, or it is resolved
    notified_severity        varchar(10),
    -- the worst severity that events of this episode announced; null where none did
    worst_notified_severity  varchar(10),
    -- the deploy that came shortly before it opened; copied, so that it outlives the deploy's row
    after_deploy_id          uuid,
    after_deploy_service     varchar(200),
    after_deploy_version     varchar(200),
    after_deploy_environment varchar(200),
    after_deploy_at          timestamp(6) with time zone,
    after_deploy_relation    varchar(20),
    -- the squad that its subject belongs to, or is, when it was last judged
    squad_id                 varchar(200),
    -- when the analysis began that saw it open or reopen; a deploy that is reported late is compared with it
    episode_from             timestamp(6) with time zone
);
create index weak_point_resolved on weak_point (analyzer, resolved_at);
create index weak_point_subject on weak_point (subject_kind, subject_id, state, severity, id);
create index weak_point_listed on weak_point (state, severity, id);
create index weak_point_squad on weak_point (squad_id, state, severity, id);
create index weak_point_code on weak_point (code, state, severity, id);
create index weak_point_kind on weak_point (subject_kind, state, severity, id);
create index weak_point_squad_code on weak_point (squad_id, code, state, severity, id);
create index weak_point_squad_kind on weak_point (squad_id, subject_kind, state, severity, id);
create index weak_point_code_kind on weak_point (code, subject_kind, state, severity, id);
create index weak_point_resolved_at on weak_point (resolved_at);
create index weak_point_root on weak_point (root_id);
create index weak_point_snooze on weak_point (snooze_until);
create index weak_point_notified on weak_point (notified_severity);
create index weak_point_after_deploy on weak_point (after_deploy_id);
create index weak_point_episode on weak_point (episode_from);

create table weak_point_event (
    -- the order in which they were written, whichever replica did
    id            bigint generated always as identity primary key,
    weak_point_id uuid                        not null references weak_point (id),
    at            timestamp(6) with time zone not null,
    actor         varchar(200)                not null,
    kind          varchar(40)                 not null,
    cycle_id      uuid,
    detail        varchar(1000)
);
create index weak_point_event_of on weak_point_event (weak_point_id, id);
create index weak_point_event_cycle on weak_point_event (cycle_id, id);

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

-- ----- tasks -------------------------------------------------------------------------------------------------------

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
    routing_reason   varchar(500),
    cycle_id         uuid                        not null,
    -- the full cycle that asked for approval of what another one had suggested
    promoted_cycle_id uuid,
    proposed_at      timestamp(6) with time zone not null,
    expires_at       timestamp(6) with time zone,
    content_hash     varchar(64)                 not null,
    approved_by      varchar(200),
    approved_at      timestamp(6) with time zone,
    approval_comment varchar(2000),
    approved_hash    varchar(64),
    status_reason    varchar(2000),
    version          bigint                      not null,
    -- the names of those who had it proposed, edited it, and worked on it, as JSON
    proposed_by      text default '[]'           not null,
    edited_by        text default '[]'           not null,
    worked_by        text default '[]'           not null,
    -- all approvals of the present content; approved_by and its neighbours are the one that decided
    approvals        text,
    approved_since   timestamp(6) with time zone,
    runs             int default 0               not null,
    failures         int default 0               not null,
    deliveries       int default 0               not null,
    channel          varchar(20),
    target           varchar(500),
    external_id      varchar(200),
    call_key         varchar(120),
    dispatched_at    timestamp(6) with time zone,
    next_at          timestamp(6) with time zone,
    due_at           timestamp(6) with time zone,
    finished_at      timestamp(6) with time zone,
    lease_id         uuid,
    lease_agent      varchar(200),
    moot             varchar(2000),
    scopes           text default '[]'           not null,
    blocked_by       varchar(60),
    blocked_reason   varchar(500),
    blocked_until    timestamp(6) with time zone,
    verification     varchar(20),
    verified_at      timestamp(6) with time zone,
    evidence         text,
    -- what kind of weak point it repairs, and which of its strategy's repairs it is
    code             varchar(100),
    step             varchar(100)                not null,
    rung             int default 0               not null,
    failed_before    text default '[]'           not null,
    why              text,
    -- set while it waits to be verified: when to look again, how often nothing could be seen, and who was asked to look
    verify_at        timestamp(6) with time zone,
    looks            int default 0               not null,
    look_request     uuid
);
create index repair_task_status on repair_task (status, expires_at);
create index repair_task_listed on repair_task (status, id);
create index repair_task_weak_point on repair_task (weak_point_id);
create index repair_task_due on repair_task (status, due_at);
create index repair_task_subject on repair_task (subject_kind, subject_id, status, id);
create index repair_task_squad on repair_task (squad_id, status, id);
create index repair_task_code on repair_task (code, status, id);
create index repair_task_kind on repair_task (subject_kind, status, id);
create index repair_task_severity on repair_task (severity, status, id);
create index repair_task_squad_code on repair_task (squad_id, code, status, id);
create index repair_task_squad_kind on repair_task (squad_id, subject_kind, status, id);
create index repair_task_squad_severity on repair_task (squad_id, severity, status, id);
create index repair_task_code_kind on repair_task (code, subject_kind, status, id);
create index repair_task_code_severity on repair_task (code, severity, status, id);
create index repair_task_kind_severity on repair_task (subject_kind, severity, status, id);
create index repair_task_urgency on repair_task (status, severity, expires_at, id);
create index repair_task_cycle on repair_task (cycle_id);
create index repair_task_promoted on repair_task (promoted_cycle_id);
create index repair_task_external on repair_task (external_id);
create index repair_task_verify on repair_task (verify_at);

-- the call of each agent that waits for work; a later call of the agent takes its place
create table lease_poll (
    agent varchar(200) primary key,
    id    uuid not null
);

-- How many tasks are in each status: the sum of these rows. Each change adds rows and locks none; once a minute they become one
-- for each status.
create table repair_task_count (
    id     bigint generated always as identity primary key,
    status varchar(20) not null,
    tasks  bigint      not null
);

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
    log             text,
    outcome         varchar(20),
    message         varchar(2000),
    data            text,
    finished_at     timestamp(6) with time zone,
    -- the round in which it was added to task_run_total; null where it was not yet
    counted_in      int,
    primary key (task_id, run)
);
create index task_run_at on task_run (dispatched_at);
create index task_run_lease on task_run (lease_id);
create index task_run_counted on task_run (counted_in);
create index task_run_standing on task_run (standing_id, dispatched_at);

-- What the runs that are counted came to: one row for each squad and agent (empty where none was named).
create table task_run_total (
    squad_id  varchar(200)     not null,
    agent     varchar(200)     not null,
    succeeded bigint           not null,
    failed    bigint           not null,
    -- how long those that succeeded took together
    seconds   double precision not null,
    primary key (squad_id, agent)
);
create table task_run_round (
    id     int primary key,
    number int not null
);
insert into task_run_round (id, number) values (1, 0);

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
create index task_attempt_of on task_attempt (task_id, run, number);

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
create index standing_approval_until on standing_approval (until_at, id);
-- One line for every task that a standing approval spoke for.
create table standing_use (
    standing_id uuid                        not null references standing_approval (id),
    task_id     uuid                        not null references repair_task (id),
    at          timestamp(6) with time zone not null,
    primary key (standing_id, task_id)
);
create index standing_use_at on standing_use (standing_id, at);

-- What a strategy may not propose any more, because it did harm, until an operator releases it.
create table strategy_stop (
    id          uuid primary key,
    strategy    varchar(63)                 not null,
    code        varchar(100)                not null,
    -- set while it holds: one stop for a strategy and a kind of weak point
    held_key    varchar(200) unique,
    task_id     uuid                        not null,
    reason      varchar(1000)               not null,
    stopped_at  timestamp(6) with time zone not null,
    released_at timestamp(6) with time zone,
    released_by varchar(200),
    comment     varchar(2000)
);
create index strategy_stop_of on strategy_stop (strategy, id);
create index strategy_stop_released on strategy_stop (released_at);

-- ----- agents ------------------------------------------------------------------------------------------------------

-- memory: the ledger of repairs, and what is derived from it

create table memory_repair (
    id             uuid primary key,
    task_id        uuid                        not null,
    weak_point_id  uuid                        not null,
    decision       varchar(20)                 not null,
    decided_at     timestamp(6) with time zone not null,
    -- what was to be repaired and how, as JSON; it never changes
    repair         text                        not null,
    squad          varchar(200),
    agent          varchar(200),
    handed_over_at timestamp(6) with time zone,
    verdict        varchar(20),
    verdict_at     timestamp(6) with time zone,
    ended_at       timestamp(6) with time zone,
    removed        boolean default false       not null,
    returned_at    timestamp(6) with time zone,
    treated_at     timestamp(6) with time zone,
    imported       boolean default false       not null,
    -- when what is derived from it changes next by time alone, or at once after a change; null where it does not any more
    due_at         timestamp(6) with time zone,
    -- how it is counted in what is derived, as JSON; null where it is not yet
    counted        text,
    -- the place of its outcome among all, in the order in which they became final
    outcome_no     bigint
);
create index memory_repair_task on memory_repair (task_id, decision);
create index memory_repair_weak_point on memory_repair (weak_point_id);
create index memory_repair_due on memory_repair (due_at, id);
create index memory_repair_verdict on memory_repair (verdict_at, id);
create index memory_repair_outcome on memory_repair (outcome_no, id);

create table memory_state (
    id         int primary key,
    outcome_no bigint not null
);
insert into memory_state (id, outcome_no) values (1, 0);

create table memory_effect (
    strategy   varchar(63)  not null,
    -- empty for what becomes of weak points without a repair
    step       varchar(100) not null,
    -- the steps that did not help before
    after_step varchar(300) not null,
    code       varchar(100) not null,
    counts     text         not null,
    primary key (strategy, code, step, after_step)
);

create table memory_stratum (
    strategy   varchar(63)  not null,
    step       varchar(100) not null,
    after_step varchar(300) not null,
    code       varchar(100) not null,
    epoch      int          not null,
    age        int          not null,
    severity   varchar(10)  not null,
    exits      varchar(400) not null,
    primary key (strategy, code, step, after_step, epoch, age, severity)
);

create table memory_cell (
    -- by strategy, step, what failed before, level and place: a name-based UUID
    cell      uuid    not null,
    -- weeks since 1970
    week      int     not null,
    imported  boolean not null,
    successes int     not null,
    trials    int     not null,
    harms     int     not null,
    primary key (cell, week, imported)
);


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

-- what another system lists of an agent, also of one that is declared here
create table agent_sighting (
    agent_id      varchar(200) primary key references agent (id) on delete cascade,
    -- its role there, in lower case
    role_key      varchar(300)                not null,
    online        boolean,
    -- since when it was called offline at each pull
    offline_since timestamp(6) with time zone,
    -- when that system says that it saw it
    seen_at       timestamp(6) with time zone,
    -- the last such time that was later than that of the pull before: a sign of life
    moved_at      timestamp(6) with time zone,
    -- the pull that last listed it
    listed_at     timestamp(6) with time zone not null
);
create index agent_sighting_role on agent_sighting (role_key);

-- ----- definitions and sources -------------------------------------------------------------------------------------

-- the definitions of all kinds of subjects that were put by the API; what configuration declares is never stored
create table definition (
    kind       varchar(20)                 not null,
    id         varchar(200)                not null,
    definition text                        not null,
    revision   bigint                      not null,
    updated_at timestamp(6) with time zone not null,
    primary key (kind, id)
);
create index definition_by_revision on definition (kind, revision);

-- one row for each kind: counts the changes of the table above, so that a replica sees with one cheap query that another
-- changed it. Each change locks its row, which puts the revisions into the order of their commits.
create table definition_revision (
    kind     varchar(20) primary key,
    revision bigint not null
);
insert into definition_revision (kind, revision) values
    ('squad', 0), ('environment', 0), ('repository', 0), ('graft', 0), ('endpoint', 0);

-- when another service last gave a usable answer, and why it failed since
create table source_pull (
    source      varchar(30) not null,
    what        varchar(30) not null,
    answered_at timestamp(6) with time zone,
    failed_at   timestamp(6) with time zone,
    failure     varchar(1000),
    primary key (source, what)
);

create table agent_source (
    id        varchar(30) primary key,
    pulled_at timestamp(6) with time zone not null
);

-- what other services list, or listed, of all kinds of subjects; what they list is pulled again with the next cycle
create table pulled_definition (
    kind        varchar(20)                 not null,
    id          varchar(200)                not null,
    definition  varchar(1000000)            not null,
    changed_at  timestamp(6) with time zone not null,
    delisted_at timestamp(6) with time zone,
    primary key (kind, id)
);

-- ----- subjects ----------------------------------------------------------------------------------------------------

-- One row: whoever changes rows of subjects holds its lock, so that the counts are those of the rows.
create table subject_version (
    id          int primary key,
    version     bigint not null,
    -- when a cycle over everything was last recorded, in ms since 1970; 0 where that is too long ago
    observed_ms bigint not null
);
insert into subject_version (id, version, observed_ms) values (1, 0, 0);

-- What the last check found of each subject. Ids come first in the key, because H2 looks up many ids at once only by the first column.
create table subject_state (
    kind        varchar(20)  not null,
    id          varchar(200) not null,
    name        varchar(400) not null,
    squad       varchar(200),
    -- JSON
    labels      text         not null,
    paused      boolean      not null,
    registered  boolean      not null,
    -- whether a maintenance window covers it
    covered     boolean      not null,
    -- the analyzers that should have observed it and did not, with commas between
    blind       varchar(2000) not null,
    -- its open weak points, as JSON
    points      text         not null,
    open_points int          not null,
    checked_ms  bigint,
    -- what was measured then, as JSON
    result      text,
    -- what the last 50 checks found, a letter each
    checks      varchar(50)  not null,
    state       varchar(20)  not null,
    since_ms    bigint       not null,
    primary key (id, kind)
);
create index subject_state_listed on subject_state (state, kind, id);
create index subject_state_squad on subject_state (squad, state, kind, id);
create index subject_state_open on subject_state (open_points);

-- the labels of subjects, each with the state of its subject
create table subject_label (
    id          varchar(200) not null,
    kind        varchar(20)  not null,
    name        varchar(63)  not null,
    label_value varchar(200) not null,
    state       varchar(20)  not null,
    primary key (id, kind, name)
);
create index subject_label_listed on subject_label (name, label_value, state, kind, id);

create table subject_count (
    kind     varchar(20) not null,
    state    varchar(20) not null,
    subjects bigint      not null,
    primary key (kind, state)
);

-- Cycles that changed weak points and are yet to be taken in.
create table subject_pending (
    cycle_id uuid primary key,
    at       timestamp(6) with time zone not null
);

-- ----- squads ------------------------------------------------------------------------------------------------------

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

-- ----- grafts ------------------------------------------------------------------------------------------------------

-- the changes of status that were seen; a bounded number of each graft
create table graft_status (
    graft_id varchar(200) not null,
    at_ms    bigint       not null,
    status   varchar(20)  not null,
    primary key (graft_id, at_ms)
);
create index graft_status_at on graft_status (at_ms);

-- ----- repositories ------------------------------------------------------------------------------------------------

-- how few of something (todo, fixme) a repository ever had: it may not have more
create table repository_baseline (
    repository varchar(200)                not null,
    counted    varchar(100)                not null,
    -- what was counted where and how; the numbers of another source mean nothing
    source     varchar(100)                not null,
    lowest     integer                     not null,
    -- the numbers by file, as JSON
    files      text                        not null,
    set_at     timestamp(6) with time zone not null,
    set_by     varchar(200)                not null,
    primary key (repository, counted)
);

-- ----- triggers ----------------------------------------------------------------------------------------------------

-- What is known of each trigger beside its configuration: an operator's word, its last firing, and what its cool-down holds.
create table trigger_state (
    name           varchar(63) primary key,
    -- null: as configured
    enabled        boolean,
    changed_at     timestamp(6) with time zone,
    changed_by     varchar(200),
    change_reason  varchar(500),
    fired_at       timestamp(6) with time zone,
    fired_why      varchar(500),
    held_since     timestamp(6) with time zone,
    held_why       varchar(500),
    held_times     bigint not null default 0
);
-- the row that the trigger of wormholes locks: there from the start, so that no replica has to make it in a transaction of
-- events
insert into trigger_state (name) values ('wormhole');

-- Who reports requests and errors, and what was heard: sums for each source, by buckets of 5 s and of 60 s. Each process
-- (and the scraper) writes rows of its own (node), so that no two wait for each other.
create table signal_source (
    name         varchar(200) primary key,
    last_seen_at timestamp(6) with time zone not null
);
create table signal_bucket (
    width_s    int          not null,
    -- seconds since 1970
    start_s    bigint       not null,
    source     varchar(200) not null,
    node       varchar(40)  not null,
    requests   bigint       not null,
    errors     bigint       not null,
    -- over how much time these were counted, as far as it is known
    covered_ms bigint       not null,
    primary key (width_s, start_s, source, node)
);

-- The last good scrape of each target: its counters, from which the next one counts on.
create table scrape_target (
    -- a hash of the source, the URL and what is read there: a target that is changed begins anew
    id          varchar(64) primary key,
    source      varchar(200)                not null,
    tried_at    timestamp(6) with time zone not null,
    good_at     timestamp(6) with time zone,
    failures    int                         not null,
    failing_since timestamp(6) with time zone,
    error       varchar(500),
    -- a line for each series: hash, value, whether it counts errors, in how many scrapes it was missed
    series      text                        not null
);
create index scrape_target_source on scrape_target (source);

-- What the adaptive mode has learned of each source, so that a restart does not unlearn it.
create table learned_level (
    source   varchar(200)                not null,
    measure  varchar(20)                 not null,
    saved_at timestamp(6) with time zone not null,
    -- compressed, in base64
    state    text                        not null,
    primary key (source, measure)
);

-- ----- events ------------------------------------------------------------------------------------------------------

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
    -- whose token it came in with; null where it came without one
    sent_by      varchar(200),
    -- JSON: what is different of it in DreamNet's form; null where nothing is
    dreamnet     text,
    -- with which others it was taken in; null for what went out
    intake       uuid,
    -- the order in which events were written: of two that follow from each other, whatever the clocks of the replicas say
    staged       bigint generated always as identity,
    -- its direction, type, source_type and severity, as a hash that names a row of wormhole_event_kind; 0: of a further kind
    kind         bigint                      not null,
    -- a hash of its source
    source_key   bigint                      not null,
    constraint wormhole_event_once unique (event_key),
    constraint wormhole_event_position unique (position)
);
create index wormhole_event_received on wormhole_event (received_at);
create index wormhole_event_intake on wormhole_event (intake);
-- sinks read what goes out, however much comes in
create index wormhole_event_direction on wormhole_event (direction, position);
create index wormhole_event_kind_of on wormhole_event (kind, id);
create index wormhole_event_source on wormhole_event (source_key, kind, id);

-- The combinations that events have, so that those of a list with filters are found by an index. One may be there twice; none is ever
-- removed, and there are 5,000 at most.
create table wormhole_event_kind (
    id          bigint       not null,
    direction   varchar(3)   not null,
    type        varchar(200) not null,
    source_type varchar(100),
    severity    varchar(10)  not null
);
create index wormhole_event_kind_id on wormhole_event_kind (id);

-- Which events name a subject; removed together with them
create table wormhole_event_subject (
    -- a hash of kind:id
    subject_key bigint not null,
    kind        bigint not null,
    event_id    uuid   not null,
    primary key (subject_key, kind, event_id)
);

-- What was taken in but is not routed yet. A row goes in the transaction that writes what its events set in motion.
create table wormhole_intake (
    id       uuid primary key,
    events   int                         not null,
    attempts int                         not null default 0,
    retry_at timestamp(6) with time zone
);

-- Up to where the events of DreamNet's Event Wormholes were taken.
create table wormhole_poll (
    -- a hash of the URL
    id            varchar(64) primary key,
    url           varchar(2000)               not null,
    tried_at      timestamp(6) with time zone not null,
    good_at       timestamp(6) with time zone,
    failures      int                         not null,
    failing_since timestamp(6) with time zone,
    error         varchar(500),
    -- the ids of the last list and what was missing, as JSON
    status        text                        not null
);

-- Whether another HALO answers where DreamNet is.
create table dreamnet_halo (
    base       varchar(2000) primary key,
    outcome    varchar(20)                 not null,
    detail     varchar(500),
    checked_at timestamp(6) with time zone not null,
    -- the last outcome that is sure, null where there was none
    known      varchar(20)
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

-- the wormholes that were put by the API; what HALO ships and what configuration declares is never stored
create table wormhole_rule (
    id         varchar(100) primary key,
    definition text                        not null,
    updated_at timestamp(6) with time zone not null,
    -- JSON: the names of those who put it, also of those who put what it was before
    authors    text                        not null
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
    resolved_at timestamp(6) with time zone,
    -- JSON: the names of those who sent the events that report it
    reported_by text                        not null
);
create index wormhole_alert_heard on wormhole_alert (heard_at);

-- The position of the last event that has one. Whoever gives positions holds the lock of this row, so that positions become
-- visible in their order.
create table wormhole_sequence (
    id            int primary key,
    last_position bigint not null,
    -- names this installation in events; made once
    installation  varchar(36)
);
insert into wormhole_sequence (id, last_position) values (1, 0);
-- Up to which position a sink has every event, or has it as a delivery. One process delivers to a sink at a time.
create table wormhole_sink (
    name              varchar(63) primary key,
    position          bigint not null,
    owner             varchar(40),
    owned_until       timestamp(6) with time zone,
    delivered         bigint not null default 0,
    last_delivered_at timestamp(6) with time zone,
    last_failed_at    timestamp(6) with time zone,
    last_error        varchar(500)
);
-- Events that did not get through at once, that wait behind one of the same lane (subject), or that were forwarded
create table wormhole_delivery (
    id          uuid primary key,
    sink        varchar(63)  not null,
    event_id    uuid         not null,
    -- the subject of the event, or its type
    lane        varchar(500) not null,
    dead        boolean      not null,
    attempts    int          not null,
    first_at    timestamp(6) with time zone not null,
    next_at     timestamp(6) with time zone not null,
    last_status int,
    last_error  varchar(500),
    constraint wormhole_delivery_once unique (sink, event_id)
);
create index wormhole_delivery_event on wormhole_delivery (event_id);
create index wormhole_delivery_waiting on wormhole_delivery (sink, dead, id);
-- When an event last announced that a budget is used up
create table budget_notification (
    budget  varchar(300) primary key,
    notified_at timestamp(6) with time zone not null
);

-- ----- deploys -----------------------------------------------------------------------------------------------------

create table deploy (
    id           uuid primary key,
    service      varchar(200)                not null,
    version      varchar(200)                not null,
    environment  varchar(200),
    deployed_at  timestamp(6) with time zone not null,
    recorded_at  timestamp(6) with time zone not null,
    recorded_by  varchar(200)                not null,
    -- who reported it: api, github, gitlab, event, info, tag
    source       varchar(20)                 not null,
    commit_id    varchar(100),
    url          varchar(2000),
    -- kind:id of the subjects that were named with it, one a line; empty where none was
    subjects     text                        not null,
    -- two reports of one key are one deploy
    report_key   varchar(300) unique
);
create index deploy_at on deploy (deployed_at, id);
create index deploy_source on deploy (source, deployed_at, id);
create index deploy_service on deploy (service, source, deployed_at, id);
create index deploy_version on deploy (version, source, deployed_at, id);
create index deploy_environment on deploy (environment, source, deployed_at, id);
create index deploy_service_version on deploy (service, version, source, deployed_at, id);
create index deploy_service_environment on deploy (service, environment, source, deployed_at, id);
create index deploy_version_environment on deploy (version, environment, source, deployed_at, id);

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

-- Further keys of a deploy: other ways reported it, and may report it again.
create table deploy_key (
    report_key varchar(300) primary key,
    deploy_id  uuid not null references deploy (id) on delete cascade
);
create index deploy_key_of on deploy_key (deploy_id);

-- One row: whether two reports are one deploy is decided under its lock.
create table deploy_gate (
    id int primary key
);
insert into deploy_gate (id) values (1);

-- what each service that HALO asks for its version said last
create table deploy_sighting (
    -- a hash of the service, the environment and the URL: a target that is changed begins anew
    target        varchar(64) primary key,
    service       varchar(200)                not null,
    tried_at      timestamp(6) with time zone not null,
    good_at       timestamp(6) with time zone,
    failures      int                         not null,
    failing_since timestamp(6) with time zone,
    error         varchar(500),
    -- the versions that it answered with lately, as JSON; null until it first answered
    versions      varchar(20000)
);

-- the tags that a repository had at the last look, where new ones tell of deploys
create table deploy_tags (
    repository varchar(200) primary key,
    -- what tells this repository from another that may have had the same id
    source     varchar(2000) not null,
    -- names and what they name, as JSON
    tags       text          not null
);

-- ----- memory ------------------------------------------------------------------------------------------------------

-- One row: whoever adds to what is known of subjects holds its lock. The version tells a replica that another one did.
create table memory_version (
    id            int primary key,
    version       bigint not null,
    -- when the last cycle was recorded, in ms since 1970; 0 before the first
    last_cycle_ms bigint not null
);
insert into memory_version (id, version, last_cycle_ms) values (1, 0, 0);

-- The analyzers' last completed runs over everything, and the oldest observation that counted then.
create table memory_look (
    analyzer  varchar(63) primary key,
    ran_ms    bigint not null,
    oldest_ms bigint not null
);

-- When an analyzer, or HALO as a whole (*), observed nothing: one row for all its subjects. until_ms is null while it lasts.
create table memory_gap (
    analyzer varchar(63) not null,
    found_ms bigint      not null,
    from_ms  bigint      not null,
    until_ms bigint,
    primary key (analyzer, found_ms)
);

-- In the keys of what follows ids come first, because H2 looks up many ids at once only by the first column of an index.

-- The record of what is watched: the states of subjects, each until the next one of the same analyzer and subject. Rows are
-- only added. What the memory derives from it is in memory_trait.
create table memory_span (
    seq      bigint generated always as identity primary key,
    kind     varchar(20)  not null,
    id       varchar(200) not null,
    analyzer varchar(63)  not null,
    state    varchar(10)  not null,
    -- the last observation of the state before, and the first one of this state
    after_ms bigint,
    at_ms    bigint       not null,
    -- whether a task was handed over while it was weak; null where that is not asked
    repaired boolean,
    detail   varchar(400) not null
);
create index memory_span_of on memory_span (id, kind, seq);
create index memory_span_at on memory_span (at_ms);

-- Derived: the last row of memory_span of each subject and analyzer, so that what is known now is read without what was before.
create table memory_watch (
    kind     varchar(20)  not null,
    id       varchar(200) not null,
    analyzer varchar(63)  not null,
    state    varchar(10)  not null,
    after_ms bigint,
    at_ms    bigint       not null,
    repaired boolean,
    detail   varchar(400) not null,
    primary key (id, kind, analyzer)
);

-- The record of response times: a row where their median leaves the level of the row before.
create table memory_level (
    kind        varchar(20)      not null,
    id          varchar(200)     not null,
    at_ms       bigint           not null,
    response_ms double precision not null,
    primary key (id, kind, at_ms)
);

-- When tasks were handed over, by the subjects that they are for.
create table memory_handover (
    seq   bigint generated always as identity primary key,
    kind  varchar(20)  not null,
    id    varchar(200) not null,
    at_ms bigint       not null
);
create index memory_handover_of on memory_handover (id, kind, at_ms);

-- The record of what became of tasks: how they were decided, and what came of those that were handed over. The latter are counted into memory_week by the next cycle, so that no other transaction waits.
create table memory_outcome (
    seq      bigint generated always as identity primary key,
    task_id  uuid         not null,
    type     varchar(100) not null,
    strategy varchar(63)  not null,
    squad_id varchar(200),
    agent    varchar(200),
    outcome  varchar(20)  not null,
    -- from the proposal to the decision, or from the hand-over to the verdict
    seconds  bigint       not null,
    at_ms    bigint       not null,
    counted  boolean default false not null
);
create index memory_outcome_counted on memory_outcome (counted, seq);
create index memory_outcome_at on memory_outcome (at_ms);

-- Derived from memory_outcome: what each squad, agent and strategy did, by week.
create table memory_week (
    kind          varchar(20)  not null,
    id            varchar(200) not null,
    type          varchar(100) not null,
    week          int          not null,
    effective     bigint       not null,
    ineffective   bigint       not null,
    harmful       bigint       not null,
    undeliverable bigint       not null,
    seconds       bigint       not null,
    primary key (id, kind, type, week)
);

-- What peers are like, as of one day.
create table memory_reference (
    seq             bigint           not null,
    name            varchar(250)     not null,
    reference_value double precision not null,
    primary key (seq, name)
);

-- Everything that the memory knows something about, and as of when its traits were computed last, by what reference.
create table memory_entity (
    kind       varchar(20)  not null,
    id         varchar(200) not null,
    state      varchar(10),
    since_ms   bigint       not null,
    changed_ms bigint       not null,
    as_of_ms   bigint       not null,
    reference  bigint       not null,
    primary key (id, kind)
);
create index memory_entity_listed on memory_entity (kind, id);
create index memory_entity_changed on memory_entity (kind, changed_ms, id);

-- Derived: traits as of memory_entity.as_of_ms.
create table memory_trait (
    kind        varchar(20)      not null,
    id          varchar(200)     not null,
    trait       varchar(20)      not null,
    trait_value double precision not null,
    effective   double precision not null,
    hours       double precision not null,
    changed_ms  bigint           not null,
    primary key (id, kind, trait)
);
create index memory_trait_by_value on memory_trait (trait, kind, trait_value, id);

-- One row: the last day, since 1970-01-01, of which memory_point has all points; null before the first.
create table memory_evolution (
    id       int primary key,
    last_day int
);
insert into memory_evolution (id, last_day) values (1, null);

-- How entities evolve: a point for each day on which something of them changed, and for the whole each day.
create table memory_point (
    kind      varchar(20)  not null,
    id        varchar(200) not null,
    -- days since 1970-01-01
    epoch_day int          not null,
    -- JSON
    point     text         not null,
    primary key (kind, id, epoch_day)
);
create index memory_point_day on memory_point (epoch_day);

-- ----- resonance ---------------------------------------------------------------------------------------------------

-- The numbers of subjects, in the order in which they became known. They never change, so that the keys of patterns hold.
create table resonance_subject (
    number int primary key,
    kind   varchar(20)  not null,
    id     varchar(200) not null
);

-- When cycles observed, in ms since 1970, for as long as that counts.
create table resonance_cycle (
    at_ms    bigint primary key,
    -- values that only this cycle knew, as JSON; null where there are none
    measures text
);

-- One row: the last cycle of which the insights are computed, the state of the error rate, and who falls with whom; as JSON,
-- null before the first.
create table resonance_state (
    id             int primary key,
    processed_ms   bigint not null,
    patterns       text,
    subject_groups text
);
insert into resonance_state (id, processed_ms) values (1, 0);

create table insight (
    id            uuid primary key,
    -- the number of the insight in the order of raising
    number        bigint                      not null unique,
    pattern       varchar(60)                 not null,
    severity      varchar(10)                 not null,
    -- OPEN, DISMISSED, ENDED
    state         varchar(10)                 not null,
    sentence      varchar(2000)               not null,
    -- subjects, evidence, cycles and suggested actions, as JSON
    body          text                        not null,
    first_seen_at timestamp(6) with time zone not null,
    last_seen_at  timestamp(6) with time zone not null,
    ended_at      timestamp(6) with time zone,
    dismissed_by  varchar(200),
    dismissed_at  timestamp(6) with time zone,
    dismissal     varchar(2000),
    -- whether the error rate knows that it was dismissed
    heeded        boolean                     not null
);
create index insight_listed on insight (state, severity, first_seen_at, id);
create index insight_pattern on insight (state, severity, pattern, first_seen_at, id);
create index insight_heeded on insight (heeded, number);

-- What insights are about: a row for each subject, and one without an id for each kind of them. State, severity, pattern and time are those of
-- the insight.
create table insight_subject (
    insight_id    uuid                        not null references insight (id) on delete cascade,
    kind          varchar(20)                 not null,
    subject_id    varchar(200)                not null,
    state         varchar(10)                 not null,
    severity      varchar(10)                 not null,
    pattern       varchar(60)                 not null,
    first_seen_at timestamp(6) with time zone not null,
    primary key (insight_id, kind, subject_id)
);
create index insight_subject_listed on insight_subject (subject_id, kind, state, severity, first_seen_at, insight_id);
create index insight_subject_pattern on insight_subject (subject_id, kind, state, severity, pattern, first_seen_at, insight_id);
