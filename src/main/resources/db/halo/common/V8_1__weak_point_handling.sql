-- the last 21 observations as bits (1 is wrong, the lowest is the newest), also while it is resolved
alter table weak_point add column samples int not null default 0;
alter table weak_point add column flapping boolean not null default false;
-- the open weak point that is its cause; set also where something else suppresses it first
alter table weak_point add column root_id uuid;
alter table weak_point add column suppressed_kind varchar(20);
alter table weak_point add column suppressed_id varchar(200);
alter table weak_point add column suppressed_reason varchar(1000);
alter table weak_point add column suppressed_until timestamp(6) with time zone;
alter table weak_point add column snooze_until timestamp(6) with time zone;
alter table weak_point add column snooze_severity varchar(10);
alter table weak_point add column snooze_by varchar(200);
alter table weak_point add column snooze_comment varchar(1000);
alter table weak_point add column decision varchar(20);
alter table weak_point add column decision_reason varchar(500);
create index weak_point_resolved_at on weak_point (resolved_at);
create index weak_point_root on weak_point (root_id);
create index weak_point_snooze on weak_point (snooze_until);
