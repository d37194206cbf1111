-- a lane is the subject of an event, or its type
alter table wormhole_delivery alter column lane set data type varchar(500);
