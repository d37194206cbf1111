package ink.dreamnet.halo.memory;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.UUID;

import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.memory.SimulatedFleet.Case;
import ink.dreamnet.halo.support.Api;
import ink.dreamnet.halo.support.TestClock;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Lives some weeks with HALO: each day outages, looks, decisions and repairs, over its API; and compares what HALO shows with the truth.
final class Simulation {

    private static final int OUTAGES_A_DAY = 70;
    /// In minutes of the day. The last look at the horizon of a decision is two minutes before its end.
    private static final long[] LOOKS = {30, 60, 62, 75, 77, 90, 92, 118, 133, 148, 720, 1435};
    private static final Set<Long> DECISIONS = Set.of(60L, 75L, 90L);
    private static final long DAY = 1600;
    private static final Duration HORIZON = Duration.ofMinutes(59);

    private final Api api;
    private final JdbcTemplate jdbc;
    private final TestClock clock;
    private final SimulatedFleet fleet;
    private final int days;
    private final SplittableRandom random;
    private final JsonMapper json = JsonMapper.shared();
    private final Map<UUID, Decided> decided = new HashMap<>();
    private final Map<String, Standing> standings = new TreeMap<>();
    private Instant morning = Instant.EPOCH;
    private boolean changed;
    private double cured;
    private double oracle;
    private double earlyCured;
    private double earlyOracle;
    private int first;

    Simulation(Api api, JdbcTemplate jdbc, TestClock clock, SimulatedFleet fleet, int days, long seed) {
        this.api = api;
        this.jdbc = jdbc;
        this.clock = clock;
        this.fleet = fleet;
        this.days = days;
        this.random = new SplittableRandom(seed + 1);
    }

    /// A repair that was approved.
    ///
    /// @param uplift by how much more probable it made it, by the truth, that the site is well within the horizon and stays so
    /// @param success how probable its success was, as HALO counts it
    /// @param harm how probable harm was
    private record Decided(double uplift, double success, double harm) {
    }

    /// What was seen of a repair day by day.
    private static final class Standing {

        private boolean held = true;
        private boolean harmHeld = true;
        private boolean compared;
        private boolean falselyProven;
        private long outcomesWhenProven = -1;
        private double error;
        private double treated;
        private String shown = "";

        private String sentence() {
            return "%s, error of uplift %+.3f, held %s, harm held %s%s".formatted(shown, error, held, harmHeld,
                    outcomesWhenProven < 0 ? "" : ", proven after %d outcomes%s".formatted(outcomesWhenProven,
                            falselyProven ? " falsely" : ""));
        }
    }

    Scores run(String name) {
        api.put("/api/halo/agents/fixer", "{\"role\": \"" + SimulatedStrategy.AGENT_ROLE + "\"}");
        int looks = 0;
        for (int day = 0; day < days; day++) {
            if (day == days / 2) {
                changed = true;
                earlyCured = cured;
                earlyOracle = oracle;
            }
            morning = clock.instant();
            fleet.breakSome(OUTAGES_A_DAY, morning, Duration.ofMinutes(58));
            for (long minute : LOOKS) {
                until(minute);
                look();
                if (DECISIONS.contains(minute)) {
                    decide();
                    work();
                }
            }
            until(DAY);
            looks += compare();
        }
        standings.forEach((repair, standing) -> System.out.printf(Locale.ROOT,
                "    %s: %s%n", repair, standing.sentence()));
        return scores(name, looks);
    }

    private void until(long minute) {
        Duration left = Duration.between(clock.instant(), morning.plus(Duration.ofMinutes(minute)));
        if (left.isPositive()) {
            clock.advance(left);
        }
    }

    private void look() {
        Api.Answer answer = api.post("/api/halo/run", null);
        if (answer.status() != 200) {
            throw new IllegalStateException("The cycle failed: " + answer.response().body());
        }
        if (fleet.undoHarm()) {
            JsonNode strategy = api.get("/api/halo/strategies/" + SimulatedStrategy.NAME).body().get("strategy");
            strategy.get("stopped").forEach(stop -> api.post("/api/halo/strategies/%s/release".formatted(
                    SimulatedStrategy.NAME), "{\"code\": \"%s\"}".formatted(stop.get("code").asString())));
        }
    }

