package ink.dreamnet.halo.repo;

import ink.dreamnet.halo.analysis.WorkerPool;
import ink.dreamnet.halo.code.Check;
import ink.dreamnet.halo.core.files.AllowedFiles;
import ink.dreamnet.halo.http.SecretReferences;
import ink.dreamnet.halo.registry.ManagedBy;
import ink.dreamnet.halo.core.files.IsolatedGit;
import ink.dreamnet.halo.repo.git.Trees;
import ink.dreamnet.halo.repo.scan.Checks;
import ink.dreamnet.halo.repo.scan.CommitScan;
import ink.dreamnet.halo.support.Networks;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheBuilder;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.internal.storage.file.PackInserter;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.RefUpdate;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.ComponentScan;

/// Measures the look at a repository of many files, with all of HALO's checks: the first, one that finds nothing changed, and
/// one that finds one file changed. The argument is how many files.
public final class RepositoryBenchmark {

    private static final String[] ENDINGS = {"java", "ts", "py", "json", "yml", "md", "xml", "txt"};

    private RepositoryBenchmark() {
    }

    @ComponentScan({"ink.dreamnet.halo.code", "ink.dreamnet.halo.repo.integrity"})
    @ConfigurationPropertiesScan("ink.dreamnet.halo.code")
    @EnableConfigurationProperties
    static class AllChecks {
    }

    public static void main(String[] arguments) throws Exception {
        int count = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 50_000;
        Path directory = Files.createTempDirectory("halo-repository-bench");
        try (var beans = new AnnotationConfigApplicationContext(AllChecks.class)) {
            IsolatedGit.install();
            Checks checks = new Checks(List.copyOf(beans.getBeansOfType(Check.class).values()));
            Path git = directory.resolve("it.git");
            ObjectId[] files = make(git, count);
            RepositoryProperties properties = new Binder(new MapConfigurationPropertySource(Map.of()))
                    .bindOrCreate("halo.repo", RepositoryProperties.class);
            RepositoryHomes homes = new RepositoryHomes(directory.resolve("data"));
            Clock clock = Clock.systemUTC();
            WorkerPool readers = new WorkerPool("reader", properties.readers(), 4);
            WatchedRepository watched = RepositoryFormat.define("it", new RepositorySpec(null, git.toString(),
                    null, null, null, null, null, null, null, null, null, null), ManagedBy.CONFIG, null, AllowedFiles.ANY);
            System.out.printf("%d files, %d checks, heap at most %d MiB%n", count,
                    checks.all().size(), Runtime.getRuntime().maxMemory() >> 20);
            for (String round : new String[]{"first", "unchanged", "unchanged", "one file changed",
                    "one file changed"}) {
                if (round.startsWith("one")) {
                    change(git, files);
                }
                System.gc();
                pools().forEach(MemoryPoolMXBean::resetPeakUsage);
                RepositoryInspector inspector = new RepositoryInspector(new RepositorySource(homes, properties,
                        new SecretReferences(System::getenv), AllowedFiles.ANY, Networks.LOCAL, clock), new CommitAnalyzer(homes, checks, new CommitScan(checks, readers), properties,
                                clock), properties, event -> {
                        }, clock);
                long started = System.nanoTime();
                Inspection seen = inspector.inspect(watched, clock.instant().plusSeconds(600), (any, commit) -> {
                });
                long millis = (System.nanoTime() - started) / 1_000_000;
                long peak = pools().stream().mapToLong(pool -> pool.getPeakUsage().getUsed()).sum() >> 20;
                AnalysisRecord analysis = seen.analysis();
                System.out.printf("%-18s %6d ms, peak heap %4d MiB, %s, %d findings%s%n", round, millis, peak,
                        seen.status(), analysis == null
                                ? 0
                                : analysis.scan().findings().stream().mapToInt(code -> code.total()).sum(),
                        seen.note() == null ? "" : ", " + seen.note());
            }
            readers.close();
        } finally {
            Trees.delete(directory);
        }
    }

