package ink.dreamnet.halo.memory;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.TreeMap;

import ink.dreamnet.halo.analysis.AnalysisContext;
import ink.dreamnet.halo.analysis.Analyzer;
import ink.dreamnet.halo.analysis.AnalyzerResult;
import ink.dreamnet.halo.analysis.Issue;
import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.memory.Histories.Outage;
import org.jspecify.annotations.Nullable;

/// Sites with outages that end and come back as those of a real status page do, unless a repair cures them. What would become of
/// each without a repair is drawn when it starts.
final class SimulatedFleet implements Analyzer {

    private static final String HARM = "site.harmed";

    private final Map<String, Site> sites = new TreeMap<>();
    private final List<Outage> outages;
    private final Duration median;
    private final SplittableRandom random;
    private final Clock clock;

    SimulatedFleet(Histories.Page page, int number, long seed, Clock clock) {
        this.outages = page.outages();
        this.median = outages.stream().map(Outage::length).sorted().toList().get(outages.size() / 2);
        this.random = new SplittableRandom(seed);
        this.clock = clock;
        for (int i = 0; i < number; i++) {
            sites.put("endpoint:site-" + i, new Site(i % 3 == 0));
        }
    }

    /// An outage of a site.
    static final class Case {

        final String code;
        final Severity severity;
        final boolean odd;
        final Instant began;
        /// When it ends without a repair.
        final Instant naturalEnd;
        /// After what time it is back then; null where it is not within two days.
        final @Nullable Duration naturalReturn;
        private Instant end;
        private @Nullable Duration back;
        private boolean seen;

        /// @param seen whether it may end before anyone looked; what has come back is seen
        private Case(String code, Severity severity, boolean odd, Instant began, Instant naturalEnd,
                @Nullable Duration naturalReturn, boolean seen) {
            this.code = code;
            this.severity = severity;
            this.odd = odd;
            this.began = began;
            this.naturalEnd = naturalEnd;
            this.naturalReturn = naturalReturn;
            this.end = naturalEnd;
            this.back = naturalReturn;
            this.seen = seen;
        }
    }

    private static final class Site {

        private final boolean odd;
        private @Nullable Case now;
        private @Nullable Instant returns;
        private String returnsAs = "";
        private boolean harmed;

        private Site(boolean odd) {
            this.odd = odd;
        }
    }

    /// Starts outages of some sites that are well.
    synchronized void breakSome(int number, Instant from, Duration within) {
        List<Site> well = new ArrayList<>(sites.values().stream().filter(site -> site.now == null
                && site.returns == null).toList());
        for (int i = 0; i < number && !well.isEmpty(); i++) {
            Site site = well.remove(random.nextInt(well.size()));
            String code = Truth.codes().get(random.nextInt(Truth.codes().size()));
            Instant began = from.plusMillis(random.nextLong(within.toMillis()));
            site.now = outage(site, code, began, true);
        }
    }

    /// The longer ones are the worse ones, mostly.
    private Case outage(Site site, String code, Instant began, boolean seen) {
        Outage drawn = outages.get(random.nextInt(outages.size()));
        boolean bad = drawn.length().compareTo(median) > 0 == random.nextDouble() < 0.75;
        Duration back = drawn.returned();
        return new Case(code, bad ? Severity.HIGH : Severity.MEDIUM, site.odd, began, began.plus(drawn.length()),
                back == null || back.toHours() >= 48 ? null : back, seen);
    }

    /// @return what is wrong with a site that nobody watches while it is well; null where nothing is
    synchronized @Nullable Case of(String site) {
        return Objects.requireNonNull(sites.get(site)).now;
    }

    /// A repair is done: it cures, it harms, or it does nothing.
    synchronized void repair(String name, String step, boolean changed) {
        Site site = Objects.requireNonNull(sites.get(name));
        Case now = site.now;
        double luck = random.nextDouble();
        boolean relapses = random.nextDouble() < Truth.RELAPSE;
        long hours = 1 + random.nextLong(17);
        if (now == null) {
            return;
        }
        double harm = Truth.harm(now.code, step);
        if (luck < harm) {
            site.harmed = true;
        } else if (luck < harm + Truth.cure(now.code, step, site.odd, changed)) {
            now.end = clock.instant();
            now.back = relapses ? Duration.ofHours(hours) : null;
        }
    }

    /// Ends what was harmed.
    ///
    /// @return whether anything was
    synchronized boolean undoHarm() {
        boolean any = sites.values().stream().anyMatch(site -> site.harmed);
        sites.values().forEach(site -> site.harmed = false);
        return any;
    }

    private void go(Site site, Instant now) {
        if (site.now != null && site.now.seen && !site.now.end.isAfter(now)) {
            Case over = site.now;
            site.returns = over.back == null ? null : over.end.plus(over.back);
            site.returnsAs = over.code;
            site.now = null;
        }
        if (site.now == null && site.returns != null && !site.returns.isAfter(now)) {
            site.now = outage(site, site.returnsAs, site.returns, false);
            site.returns = null;
        }
    }

    @Override
    public synchronized AnalyzerResult analyze(AnalysisContext context) {
        Instant now = clock.instant();
        AnalyzerResult.Builder result = AnalyzerResult.builder();
        sites.forEach((name, site) -> {
            SubjectRef subject = SubjectRef.parse(name);
            if (!context.includes(subject)) {
                return;
            }
            go(site, now);
            result.observed(subject);
            Case down = site.now;
            if (down != null && !down.began.isAfter(now)) {
                down.seen = true;
                result.issue(Issue.of(down.code, down.severity, subject, "down"));
            }
            if (site.harmed) {
                result.issue(Issue.of(HARM, Severity.CRITICAL, subject, "worse than before"));
            }
        });
        return result.build();
    }
}
