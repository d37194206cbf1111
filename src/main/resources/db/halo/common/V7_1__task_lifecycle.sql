-- The way of a task from its approval to its proven result.
alter table repair_task add column proposed_by varchar(200) default 'halo' not null;
alter table repair_task add column edited_by text default '[]' not null;
-- all approvals of the present content; approved_by and its neighbours are the one that decided
alter table repair_task add column approvals text;
alter table repair_task add column approved_since timestamp(6) with time zone;
alter table repair_task add column runs int default 0 not null;
alter table repair_task add column failures int default 0 not null;
alter table repair_task add column deliveries int default 0 not null;
alter table repair_task add column channel varchar(20);
alter table repair_task add column target varchar(500);
alter table repair_task add column external_id varchar(200);
alter table repair_task add column dispatched_at timestamp(6) with time zone;
alter table repair_task add column next_at timestamp(6) with time zone;
alter table repair_task add column due_at timestamp(6) with time zone;
alter table repair_task add column finished_at timestamp(6) with time zone;
alter table repair_task add column lease_id uuid;
alter table repair_task add column lease_agent varchar(200);
alter table repair_task add column moot varchar(2000);
alter table repair_task add column scopes text default '[]' not null;
alter table repair_task add column blocked_by varchar(60);
alter table repair_task add column blocked_reason varchar(500);
alter table repair_task add column blocked_until timestamp(6) with time zone;
alter table repair_task add column verification varchar(20);
alter table repair_task add column verified_at timestamp(6) with time zone;
alter table repair_task add column evidence text;
create index repair_task_due on repair_task (status, due_at);
create index repair_task_subject on repair_task (subject_kind, subject_id, status);
create index repair_task_external on repair_task (external_id);

create index audit_entry_action on audit_entry (action, id);
create index audit_entry_actor on audit_entry (actor, id);
