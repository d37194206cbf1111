-- The last good scrape of each target: its counters, from which the next one counts on.
create table scrape_target (
    -- a hash of the source, the URL and what is read there: a target that is changed begins anew
    id          varchar(64) primary key,
    source      varchar(200)                not null,
    tried_at    timestamp(6) with time zone not null,
    good_at     timestamp(6) with time zone,
    failures    int                         not null,
    failing_since timestamp(6) with time zone,
    error       varchar(500),
    -- a line for each series: hash, value, whether it counts errors, in how many scrapes it was missed
    series      text                        not null
);
create index scrape_target_source on scrape_target (source);
