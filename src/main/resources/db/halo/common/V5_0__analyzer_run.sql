-- the last run of each analyzer, so that the state of HALO is known without reading a whole record
create table analyzer_run (
    analyzer    varchar(63) primary key,
    cycle_id    uuid        not null,
    status      varchar(20) not null,
    duration_ms bigint      not null,
    subjects    int         not null,
    error       varchar(2000)
);
