-- Further keys of a deploy: other ways told of it, and may tell again.
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
