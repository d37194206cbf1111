-- Who reports requests and errors, and what was heard: sums for each source, by buckets of 5 s and of 60 s. Each process
-- (and the scraper) writes rows of its own (node), so that no two wait for each other.
create table signal_source (
    name         varchar(200) primary key,
    last_seen_at timestamp(6) with time zone not null
);
create table signal_bucket (
    width_s    int          not null,
    -- seconds since 1970
    start_s    bigint       not null,
    source     varchar(200) not null,
    node       varchar(40)  not null,
    requests   bigint       not null,
    errors     bigint       not null,
    -- over how much time these were counted, as far as it is known
    covered_ms bigint       not null,
    primary key (width_s, start_s, source, node)
);
