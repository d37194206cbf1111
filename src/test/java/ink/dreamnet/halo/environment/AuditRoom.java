package ink.dreamnet.halo.environment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import ink.dreamnet.halo.analysis.AnalysisContext;
import ink.dreamnet.halo.analysis.AnalyzerResult;
import ink.dreamnet.halo.analysis.Issue;
import ink.dreamnet.halo.core.CycleMode;
import ink.dreamnet.halo.core.Ids;
import ink.dreamnet.halo.core.Scope;
import ink.dreamnet.halo.core.SubjectKind;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.core.files.AllowedFiles;
import ink.dreamnet.halo.environment.schema.RuleForm;
import ink.dreamnet.halo.environment.schema.VariableForm;
import ink.dreamnet.halo.registry.ManagedBy;
import ink.dreamnet.halo.registry.Registered;
import ink.dreamnet.halo.support.TestClock;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

import static java.util.Objects.requireNonNull;

/// A directory with environments, and the audit of them.
final class AuditRoom {

    final Path directory;
    final Map<String, String> process = new HashMap<>();
    final TreeMap<String, WatchedEnvironment> environments = new TreeMap<>();
    final Map<String, String> unreadable = new HashMap<>();
    final TestClock clock = new TestClock();
    private final Fingerprints fingerprints = new Fingerprints();

    AuditRoom(Path directory) {
        this.directory = directory;
    }

    /// Writes a file that only its owner can read.
    Path write(String name, String text) {
        try {
            Path file = directory.resolve(name);
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
            return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /// Defines an environment of one dotenv file, `.env.<id>`.
    void define(String id, @Nullable String schema, String text) {
        define(id, spec(schema, List.of(SourceSpec.ofFile(write(".env." + id, text).toString(), false))));
    }

    void define(String id, EnvironmentSpec spec) {
        environments.put(id, new EnvironmentParser(spec, AllowedFiles.ANY).parse(id, ManagedBy.CONFIG, null, false));
    }

    EnvironmentSpec spec(@Nullable String schema, List<@Nullable SourceSpec> sources) {
        return new EnvironmentSpec(null, sources, schema == null ? null : directory.resolve(schema).toString(), null,
                null, null, null, null, null, null);
    }

    static EnvironmentSpec inGroup(String group, EnvironmentSpec spec) {
        return new EnvironmentSpec(null, spec.sources(), spec.schema(), spec.variables(), spec.unknown(),
                spec.interpolation(), group,
                spec.production(), null, null);
    }

    static VariableForm variable(String name, String type) {
        return new VariableForm(name, null, null, type, null, null, null, null, null, null, null, null);
    }

    AnalyzerResult audit(RuleForm... rules) {
        return audit(Scope.ALL, clock.instant().plusSeconds(60), Clock.systemUTC(), rules);
    }

    AnalyzerResult audit(Scope scope, Instant deadline, Clock time, RuleForm... rules) {
        EnvironmentProperties properties = new EnvironmentProperties(DataSize.ofMegabytes(1), 2000, true,
                List.of(rules));
        return new EnvironmentAudit(fingerprints, properties, () -> process,
                AllowedFiles.ANY.below("halo.files.allow", List.of(directory.resolve("root"))), time).audit(
                        new Registered<>(SubjectKind.ENVIRONMENT, 1, new TreeMap<>(environments),
                                Map.copyOf(unreadable)),
                        new AnalysisContext(Ids.next(), CycleMode.FULL, scope, deadline.minus(Duration.ofSeconds(60)),
                                deadline));
    }

    static SubjectRef environment(String id) {
        return new SubjectRef(SubjectKind.ENVIRONMENT, id);
    }

    static List<String> codes(AnalyzerResult result, String id) {
        return result.issues().stream().filter(issue -> issue.subject().id().equals(id)).map(Issue::code).toList();
    }

    static Issue issue(AnalyzerResult result, String id, String code) {
        return result.issues().stream().filter(issue -> issue.subject().id().equals(id) && issue.code().equals(code))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + code + " of " + id + " in " + result.issues()));
    }

    /// @return a member of the first finding that an issue lists
    static Object first(Issue issue, String member) {
        List<?> findings = (List<?>) requireNonNull(issue.data().get("findings"));
        return requireNonNull(((Map<?, ?>) findings.getFirst()).get(member));
    }
}
