-- what other services list, or listed, of all kinds of subjects; what they list is pulled again with the next cycle
create table pulled_definition (
    kind        varchar(20)                 not null,
    id          varchar(200)                not null,
    definition  varchar(1000000)            not null,
    changed_at  timestamp(6) with time zone not null,
    delisted_at timestamp(6) with time zone,
    primary key (kind, id)
);
insert into pulled_definition (kind, id, definition, changed_at, delisted_at)
    select 'graft', id, definition, changed_at, delisted_at from pulled_graft;
drop table pulled_graft;
drop table pulled_squad;
