-- how few of something (todo, fixme) a repository ever had: it may not have more
create table repository_baseline (
    repository varchar(200)                not null,
    counted    varchar(100)                not null,
    -- what was counted where and how; the numbers of another source mean nothing
    source     varchar(100)                not null,
    lowest     integer                     not null,
    -- the numbers by file, as JSON
    files      text                        not null,
    set_at     timestamp(6) with time zone not null,
    set_by     varchar(200)                not null,
    primary key (repository, counted)
);