    private static List<MemoryPoolMXBean> pools() {
        return ManagementFactory.getMemoryPoolMXBeans().stream().filter(pool -> pool.getType() == MemoryType.HEAP)
                .toList();
    }

    private static String path(int number) {
        return "module%d/src/part%d/File%d.%s".formatted(number / 1000, number / 50 % 20, number,
                ENDINGS[number % ENDINGS.length]);
    }

    private static String content(int number, Random random) {
        StringBuilder text = new StringBuilder();
        int lines = 20 + random.nextInt(150);
        switch (ENDINGS[number % ENDINGS.length]) {
            case "json" -> {
                text.append("{\n");
                for (int line = 0; line < lines; line++) {
                    text.append("  \"key%d\": \"%x\",%n".formatted(line, random.nextLong()));
                }
                text.append("  \"last\": 1\n}\n");
            }
            case "yml" -> {
                for (int line = 0; line < lines; line++) {
                    text.append("key%d: value %d%n".formatted(line, random.nextInt()));
                }
            }
            case "xml" -> {
                text.append("<a>\n");
                for (int line = 0; line < lines; line++) {
                    text.append("  <b c=\"%d\">text</b>%n".formatted(random.nextInt()));
                }
                text.append("</a>\n");
            }
            case "ts" -> {
                text.append("import { x } from './File").append(number).append("';\n");
                for (int line = 0; line < lines; line++) {
                    text.append("export const v%d = %d; // a value%n".formatted(line, random.nextInt()));
                }
            }
            default -> {
                for (int line = 0; line < lines; line++) {
                    text.append("int value%d = call(%d, \"some text\"); // a comment%n".formatted(line,
                            random.nextInt()));
                }
            }
        }
        return text.toString();
    }

    private static ObjectId[] make(Path git, int count) throws IOException {
        ObjectId[] files = new ObjectId[count];
        Random random = new Random(1);
        try (FileRepository repository = new FileRepository(git.toFile())) {
            repository.create(true);
            repository.updateRef(Constants.HEAD).link("refs/heads/main");
            try (PackInserter inserter = repository.getObjectDatabase().newPackInserter()) {
                for (int number = 0; number < count; number++) {
                    files[number] = inserter.insert(Constants.OBJ_BLOB, content(number, random).getBytes(
                            StandardCharsets.UTF_8));
                }
                inserter.flush();
            }
        }
        commit(git, files);
        return files;
    }

    private static void change(Path git, ObjectId[] files) throws IOException {
        try (FileRepository repository = new FileRepository(git.toFile());
                ObjectInserter inserter = repository.newObjectInserter()) {
            files[7] = inserter.insert(Constants.OBJ_BLOB, ("changed " + files[7].name()).getBytes(
                    StandardCharsets.UTF_8));
            inserter.flush();
        }
        commit(git, files);
    }

    private static void commit(Path git, ObjectId[] files) throws IOException {
        try (FileRepository repository = new FileRepository(git.toFile());
                ObjectInserter inserter = repository.newObjectInserter()) {
            DirCache cache = DirCache.newInCore();
            DirCacheBuilder builder = cache.builder();
            for (int number = 0; number < files.length; number++) {
                DirCacheEntry entry = new DirCacheEntry(path(number));
                entry.setFileMode(FileMode.REGULAR_FILE);
                entry.setObjectId(files[number]);
                builder.add(entry);
            }
            builder.finish();
            CommitBuilder commit = new CommitBuilder();
            commit.setTreeId(cache.writeTree(inserter));
            commit.setMessage("bench");
            commit.setAuthor(new PersonIdent("Bench", "bench@example.org", Instant.EPOCH, ZoneOffset.UTC));
            commit.setCommitter(commit.getAuthor());
            ObjectId parent = repository.resolve("refs/heads/main");
            if (parent != null) {
                commit.setParentId(parent);
            }
            ObjectId id = inserter.insert(commit);
            inserter.flush();
            RefUpdate update = repository.updateRef("refs/heads/main");
            update.setNewObjectId(id);
            update.forceUpdate();
        }
    }
}
