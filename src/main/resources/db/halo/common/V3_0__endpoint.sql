-- the endpoints that were put by the API; what configuration declares is never stored
create table endpoint (
    id         varchar(200) primary key,
    definition text                        not null,
    revision   bigint                      not null,
    updated_at timestamp(6) with time zone not null
);
create index endpoint_by_revision on endpoint (revision);

-- one row: counts the changes of the table above, so that a replica sees with one cheap query that another changed it.
-- Each change locks it, which puts the revisions into the order of their commits.
create table endpoint_revision (
    id       int primary key,
    revision bigint not null
);
insert into endpoint_revision (id, revision) values (1, 0);
