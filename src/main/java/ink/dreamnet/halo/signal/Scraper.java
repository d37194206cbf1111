package ink.dreamnet.halo.signal;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import jakarta.annotation.PreDestroy;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import ink.dreamnet.halo.http.FetchFailedException;
import ink.dreamnet.halo.http.Polling;
import io.micrometer.core.instrument.MeterRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/// Reads the configured targets, on one replica, and adds what their counters say to the counts. The counters of a scrape
/// and what was counted since the one before are stored in one transaction, so that nothing is counted twice, whichever
/// replica comes next. A target that hangs keeps no other waiting. A scrape that fails adds nothing: what was not observed is unknown, not zero.
@Component
class Scraper {

    private static final Logger LOG = LoggerFactory.getLogger(Scraper.class);
    private static final String NODE = "scrape";
    private static final Duration IDLE = Duration.ofHours(1);
    private static final Duration FINE_REACH = Duration.ofHours(1);
    private static final Duration COARSE_REACH = Duration.ofHours(7);

    private final List<ScrapeProperties.Target> targets;
    private final ScrapeClient client;
    private final ScrapeStore scrapes;
    private final SignalStore signals;
    private final TransactionTemplate transaction;
    private final MeterRegistry meters;
    private final Clock clock;
    private final Polling polling;

    Scraper(ScrapeProperties properties, ScrapeClient client, ScrapeStore scrapes, SignalStore signals,
            TransactionTemplate transaction, MeterRegistry meters, Clock clock) {
        this.targets = properties.scrape();
        this.client = client;
        this.scrapes = scrapes;
        this.signals = signals;
        this.transaction = transaction;
        this.meters = meters;
        this.clock = clock;
        this.polling = new Polling("scrape", clock);
    }

    /// Begins to read all targets whose time has come.
    void round() {
        scrapes.keepOnly(targets.stream().map(Scraper::id).toList());
        polling.round(targets.stream().map(Scrape::new).toList());
    }

    /// Waits until no target is being read.
    void settle() {
        polling.settle();
    }

    @PreDestroy
    void close() throws InterruptedException {
        polling.close();
    }

    /// One target, as it is asked again and again.
    private final class Scrape implements Polling.Target {

        private final ScrapeProperties.Target target;

        Scrape(ScrapeProperties.Target target) {
            this.target = target;
        }

        @Override
        public String id() {
            return Scraper.id(target);
        }

        @Override
        public Duration interval() {
            return target.interval();
        }

        @Override
        public Optional<Instant> claimedAt() {
            return scrapes.standing(id()).map(ScrapeStore.Standing::triedAt);
        }

        @Override
        public void ask(Instant claim) throws InterruptedException {
            scrapes.claim(id(), target.name(), claim);
            scrape(target, claim);
        }
    }

    private void scrape(ScrapeProperties.Target target, Instant claim) throws InterruptedException {
        boolean good = false;
        try {
            ScrapeClient.Scraped scraped = client.scrape(target);
            Instant now = clock.instant();
            transaction.executeWithoutResult(tx -> take(target, scraped, claim, now));
            good = true;
        } catch (FetchFailedException failed) {
            scrapes.failed(id(target), claim, clock.instant(), String.valueOf(failed.getMessage()));
            LOG.debug("Scraping '{}' failed", target.name(), failed);
        } catch (RuntimeException failed) {
            LOG.error("What '{}' counted could not be stored", target.name(), failed);
        }
        meters.counter("halo.scrapes", "source", target.name(), "outcome", good ? "good" : "failed").increment();
    }

    /// A scrape that came so late that another replica began a new one is dropped: its counters are older than those that the
    /// other may have stored.
    private void take(ScrapeProperties.Target target, ScrapeClient.Scraped scraped, Instant claim, Instant now) {
        String id = id(target);
        if (!scrapes.lock(id, claim)) {
            LOG.debug("A scrape of '{}' came too late", target.name());
            return;
        }
        Instant before = scrapes.standing(id).map(ScrapeStore.Standing::goodAt).orElse(null);
        Counters previous = scrapes.counters(id);
        scrapes.good(id, now, scraped.counters().carrying(previous, ScrapeClient.MAX_SERIES));
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

    private static String id(ScrapeProperties.Target target) {
        return SeriesKey.hash(target.identity());
    }

    /// The schedule.
    @Configuration(proxyBeanMethods = false)
    static class Schedule {

        @Bean
        RecurringTask<Void> scrapeTask(ScrapeProperties properties, ObjectProvider<Scraper> scraper) {
            Duration often = properties.scrape().stream().map(ScrapeProperties.Target::interval)
                    .min(Duration::compareTo).orElse(IDLE);
            return Tasks.recurring("halo-signal-scrape", FixedDelay.of(often))
                    .execute((instance, context) -> scraper.getObject().round());
        }
    }
}
