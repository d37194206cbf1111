package ink.dreamnet.halo.signal;

import java.util.Map;

import ink.dreamnet.halo.http.PollStore;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Keeps the last scrape of each target.
@Component
class ScrapeStore extends PollStore {

    ScrapeStore(JdbcClient jdbc) {
        super(jdbc, "scrape_target", "id", "source", "series");
    }

    Counters counters(String target) {
        return answer(target).map(Counters::parse).orElse(new Counters(Map.of()));
    }
}
