-- sinks read what goes out, however much comes in
create index wormhole_event_direction on wormhole_event (direction, position);
