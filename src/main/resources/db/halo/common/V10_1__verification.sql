-- Looking again after a repair, and what follows from it.
-- what kind of weak point a task repairs, and on which rung of its strategy's ladder it stands
alter table repair_task add column code varchar(100);
alter table repair_task add column rung int default 0 not null;
update repair_task set code = (select w.code from weak_point w where w.id = repair_task.weak_point_id);
-- set while a task waits to be verified: when to look again, how often nothing could be seen, and who was asked to look
alter table repair_task add column verify_at timestamp(6) with time zone;
alter table repair_task add column looks int default 0 not null;
alter table repair_task add column look_request uuid;
create index repair_task_verify on repair_task (verify_at);
-- what succeeded before HALO looked again cannot be told by what is seen today
update repair_task set verification = 'INCONCLUSIVE', verified_at = finished_at,
    evidence = '{"reason":"it succeeded before HALO verified repairs"}'
    where status = 'SUCCEEDED' and verification is null;

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
