-- What the adaptive mode has learned of each source, so that a restart does not unlearn it.
create table learned_level (
    source   varchar(200)                not null,
    measure  varchar(20)                 not null,
    saved_at timestamp(6) with time zone not null,
    -- compressed, in base64
    state    text                        not null,
    primary key (source, measure)
);
