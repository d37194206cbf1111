package ink.dreamnet.halo.repo;

import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

import ink.dreamnet.halo.audit.AuditTrail;
import ink.dreamnet.halo.audit.Change;
import ink.dreamnet.halo.code.Check;
import ink.dreamnet.halo.code.Finding;
import ink.dreamnet.halo.core.Actor;
import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.repo.scan.Checks;
import ink.dreamnet.halo.repo.scan.CodeFindings;
import ink.dreamnet.halo.repo.scan.ScanResult;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// Sees to it that what is counted in a repository (`todo`, `fixme`) does not become more: the lowest number that was ever seen
/// is the most that is allowed, until an operator accepts another.
@Component
class Ratchet {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final TypeReference<TreeMap<String, Integer>> BY_FILE = new TypeReference<>() {
    };
    /// From so many more on, an increase is a weak point.
    private static final int MANY = 5;
    private static final int FIRST = 50;

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final AuditTrail audit;
    private final Checks checks;
    private final Clock clock;

    Ratchet(JdbcClient jdbc, TransactionTemplate transaction, AuditTrail audit, Checks checks, Clock clock) {
        this.checks = checks;
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.audit = audit;
        this.clock = clock;
    }

    /// @param source what the numbers depend on; where it has changed, they begin anew
    private record Baseline(String source, int lowest, Map<String, Integer> files) {
    }

    /// Compares, and lowers the baseline where there is less.
    ///
    List<CodeFindings> judge(WatchedRepository repository, ScanResult now) {
        String source = source(repository);
        List<CodeFindings> increased = new ArrayList<>();
        Map<String, Baseline> baselines = read(repository.id());
        // also what is not there yet: its first five are five more than none
        TreeSet<String> all = new TreeSet<>(checks.counted());
        all.addAll(now.counts().keySet());
        all.addAll(baselines.keySet());
        for (String counted : all) {
            int count = now.counts().getOrDefault(counted, 0);
            Map<String, Integer> files = now.countsByFile().getOrDefault(counted, Map.of());
            Baseline baseline = baselines.get(counted);
            if (baseline == null || !baseline.source().equals(source) || count < baseline.lowest()) {
                write(repository.id(), counted, new Baseline(source, count, files), Actor.HALO);
            } else if (count > baseline.lowest()) {
                increased.add(increase(counted, count, baseline, files));
            }
        }
        return increased;
    }

    /// Accepts the numbers of an analysis as they are.
    ///
    /// @return what was accepted
    Map<String, Integer> accept(WatchedRepository repository, ScanResult now, Actor actor) {
        String source = source(repository);
        Map<String, Integer> accepted = new TreeMap<>(now.counts());
        read(repository.id()).keySet().forEach(counted -> accepted.putIfAbsent(counted, 0));
        transaction.executeWithoutResult(tx -> {
            accepted.forEach((counted, count) -> write(repository.id(), counted,
                    new Baseline(source, count, now.countsByFile().getOrDefault(counted, Map.of())), actor));
            audit.record(actor, new Change("repository.baseline-accepted", "repository", repository.id(), null,
                    accepted.toString(), null));
        });
        return accepted;
    }

    /// @return how many of each are allowed
    Map<String, Integer> baseline(String repository) {
        Map<String, Integer> allowed = new TreeMap<>();
        read(repository).forEach((counted, baseline) -> allowed.put(counted, baseline.lowest()));
        return allowed;
    }

    /// Forgets a repository that is gone.
    void forget(String repository) {
        jdbc.sql("delete from repository_baseline where repository = ?").param(repository).update();
    }

    private String source(WatchedRepository repository) {
        StringBuilder source = new StringBuilder(repository.source()).append('\n').append(checks.versionsOfCounts());
        List<RepositorySpec.@Nullable ExcludeSpec> excluded = repository.spec().exclude();
        if (excluded != null) {
            excluded.stream().filter(each -> each != null && (each.code() == null || Check.isIncrease(each.code())))
                    .forEach(each -> source.append('\n').append(each));
        }
        return RepositoryHomes.hash(source.toString());
    }

    private static CodeFindings increase(String counted, int count, Baseline baseline, Map<String, Integer> files) {
        int rise = count - baseline.lowest();
        Severity severity = rise >= MANY ? Severity.MEDIUM : Severity.LOW;
        record Risen(String path, int by) {
        }
        List<Risen> risen = new ArrayList<>();
        files.forEach((path, times) -> {
            int by = times - baseline.files().getOrDefault(path, 0);
            if (by > 0) {
                risen.add(new Risen(path, by));
            }
        });
        risen.sort(Comparator.comparing(Risen::by).reversed().thenComparing(Risen::path));
        List<Finding> where = risen
                .stream().limit(FIRST).map(file -> new Finding(Check.increased(counted), severity, file.path(),
                        0, "has %d more %s than when the whole repository had %d".formatted(file.by(), counted,
                                baseline.lowest())))
                .toList();
        return new CodeFindings(Check.increased(counted), rise, severity, rise, where.isEmpty()
                ? List.of(new Finding(Check.increased(counted), severity, "", 0,
                        "%d %s, %d are allowed".formatted(count, counted, baseline.lowest())))
                : where);
    }

    private Map<String, Baseline> read(String repository) {
        Map<String, Baseline> baselines = new TreeMap<>();
        jdbc.sql("select counted, source, lowest, files from repository_baseline where repository = ?")
                .param(repository).query(row -> {
                    baselines.put(row.getString("counted"), new Baseline(row.getString("source"),
                            row.getInt("lowest"), JSON.readValue(row.getString("files"), BY_FILE)));
                });
        return baselines;
    }

    private void write(String repository, String counted, Baseline baseline, Actor actor) {
        OffsetDateTime at = clock.instant().atOffset(ZoneOffset.UTC);
        String files = JSON.writeValueAsString(new TreeMap<>(baseline.files()));
        transaction.executeWithoutResult(tx -> {
            int updated = jdbc.sql("update repository_baseline set source = ?, lowest = ?, files = ?, set_at = ?, "
                    + "set_by = ? where repository = ? and counted = ?")
                    .params(baseline.source(), baseline.lowest(), files, at, actor.name(), repository, counted)
                    .update();
            if (updated == 0) {
                jdbc.sql("insert into repository_baseline (source, lowest, files, set_at, set_by, repository, counted) "
                        + "values (?, ?, ?, ?, ?, ?, ?)")
                        .params(baseline.source(), baseline.lowest(), files, at, actor.name(), repository, counted)
                        .update();
            }
        });
    }
}
