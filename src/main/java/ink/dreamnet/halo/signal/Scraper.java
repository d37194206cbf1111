package ink.dreamnet.halo.signal;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import ink.dreamnet.halo.core.Revival;
import ink.dreamnet.halo.http.CallFailedException;
import ink.dreamnet.halo.http.TargetPoller;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/// Scrapes the configured targets and adds what their counters say to the counts. A scrape that fails adds nothing: what was not
/// observed is unknown, not zero.
@Component
class Scraper extends TargetPoller<ScrapeProperties.Target, ScrapeClient.Scraped> {

    private static final String NODE = "scrape";
    private static final Duration FINE_REACH = Duration.ofHours(1);
    private static final Duration COARSE_REACH = Duration.ofHours(7);

    private final ScrapeClient client;
    private final ScrapeStore scrapes;
    private final SignalStore signals;
    private final MeterRegistry meters;

    Scraper(ScrapeProperties properties, ScrapeClient client, ScrapeStore scrapes, SignalStore signals,
            TransactionTemplate transaction, MeterRegistry meters, Clock clock) {
        super("scrape", properties.scrape(), scrapes, transaction, clock);
        this.client = client;
        this.scrapes = scrapes;
        this.signals = signals;
        this.meters = meters;
    }

    @Override
    protected ScrapeClient.Scraped ask(ScrapeProperties.Target target)
            throws CallFailedException, InterruptedException {
        return client.scrape(target);
    }

    @Override
    protected void count(ScrapeProperties.Target target, String outcome) {
        meters.counter("halo.scrapes", "source", target.name(), "outcome", outcome).increment();
    }

    @Override
    protected void take(ScrapeProperties.Target target, ScrapeClient.Scraped scraped, Instant now) {
        String id = target.id();
        Instant before = scrapes.find(id).map(ScrapeStore.Standing::goodAt).orElse(null);
        Counters previous = scrapes.counters(id);
        scrapes.good(id, now, scraped.counters().carrying(previous, ScrapeClient.MAX_SERIES).text());
        if (before == null || !before.isBefore(now) || scraped.counters().series().isEmpty()) {
            return;
        }
        Counters.Increase increase = scraped.counters().since(previous, scraped.created(),
                before.toEpochMilli() / 1000.0, target.errorCounter() == null);
        long requests = count(increase.requests());
        long errors = count(increase.errors());
        // after missed scrapes nobody knows when within the gap the counts came
        boolean timed = Duration.between(before, now).toMillis() <= 3.5 * target.interval().toMillis();
        List<SignalStore.Bucket> buckets = new ArrayList<>(Spread.over(SignalStore.FINE, target.name(), before, now,
                requests, errors, timed, FINE_REACH));
        buckets.addAll(Spread.over(SignalStore.COARSE, target.name(), before, now, requests, errors, timed,
                COARSE_REACH));
        signals.add(NODE, buckets, Set.of(target.name()), now);
    }

    private static long count(double increase) {
        return Math.min(SignalReport.MAX_COUNT, Math.round(increase));
    }

    /// The schedule.
    @Configuration(proxyBeanMethods = false)
    static class Schedule {

        @Bean
        RecurringTask<Void> scrapeTask(ScrapeProperties properties, ObjectProvider<Scraper> scraper) {
            return Tasks.recurring("halo-signal-scrape", FixedDelay.of(often(properties.scrape())))
                    .onDeadExecution(Revival::atOnce)
                    .execute((instance, context) -> scraper.getObject().round());
        }
    }
}
