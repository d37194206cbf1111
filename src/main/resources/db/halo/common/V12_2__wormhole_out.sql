-- The order in which events were written: of two that follow from each other, whatever the clocks of the replicas say
alter table wormhole_event add column staged bigint generated always as identity;
-- The position of the last event that has one. Whoever gives positions holds the lock of this row, so that positions become
-- visible in their order.
create table wormhole_sequence (
    id            int primary key,
    last_position bigint not null,
    -- names this installation in events; made once
    installation  varchar(36)
);
insert into wormhole_sequence (id, last_position) values (1, 0);
-- Up to which position a sink has every event, or has it as a delivery. One process delivers to a sink at a time.
create table wormhole_sink (
    name              varchar(63) primary key,
    position          bigint not null,
    owner             varchar(40),
    owned_until       timestamp(6) with time zone,
    delivered         bigint not null default 0,
    last_delivered_at timestamp(6) with time zone,
    last_failed_at    timestamp(6) with time zone,
    last_error        varchar(500)
);
-- Events that did not get through at once, that wait behind one of the same lane (subject), or that were forwarded
create table wormhole_delivery (
    id          uuid primary key,
    sink        varchar(63)  not null,
    event_id    uuid         not null,
    lane        varchar(300) not null,
    dead        boolean      not null,
    attempts    int          not null,
    first_at    timestamp(6) with time zone not null,
    next_at     timestamp(6) with time zone not null,
    last_status int,
    last_error  varchar(500),
    constraint wormhole_delivery_once unique (sink, event_id)
);
create index wormhole_delivery_waiting on wormhole_delivery (sink, dead, id);
-- When others were last told that a budget is used up
create table wormhole_budget_told (
    budget  varchar(300) primary key,
    told_at timestamp(6) with time zone not null
);
