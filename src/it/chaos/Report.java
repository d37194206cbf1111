import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/// What was seen. A violation is HALO's; trouble of the harness is counted apart.
final class Report {

    private static final Queue<String> VIOLATIONS = new ConcurrentLinkedQueue<>();
    private static final Queue<String> HARNESS = new ConcurrentLinkedQueue<>();
    private static final Map<Fault.Kind, Row> ROWS = new EnumMap<>(Fault.Kind.class);
    private static final AtomicInteger STARTS_FAILED = new AtomicInteger();
    private static volatile Fault.Kind current;
    private static Duration longestUnsealed = Duration.ZERO;

    private static final class Row {
        private final List<Double> recoveries = new ArrayList<>();
        private int violations;
    }

    private Report() {
    }

    static synchronized void violation(String what) {
        VIOLATIONS.add(Instant.now() + " " + what);
        System.out.println("VIOLATION " + what);
        if (current != null) {
            ROWS.get(current).violations++;
        }
    }

    static void harness(String what) {
        HARNESS.add(Instant.now() + " " + what);
        System.out.println("harness: " + what);
    }

    static void startFailed() {
        STARTS_FAILED.incrementAndGet();
    }

    static synchronized void begins(Fault.Kind kind) {
        current = kind;
        ROWS.computeIfAbsent(kind, any -> new Row());
    }

    static synchronized void recovered(Fault.Kind kind, Duration after) {
        ROWS.get(kind).recoveries.add(after.toMillis() / 1000.0);
    }

    /// @param after how long after the end of a fault the audit trail from before it was chained
    static synchronized void sealed(Duration after) {
        longestUnsealed = after.compareTo(longestUnsealed) > 0 ? after : longestUnsealed;
    }

    /// From now on violations belong to no fault: they are found by comparing the whole.
    static synchronized void allFaultsOver() {
        current = null;
    }

    static int violations() {
        return VIOLATIONS.size();
    }

    static synchronized String markdown(String head, List<String> seen) {
        StringBuilder text = new StringBuilder(head).append("\n\n");
        text.append("| fault | number | recovery, median s | worst s | violations |\n|---|---|---|---|---|\n");
        int all = 0;
        for (Map.Entry<Fault.Kind, Row> entry : ROWS.entrySet()) {
            List<Double> sorted = entry.getValue().recoveries.stream().sorted().toList();
            all += sorted.size();
            text.append("| %s | %d | %s | %s | %d |%n".formatted(entry.getKey().title, sorted.size(),
                    sorted.isEmpty() ? "" : seconds(sorted.get(sorted.size() / 2)),
                    sorted.isEmpty() ? "" : seconds(sorted.getLast()), entry.getValue().violations));
        }
        text.append("| all | %d | | | %d |%n%n".formatted(all, VIOLATIONS.size()));
        seen.forEach(line -> text.append("- ").append(line).append('\n'));
        text.append("- the audit trail from before a fault was sealed %s s after its end at the latest, a cycle included%n"
                .formatted(seconds(longestUnsealed.toMillis() / 1000.0)));
        text.append("- starts of a replica that failed and were repeated: ").append(STARTS_FAILED).append('\n');
        text.append("\nViolations: ").append(VIOLATIONS.size()).append('\n');
        VIOLATIONS.forEach(line -> text.append("- ").append(line).append('\n'));
        text.append("\nTrouble of the harness, which is not HALO's: ").append(HARNESS.size()).append('\n');
        HARNESS.forEach(line -> text.append("- ").append(line).append('\n'));
        return text.toString();
    }

    private static String seconds(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}
