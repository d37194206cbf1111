package ink.dreamnet.halo.trigger;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
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
/// replica comes next. A scrape that fails adds nothing: what was not observed is unknown, not zero.
@Component
class Scraper {

    private static final Logger LOG = LoggerFactory.getLogger(Scraper.class);
    private static final String NODE = "scrape";
    private static final int AT_ONCE = 16;
    private static final Duration IDLE = Duration.ofHours(1);
    private static final Duration SLACK = Duration.ofMillis(250);
    private static final Duration FINE_REACH = Duration.ofHours(1);
    private static final Duration COARSE_REACH = Duration.ofHours(7);

    private final List<ScrapeProperties.Target> targets;
    private final ScrapeClient client;
    private final ScrapeStore scrapes;
    private final SignalStore signals;
    private final TransactionTemplate transaction;
    private final MeterRegistry meters;
    private final Clock clock;

    Scraper(ScrapeProperties properties, ScrapeClient client, ScrapeStore scrapes, SignalStore signals,
            TransactionTemplate transaction, MeterRegistry meters, Clock clock) {
        this.targets = properties.scrape();
        this.client = client;
        this.scrapes = scrapes;
        this.signals = signals;
        this.transaction = transaction;
        this.meters = meters;
        this.clock = clock;
    }

    /// Reads all targets whose time has come.
    void round() throws InterruptedException {
        scrapes.keepOnly(targets.stream().map(Scraper::id).toList());
        Semaphore places = new Semaphore(AT_ONCE);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (ScrapeProperties.Target target : targets) {
                boolean due = scrapes.standing(id(target))
                        .map(last -> !last.triedAt().plus(target.interval()).minus(SLACK).isAfter(clock.instant()))
                        .orElse(true);
                if (due) {
                    places.acquire();
                    threads.submit(() -> {
                        try {
                            scrape(target);
                        } finally {
                            places.release();
                        }
                    });
                }
            }
        }
    }

    private void scrape(ScrapeProperties.Target target) {
        boolean good = false;
        try {
            ScrapeClient.Scraped scraped = client.scrape(target);
            Instant now = clock.instant();
            transaction.executeWithoutResult(tx -> take(target, scraped, now));
            good = true;
        } catch (ScrapeFailedException failed) {
            scrapes.failed(id(target), target.name(), clock.instant(), String.valueOf(failed.getMessage()));
            LOG.debug("Scraping '{}' failed", target.name(), failed);
        } catch (InterruptedException shutdown) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException failed) {
            LOG.error("What '{}' counted could not be stored", target.name(), failed);
        }
        meters.counter("halo.scrapes", "source", target.name(), "outcome", good ? "good" : "failed").increment();
    }

    private void take(ScrapeProperties.Target target, ScrapeClient.Scraped scraped, Instant now) {
        String id = id(target);
        Instant before = scrapes.standing(id).map(ScrapeStore.Standing::goodAt).orElse(null);
        Counters previous = scrapes.counters(id);
        scrapes.good(id, target.name(), now, scraped.counters().carrying(previous, ScrapeClient.MAX_SERIES));
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
            return Tasks.recurring("halo-signal-scrape", FixedDelay.of(often)).execute((instance, context) -> {
                try {
                    scraper.getObject().round();
                } catch (InterruptedException shutdown) {
                    Thread.currentThread().interrupt();
                }
            });
        }
    }
}
