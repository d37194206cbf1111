-- db-scheduler's table
create table scheduled_tasks (
    task_name            varchar(200)             not null,
    task_instance        varchar(200)             not null,
    task_data            blob,
    execution_time       timestamp(6) with time zone not null,
    picked               boolean                  not null,
    picked_by            varchar(200),
    last_success         timestamp(6) with time zone,
    last_failure         timestamp(6) with time zone,
    consecutive_failures int,
    last_heartbeat       timestamp(6) with time zone,
    version              bigint                   not null,
    priority             smallint,
    primary key (task_name, task_instance)
);
create index scheduled_tasks_execution_time on scheduled_tasks (execution_time);
create index scheduled_tasks_last_heartbeat on scheduled_tasks (last_heartbeat);

-- H2 writes all that has changed to the file whenever it takes the next numbers of a sequence, by default each 32; after a kill those taken are left out
alter table audit_entry alter column seq set cache 4096;
alter table wormhole_event alter column staged set cache 4096;
alter table weak_point_event alter column id set cache 4096;