    /// Operators approve what is worse and older more often, and reject the rest or leave it.
    private void decide() {
        for (JsonNode task : api.get("/api/halo/tasks?status=pending-approval&limit=200").body().get("tasks")) {
            String subject = "endpoint:" + task.get("subject").get("id").asString();
            Case down = fleet.of(subject);
            if (down == null) {
                continue;
            }
            boolean old = Duration.between(down.began, clock.instant()).toMinutes() >= 15;
            double approves = (down.severity == Severity.HIGH ? 0.7 : 0.35) + (old ? 0.1 : -0.1);
            double luck = random.nextDouble();
            String id = task.get("id").asString();
            if (luck < approves) {
                String step = task.get("step").asString();
                if (api.post("/api/halo/tasks/" + id + "/approve", "{}").status() == 200) {
                    approved(UUID.fromString(id), down, step, task.get("failedBefore").isEmpty());
                }
            } else if (luck < approves + 0.15) {
                api.post("/api/halo/tasks/" + id + "/reject", "{\"comment\": \"not now\"}");
            }
        }
    }

    private void approved(UUID task, Case down, String step, boolean isFirst) {
        double cure = Truth.cure(down.code, step, down.odd, changed);
        Instant now = clock.instant();
        double natural = healed(down, now, HORIZON) ? 1 : 0;
        double harm = Truth.harm(down.code, step);
        double lasting = cure * (1 - Truth.RELAPSE);
        double byItself = healed(down, now, Duration.ofMinutes(3)) ? 1 : 0;
        decided.put(task, new Decided(lasting + (1 - cure) * natural - natural,
                lasting + (1 - cure - harm) * byItself, harm));
        if (isFirst) {
            first++;
            cured += cure;
            oracle += Truth.cure(down.code, Truth.best(down.code, down.odd, changed), down.odd, changed);
        }
    }

    /// Whether it would be seen to be well within some time and not be seen again within a day, if nobody repaired it.
    private boolean healed(Case down, Instant from, Duration within) {
        Instant ended = nextLook(down.naturalEnd.isAfter(from) ? down.naturalEnd : from.plusMillis(1));
        if (ended == null || ended.isAfter(from.plus(within))) {
            return false;
        }
        if (down.naturalReturn == null) {
            return true;
        }
        Instant again = nextLook(down.naturalEnd.plus(down.naturalReturn));
        return again == null || again.isAfter(ended.plus(Duration.ofHours(24)));
    }

    private @Nullable Instant nextLook(Instant from) {
        for (long minute : LOOKS) {
            Instant look = morning.plus(Duration.ofMinutes(minute));
            if (!look.isBefore(from)) {
                return look;
            }
        }
        return null;
    }

    private void work() {
        while (true) {
            JsonNode leased = api.post("/api/halo/tasks/lease", "{\"agent\": \"fixer\", \"max\": 10}").body()
                    .get("leased");
            if (leased == null || leased.isEmpty()) {
                return;
            }
            for (JsonNode each : leased) {
                JsonNode task = each.get("task");
                fleet.repair("endpoint:" + task.get("subject").get("id").asString(), task.get("step").asString(),
                        changed);
                api.post("/api/halo/tasks/%s/result".formatted(task.get("id").asString()),
                        "{\"outcome\": \"succeeded\", \"lease\": \"%s\"}"
                                .formatted(each.get("lease").get("id").asString()));
            }
        }
    }

    /// A stratum of a repair: how many were compared, and what the repair brought them in truth.
    private static final class Cell {

        private double treated;
        private double control;
        private double uplift;
    }

    /// Compares what HALO shows of all first repairs with the truth.
    ///
    /// @return how many intervals of uplift there were
    private int compare() {
        Map<String, List<JsonNode>> rows = rows();
        int looks = 0;
        for (JsonNode effect : api.get("/api/halo/memory/strategies?limit=200").body().get("strategies")) {
            if (!effect.get("failedBefore").isEmpty()) {
                continue;
            }
            String code = effect.get("code").asString();
            String step = effect.get("step").asString();
            Standing standing = standings.computeIfAbsent(code + " " + step, any -> new Standing());
            standing.harmHeld &= Truth.harm(code, step) <= effect.get("harm").get("upper").asDouble();
            double success = success(rows.getOrDefault(code, List.of()), step);
            if (effect.get("verdict").asString().equals("proven") && standing.outcomesWhenProven < 0) {
                standing.falselyProven |= success <= 0.8;
                standing.outcomesWhenProven = effect.get("success").get("successes").asLong()
                        + effect.get("success").get("failures").asLong();
            }
            JsonNode uplift = effect.get("uplift");
            if (uplift == null || uplift.isNull()) {
                continue;
            }
            double truth = uplift(rows.getOrDefault(code, List.of()), step);
            standing.shown = "%s, %s of %.0f treated, uplift %.3f in truth".formatted(effect.get("verdict").asString(),
                    uplift, uplift.get("treated").asDouble(), truth);
            if (Double.isNaN(truth)) {
                continue;
            }
            looks++;
            standing.compared = true;
            standing.held &= uplift.get("lower").asDouble() <= truth && truth <= uplift.get("upper").asDouble();
            standing.error = uplift.get("difference").asDouble() - truth;
            standing.treated = uplift.get("treated").asDouble();
        }
        return looks;
    }

