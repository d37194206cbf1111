package ink.dreamnet.halo.repo.scan;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

import ink.dreamnet.halo.code.Finding;
import ink.dreamnet.halo.code.Reference;
import ink.dreamnet.halo.code.Tree;
import ink.dreamnet.halo.code.TreeCheck;
import ink.dreamnet.halo.code.TreeFile;
import ink.dreamnet.halo.core.Severity;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads a commit: the tree in one walk, then only the files that are not known from before, then the checks that compare files
/// where one of theirs has changed. What it read is kept even where it runs out of time.
public final class CommitScan {

    private static final Logger LOG = LoggerFactory.getLogger(CommitScan.class);
    private static final int MOST_COUNTED_FILES = 5000;
    private static final int TREE_CHECK_FACTOR = 50;
    private static final String FACTS = "facts.bin";
    private static final String TREE_FACTS = "tree-facts.bin";
    private static final String FINDINGS = "findings.bin";

    private final Checks checks;
    private final ExecutorService readers;

    /// @param readers the threads that files are read on
    public CommitScan(Checks checks, ExecutorService readers) {
        this.checks = checks;
        this.readers = readers;
    }

    /// Reads one part of an earlier analysis's findings.
    ///
    /// @return null where there is no such analysis any more
    public static @Nullable List<NumberedFinding> findings(Path home, String analysis, int from, int most,
            Predicate<Finding> matches) throws IOException {
        return FindingsFile.read(home.resolve(FINDINGS), analysis, from, most, matches);
    }

    /// @return the code of the issue that says that something was counted more often
    public static String increased(String counted) {
        return "repo." + counted + "-increased";
    }

    /// @param treeFindings adds what follows from the tree alone
    public ScanResult run(ScanRequest request, TreeLook treeFindings)
            throws IOException, InterruptedException, TooManyFilesException {
        Files.createDirectories(request.home());
        Run run = new Run(request);
        try (Blobs blobs = new Blobs(request.repository(), request.maxFileBytes())) {
            return run.go(blobs, treeFindings);
        }
    }

    /// Looks at a tree as a whole, each time that it changed.
    public interface TreeLook {
        void look(Tree tree, Collection<String> directories, BiConsumer<Finding, List<String>> found)
                throws IOException;
    }

    private final class Run {

        private final ScanRequest request;
        private final Set<TreeCheck> concerned = new HashSet<>();
        private final Set<String> failed = new HashSet<>();
        private final Map<String, Integer> counts = new TreeMap<>();
        private final Map<String, Map<String, Integer>> countsByFile = new TreeMap<>();
        private int damaged;
        private boolean treeChecksLeft;

        Run(ScanRequest request) {
            this.request = request;
        }

        ScanResult go(Blobs blobs, TreeLook treeLook)
                throws IOException, InterruptedException, TooManyFilesException {
            String versions = checks.fingerprint() + ";" + request.maxFileBytes();
            TreeReading reading = new TreeReading(request, blobs);
            Path facts = request.home().resolve(FACTS);
            String base = walk(reading, facts, versions);
            HeadTree tree = reading.tree();
            damaged += reading.damage().size();
            Path findings = request.home().resolve(FINDINGS + ".new");
            try (FindingsFile.Writer sink = new FindingsFile.Writer(findings, request.analysis())) {
                if (reading.damage().isEmpty()) {
                    for (Finding known : request.known()) {
                        sink.add(known);
                    }
                }
                for (Finding damage : reading.damage()) {
                    damage(sink, damage);
                }
                String fingerprint = versions + ";" + hidden(tree);
                FileReading files = new FileReading(checks.ofFiles(), readers, request, tree);
                Path written = request.home().resolve(FACTS + ".new");
                int left;
                try (FactsFile.Writer out = new FactsFile.Writer(written, fingerprint, treeName());
                        FactsFile.Reader old = usable(facts, fingerprint)) {
                    BitSet unknown = old == null ? all(tree, reading) : reading.unknown();
                    left = files.read(unknown, (place, file, read) -> take(tree, sink, out, old, file, read));
                    out.finish();
                }
                failed.addAll(files.failed());
                runTreeChecks(tree, sink, base, left > 0);
                treeLook.look(tree, tree.directories(), (finding, candidates) -> {
                    try {
                        emit(tree, sink,
                                new FileFacts(List.of(), List.of(new Reference(finding, candidates)), Map.of()));
                    } catch (IOException unwritable) {
                        throw new UncheckedIOException(unwritable);
                    }
                });
                move(written, facts);
                List<CodeFindings> sums = sink.sums();
                sink.close();
                move(findings, request.home().resolve(FINDINGS));
                return new ScanResult(sums, counts, countsByFile, tree.inOrder().size(), left, damaged, failed,
                        treeChecksLeft, blobs.reads());
            }
        }

