package ink.dreamnet.halo.wormhole;

import java.net.URI;
import java.time.Duration;

import ink.dreamnet.halo.event.EventKey;
import ink.dreamnet.halo.http.TargetPoller;

/// DreamNet's Event Wormholes, as it is polled. One that is asked at another place, or for another number of events, is another
/// one.
///
/// @param url `GET {base}/api/events/recent?limit=`
/// @param poll how it is polled
record EventBus(URI url, PollProperties.Poll poll) implements TargetPoller.Target {

    @Override
    public String id() {
        return EventKey.of("event-bus", url.toString()).toString();
    }

    @Override
    public String name() {
        return url.toString();
    }

    @Override
    public Duration interval() {
        return poll.interval();
    }
}
