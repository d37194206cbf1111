-- when another service last gave a usable answer, and why it failed since
create table source_pull (
    source      varchar(30) not null,
    what        varchar(30) not null,
    answered_at timestamp(6) with time zone,
    failed_at   timestamp(6) with time zone,
    failure     varchar(1000),
    primary key (source, what)
);
