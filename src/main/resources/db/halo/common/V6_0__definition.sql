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
    ('squad', 0), ('environment', 0), ('repository', 0), ('graft', 0);

insert into definition_revision (kind, revision) select 'endpoint', revision from endpoint_revision;
insert into definition (kind, id, definition, revision, updated_at)
    select 'endpoint', id, definition, revision, updated_at from endpoint;
drop table endpoint;
drop table endpoint_revision;
