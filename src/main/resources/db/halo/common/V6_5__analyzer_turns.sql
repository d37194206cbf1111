-- when each analyzer last ran and what came of it, and in how many cycles it was left out since
alter table analyzer_run add column ran_at timestamp(6) with time zone;
alter table analyzer_run add column issues int not null default 0;
alter table analyzer_run add column passed_over int not null default 0;
update analyzer_run set ran_at = (select started_at from halo_cycle where halo_cycle.id = analyzer_run.cycle_id);
delete from analyzer_run where ran_at is null;
alter table analyzer_run alter column ran_at set not null;
