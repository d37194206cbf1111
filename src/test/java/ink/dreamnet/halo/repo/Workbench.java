package ink.dreamnet.halo.repo;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

import ink.dreamnet.halo.analysis.WorkerPool;
import ink.dreamnet.halo.code.Check;
import ink.dreamnet.halo.code.Facts;
import ink.dreamnet.halo.code.FileCheck;
import ink.dreamnet.halo.code.Finding;
import ink.dreamnet.halo.code.Reference;
import ink.dreamnet.halo.code.SourceFile;
import ink.dreamnet.halo.code.Tree;
import ink.dreamnet.halo.code.TreeCheck;
import ink.dreamnet.halo.code.TreeFile;
import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.core.files.AllowedFiles;
import ink.dreamnet.halo.http.NetworkPolicy;
import ink.dreamnet.halo.http.SecretReferences;
import ink.dreamnet.halo.registry.ManagedBy;
import ink.dreamnet.halo.repo.scan.Checks;
import ink.dreamnet.halo.repo.scan.CommitScan;
import ink.dreamnet.halo.repo.scan.ScanResult;
import ink.dreamnet.halo.support.Networks;
import ink.dreamnet.halo.support.TestClock;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

/// An inspector without Spring around it, with checks whose work can be counted.
final class Workbench implements AutoCloseable {

    private static final WorkerPool READERS = new WorkerPool("reader", 2, 4);

    private static final List<Check> OF_INTEGRITY = ofIntegrity();

    final TestClock clock = new TestClock();
    final Words words = new Words();
    final Manifest manifest = new Manifest();
    final List<Check> others = new ArrayList<>();
    final RepositoryHomes homes;
    final Path directory;
    final List<Path> allowed = new ArrayList<>();
    final List<Object> events = new ArrayList<>();
    private final Map<String, String> environment;
    private final Map<String, Object> options;
    RepositoryInspector inspector;

    /// Where it connects to; [#restart] takes it over.
    NetworkPolicy policy = Networks.LOCAL;

    Workbench(Path directory, Map<String, Object> options, Map<String, String> environment) {
        this.directory = directory;
        this.homes = new RepositoryHomes(directory);
        this.environment = environment;
        this.options = options;
        restart();
    }

    /// Begins anew with what is on disk.
    void restart() {
        RepositoryProperties properties = new Binder(new MapConfigurationPropertySource(options))
                .bindOrCreate("halo.repo", RepositoryProperties.class);
        inspector = new RepositoryInspector(
                new RepositorySource(homes, properties, new SecretReferences(environment::get),
                        AllowedFiles.ANY.below("halo.files.allow", allowed), policy, clock),
                new CommitAnalyzer(homes, checks(), new CommitScan(checks(), READERS), properties, clock), properties,
                events::add, clock);
    }

    Checks checks() {
        List<Check> all = new ArrayList<>(List.of(words, manifest));
        all.addAll(OF_INTEGRITY);
        all.addAll(others);
        return new Checks(all);
    }

    private static List<Check> ofIntegrity() {
        try (var beans = new AnnotationConfigApplicationContext("ink.dreamnet.halo.repo.integrity")) {
            return List.copyOf(beans.getBeansOfType(Check.class).values());
        }
    }

    static WatchedRepository watched(RepositorySpec spec) {
        return RepositoryFormat.define("it", spec, ManagedBy.CONFIG, null, AllowedFiles.ANY);
    }

    static RepositorySpec local(Path path) {
        return new RepositorySpec(null, path.toString(), null, null, null, null, null, null, null, null, null, null);
    }

    static RepositorySpec remote(String url, @Nullable String branch) {
        return new RepositorySpec(null, null, url, branch, null, null, null, null, null, null, null, null);
    }

    Inspection inspect(Path path) throws InterruptedException {
        return inspect(watched(local(path)));
    }

    Inspection inspect(WatchedRepository repository) throws InterruptedException {
        return inspect(repository, Duration.ofMinutes(5));
    }

    Inspection inspect(WatchedRepository repository, Duration within) throws InterruptedException {
        Instant until = clock.instant().plus(within);
        return inspector.inspect(repository, until, (git, commit) -> {
        });
    }

    /// All findings as `code path severity`.
    static List<String> findings(Inspection inspection) {
        List<String> all = new ArrayList<>();
        inspection.state().forEach(finding -> all.add(text(finding)));
        if (inspection.analysis() != null) {
            inspection.analysis().scan().findings()
                    .forEach(code -> code.first().forEach(finding -> all.add(text(finding))));
        }
        return all;
    }

    /// What was found in the commit.
    static ScanResult scan(Inspection inspection) {
        return Objects.requireNonNull(inspection.analysis()).scan();
    }

    private static String text(Finding finding) {
        return finding.code() + " " + finding.path() + " " + finding.severity().wire();
    }

    @Override
    public void close() {
        // the readers are daemons
    }

    /// Finds the word `bad`, counts `todo`, follows lines `-> path`, and throws at `throw`.
    static final class Words implements FileCheck {

        final AtomicInteger read = new AtomicInteger();
        volatile int version = 1;
        volatile Runnable before = () -> {
        };

        @Override
        public Set<String> codes() {
            return Set.of("repo.bad-word", "repo.link-broken", Check.increased("todo"));
        }

        @Override
        public int version() {
            return version;
        }

        @Override
        public boolean reads(TreeFile file) {
            return file.path().endsWith(".txt");
        }

        @Override
        public void check(SourceFile file, Facts facts) {
            read.incrementAndGet();
            before.run();
            String text = String.valueOf(file.text());
            if (text.contains("throw")) {
                throw new IllegalStateException("asked to");
            }
            if (text.contains("bad")) {
                facts.finding(new Finding("repo.bad-word", Severity.MEDIUM, file.path(), 1, "is bad"));
            }
            facts.count("todo", text.split("todo", -1).length - 1);
            text.lines().filter(line -> line.startsWith("-> ")).forEach(line -> facts.reference(new Reference(
                    new Finding("repo.link-broken", Severity.LOW, file.path(), 1, "leads nowhere"), Reference.Kind.LINK,
                    List.of(line.substring(3)))));
        }
    }

    /// Says where `manifest` and `lock` differ.
    static final class Manifest implements TreeCheck {

        final AtomicInteger run = new AtomicInteger();

        @Override
        public Set<String> codes() {
            return Set.of("repo.lock-mismatch");
        }

        @Override
        public boolean concerns(String path) {
            return path.equals("manifest") || path.equals("lock");
        }

        @Override
        public void check(Tree tree, Facts facts) throws java.io.IOException {
            run.incrementAndGet();
            SourceFile one = tree.read("manifest");
            SourceFile other = tree.read("lock");
            if (one != null && other != null && !String.valueOf(one.text()).equals(other.text())) {
                facts.finding(new Finding("repo.lock-mismatch", Severity.HIGH, "lock", 0, "differs"));
            }
        }
    }
}