    /// @return the rows of the ledger that are compared now, of first repairs, by code
    private Map<String, List<JsonNode>> rows() {
        Map<String, List<JsonNode>> rows = new HashMap<>();
        Map<String, Integer> epochs = new HashMap<>();
        jdbc.queryForList("select task_id, decision, repair, counted from memory_repair where counted is not null order by id")
                .forEach(row -> {
                    ObjectNode node = json.createObjectNode();
                    node.put("task", String.valueOf(row.get("task_id")));
                    node.put("decision", String.valueOf(row.get("decision")));
                    node.set("repair", json.readTree(String.valueOf(row.get("repair"))));
                    JsonNode counted = json.readTree(String.valueOf(row.get("counted")));
                    node.set("counted", counted);
                    JsonNode exit = counted.get("exit");
                    if (exit == null || exit.isNull() || !node.get("repair").get("failedBefore").isEmpty()) {
                        return;
                    }
                    String code = node.get("repair").get("code").asString();
                    epochs.merge(code, counted.get("epoch").asInt(), Math::max);
                    rows.computeIfAbsent(code, any -> new ArrayList<>()).add(node);
                });
        rows.forEach((code, all) -> all.removeIf(
                row -> row.get("counted").get("epoch").asInt() != epochs.getOrDefault(code, 0)));
        return rows;
    }

    private double success(List<JsonNode> rows, String step) {
        return rows.stream().filter(row -> row.get("decision").asString().equals("APPROVED")
                && row.get("repair").get("step").asString().equals(step))
                .map(row -> decided.get(UUID.fromString(row.get("task").asString())))
                .filter(Objects::nonNull).mapToDouble(Decided::success).average().orElse(Double.NaN);
    }

    /// @return the true uplift, its strata weighed as HALO weighs them; NaN where nothing can be compared
    private double uplift(List<JsonNode> rows, String step) {
        Map<String, Cell> cells = new HashMap<>();
        for (JsonNode row : rows) {
            if (row.get("counted").get("exit").get("kind").asString().equals("CENSORED")) {
                continue;
            }
            JsonNode repair = row.get("repair");
            Cell cell = cells.computeIfAbsent(repair.get("severity").asString() + age(repair.get("ageMs").asLong()),
                    any -> new Cell());
            if (!row.get("decision").asString().equals("APPROVED")) {
                cell.control++;
            } else if (repair.get("step").asString().equals(step)) {
                Decided one = decided.get(UUID.fromString(row.get("task").asString()));
                if (one != null) {
                    cell.treated++;
                    cell.uplift += one.uplift();
                }
            }
        }
        double weights = 0;
        double sum = 0;
        for (Cell cell : cells.values()) {
            if (cell.treated > 0 && cell.control > 0) {
                double weight = cell.treated * cell.control / (cell.treated + cell.control);
                weights += weight;
                sum += weight * cell.uplift / cell.treated;
            }
        }
        return sum / weights;
    }

    private static int age(long ms) {
        int age = 0;
        for (long minutes : new long[]{5, 15, 60, 360, 1440}) {
            age += ms >= minutes * 60_000 ? 1 : 0;
        }
        return age;
    }

    private Scores scores(String name, int looks) {
        List<Standing> all = new ArrayList<>(standings.values());
        List<Standing> compared = all.stream().filter(one -> one.compared).toList();
        double treated = compared.stream().mapToDouble(one -> one.treated).sum();
        List<Standing> proven = all.stream().filter(one -> one.outcomesWhenProven >= 0 && !one.falselyProven).toList();
        return new Scores(name, first, cured / first, oracle / first, cured - earlyCured, oracle - earlyOracle,
                compared.stream().mapToDouble(one -> one.error * one.treated).sum() / treated, looks,
                share(compared.stream().filter(one -> one.held).count(), compared.size()), compared.size(),
                (int) all.stream().filter(one -> one.falselyProven).count(), proven.size(),
                proven.stream().mapToLong(one -> one.outcomesWhenProven).average().orElse(Double.NaN),
                share(all.stream().filter(one -> one.harmHeld).count(), all.size()));
    }

    private static double share(long part, int all) {
        return all == 0 ? Double.NaN : (double) part / all;
    }
}