        private String treeName() {
            return request.tree().name() + "/" + request.analysis();
        }

        /// @return which tree the facts that are kept tell of; empty where there are none
        private String walk(TreeReading reading, Path facts, String versions)
                throws IOException, TooManyFilesException {
            try (FactsFile.Reader known = usableVersions(facts, versions)) {
                reading.walk(known, path -> {
                    for (TreeCheck check : checks.ofTrees()) {
                        if (!concerned.contains(check) && concerns(check, path)) {
                            concerned.add(check);
                        }
                    }
                });
                reading.readRules();
                return known == null ? "" : known.tree();
            }
        }

        private boolean concerns(TreeCheck check, String path) {
            try {
                return check.concerns(path);
            } catch (RuntimeException broken) {
                LOG.warn("{} failed at {}", check.getClass().getName(), path, broken);
                return true;
            }
        }

        /// What is hidden decides what was read, so facts hold only for as long as that stays the same.
        private String hidden(HeadTree tree) {
            StringBuilder ids = new StringBuilder();
            for (TreeFile file : tree.inOrder()) {
                if (file.path().endsWith(".haloignore")) {
                    ids.append(file.path()).append(file.objectId());
                }
            }
            return ids.isEmpty() ? "" : Integer.toHexString(ids.toString().hashCode()) + ids.length();
        }

        private FactsFile.@Nullable Reader usableVersions(Path facts, String versions) throws IOException {
            return FactsFile.usable(facts, kept -> kept.startsWith(versions + ";"))
                    ? new FactsFile.Reader(facts)
                    : null;
        }

        private FactsFile.@Nullable Reader usable(Path facts, String fingerprint) throws IOException {
            return FactsFile.usable(facts, fingerprint::equals) ? new FactsFile.Reader(facts) : null;
        }

        private BitSet all(HeadTree tree, TreeReading reading) {
            BitSet all = new BitSet();
            for (int place = 0; place < tree.inOrder().size(); place++) {
                TreeFile file = tree.inOrder().get(place);
                all.set(place, file.size() >= 0 || reading.unknown().get(place));
            }
            return all;
        }

        private void take(HeadTree tree, FindingsFile.Writer sink, FactsFile.Writer out,
                FactsFile.@Nullable Reader old, TreeFile file, FileReading.@Nullable Read read) throws IOException {
            // asked for every file as the walk did: names that are not UTF-8 are not in the order that this looks for
            FactsFile.Entry known = old == null ? null : old.find(file.path(), path -> {
            });
            if (read == null) {
                if (known != null && known.id().name().equals(file.objectId())
                        && known.kind() == file.kind().ordinal()) {
                    out.add(known);
                    collect(tree, sink, file, known.facts());
                }
                return;
            }
            if (read.damage() != null) {
                damaged++;
                damage(sink, TreeReading.finding(file.path(), read.damage()));
            }
            if (read.facts() != null) {
                out.add(FileReading.entry(file, read.facts()));
                collect(tree, sink, file, read.facts());
            }
        }

