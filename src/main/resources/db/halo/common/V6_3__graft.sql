-- the grafts that the Graft Engine listed, as it last did
create table pulled_graft (
    id          varchar(200) primary key,
    definition  varchar(100000)             not null,
    changed_at  timestamp(6) with time zone not null,
    delisted_at timestamp(6) with time zone
);

-- the changes of status that were seen; a bounded number of each graft
create table graft_status (
    graft_id varchar(200) not null,
    at_ms    bigint       not null,
    status   varchar(20)  not null,
    primary key (graft_id, at_ms)
);
create index graft_status_at on graft_status (at_ms);