        private void damage(FindingsFile.Writer sink, Finding damage) throws IOException {
            if (!request.missingExpected() || !damage.code().equals(TreeReading.MISSING)) {
                sink.add(damage);
            }
        }

        private void collect(HeadTree tree, FindingsFile.Writer sink, TreeFile file, FileFacts facts)
                throws IOException {
            if (!facts.counts().isEmpty() && !tree.isHidden(file.path())) {
                facts.counts().forEach((what, times) -> {
                    if (request.excluded().test(new Finding(increased(what), Severity.LOW, file.path(), 0, ""))) {
                        return;
                    }
                    counts.merge(what, times, Integer::sum);
                    Map<String, Integer> byFile = countsByFile.computeIfAbsent(what, any -> new HashMap<>());
                    if (byFile.size() < MOST_COUNTED_FILES) {
                        byFile.put(file.path(), times);
                    }
                });
            }
            emit(tree, sink, facts);
        }

        private void emit(HeadTree tree, FindingsFile.Writer sink, FileFacts facts) throws IOException {
            for (Finding finding : facts.findings()) {
                add(tree, sink, finding);
            }
            for (Reference reference : facts.references()) {
                try {
                    if (!tree.satisfies(reference.candidates())) {
                        add(tree, sink, reference.missing());
                    }
                } catch (Blobs.DamagedException unknown) {
                    // a link on the way cannot be read, which is reported as damage
                    continue;
                }
            }
        }

        private void add(HeadTree tree, FindingsFile.Writer sink, Finding finding) throws IOException {
            if (!tree.isHidden(finding.path()) && !request.excluded().test(finding)) {
                sink.add(finding);
            }
        }

        private void runTreeChecks(HeadTree tree, FindingsFile.Writer sink, String base, boolean filesLeft)
                throws IOException {
            Path kept = request.home().resolve(TREE_FACTS);
            Map<String, FileFacts> known = known(kept, base);
            Path written = request.home().resolve(TREE_FACTS + ".new");
            try (FactsFile.Writer out = new FactsFile.Writer(written, "tree", treeName())) {
                for (TreeCheck check : checks.ofTrees()) {
                    FileFacts facts = concerned.contains(check) ? null : known.get(Checks.key(check));
                    if (facts == null && (filesLeft || request.outOfTime().getAsBoolean())) {
                        treeChecksLeft = true;
                        continue;
                    }
                    facts = facts == null ? run(check, tree) : facts;
                    if (facts != null) {
                        out.add(new FactsFile.Entry(Checks.key(check), ObjectId.zeroId(), 0, 0,
                                FactsFile.encode(facts)));
                        facts.counts().forEach((what, times) -> counts.merge(what, times, Integer::sum));
                        emit(tree, sink, facts);
                    }
                }
                out.finish();
            }
            move(written, kept);
        }

        private Map<String, FileFacts> known(Path kept, String base) throws IOException {
            Map<String, FileFacts> known = new HashMap<>();
            if (!FactsFile.usable(kept, "tree"::equals)) {
                return known;
            }
            try (FactsFile.Reader reader = new FactsFile.Reader(kept)) {
                if (reader.tree().equals(base)) {
                    for (FactsFile.Entry at = reader.peek(); at != null; at = reader.peek()) {
                        known.put(at.path(), at.facts());
                        reader.skip();
                    }
                }
            }
            return known;
        }

        private @Nullable FileFacts run(TreeCheck check, HeadTree tree) throws IOException {
            FileFacts.Collector facts = new FileFacts.Collector(TREE_CHECK_FACTOR);
            try {
                check.check(tree, facts);
                return facts.facts();
            } catch (Blobs.DamagedException damage) {
                LOG.debug("{} met a damaged object", check.getClass().getName(), damage);
            } catch (RuntimeException | StackOverflowError | LinkageError broken) {
                LOG.warn("{} failed", check.getClass().getName(), broken);
            }
            failed.add(check.getClass().getName());
            return null;
        }
    }

    private static void move(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
