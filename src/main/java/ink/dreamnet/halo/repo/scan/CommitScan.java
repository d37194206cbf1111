package ink.dreamnet.halo.repo.scan;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

import ink.dreamnet.halo.analysis.WorkerPool;
import ink.dreamnet.halo.code.Finding;
import ink.dreamnet.halo.code.TreeFile;
import ink.dreamnet.halo.core.Budget;
import org.jspecify.annotations.Nullable;

/// Reads a commit: the tree in one walk, then only the files that are not known from before, then the checks that compare files
/// where one of theirs has changed. What it read is kept even where it runs out of time.
public final class CommitScan {

    private static final String FACTS = "facts.bin";
    private static final String FINDINGS = "findings.bin";
    /// Of the rules of ignore files, for one commit, beside those of its file checks: some seconds.
    private static final long MOST_STEPS = 2_000_000_000;

    private final Checks checks;
    private final WorkerPool readers;

    /// @param readers the threads that files are read on
    public CommitScan(Checks checks, WorkerPool readers) {
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

    /// Reads a commit.
    ///
    /// @throws TooManyFilesException where it has more files than allowed
    public ScanResult run(ScanRequest request) throws IOException, InterruptedException, TooManyFilesException {
        Files.createDirectories(request.home());
        try (Budget _ = Budget.open(MOST_STEPS);
                Blobs blobs = new Blobs(request.repository(), request.maxFileBytes())) {
            return run(request, blobs);
        } catch (Budget.ExhaustedException tooMuch) {
            throw new IOException("judging its ignore rules " + tooMuch.getMessage(), tooMuch);
        }
    }

    private ScanResult run(ScanRequest request, Blobs blobs)
            throws IOException, InterruptedException, TooManyFilesException {
        String versions = checks.versionsOfFileChecks() + ";" + request.maxFileBytes() + ";";
        TreeReading reading = new TreeReading(request, blobs);
        HeadTree tree = reading.tree();
        TreeCheckRun treeChecks = new TreeCheckRun(checks.ofTrees());
        try (FactsFile.Reader known = FactsFile.open(kept(request, FACTS), facts -> facts.startsWith(versions))) {
            reading.walk(known, treeChecks::changed);
            reading.readRules();
            if (request.removed().follows()) {
                // before the facts, which tell only once that a file is gone
                request.removed().keep(tree);
            }
        }
        String fingerprint = versions + hidden(tree);
        FileReading files = new FileReading(checks.ofFiles(), readers, request, tree);
        int left;
        try (FindingSink sink = new FindingSink(request, tree, written(request, FINDINGS))) {
            Set<String> met = new HashSet<>();
            for (Finding damage : reading.damage()) {
                sink.damage(damage);
                met.add(damage.message());
            }
            for (Finding known : request.known()) {
                if (met.add(known.message())) {
                    sink.known(known);
                }
            }
            try (FactsFile.Writer out = new FactsFile.Writer(written(request, FACTS), fingerprint);
                    FactsFile.Reader old = FactsFile.open(kept(request, FACTS), fingerprint::equals)) {
                left = files.read(old == null ? all(reading) : reading.unknown(),
                        (file, read) -> take(file, read, old, sink, out));
                treeChecks.run(tree, reading.ofTreeChecks(), left > 0, request, sink, out);
                out.finish();
            }
            sink.finish();
            keep(request, FACTS);
            if (!request.removed().follows()) {
                // after the facts, which tell of another past
                request.removed().keep(tree);
            }
            keep(request, FINDINGS);
            Set<String> failed = new HashSet<>(files.failed());
            failed.addAll(treeChecks.failed());
            return sink.result(left, failed, treeChecks.left());
        }
    }

    private static void take(TreeFile file, FileReading.@Nullable Read read, FactsFile.@Nullable Reader old,
            FindingSink sink, FactsFile.Writer out) throws IOException {
        // asked for every file as the walk did: names that are not UTF-8 are not in the order that this looks for
        FactsFile.Entry known = old == null ? null : old.find(file.path(), path -> {
        });
        if (read == null) {
            if (known != null && known.isOf(file)) {
                out.add(known);
                sink.take(file, known.facts());
            }
            return;
        }
        if (read.damage() != null) {
            sink.damage(TreeReading.finding(file.path(), read.damage()));
        }
        if (read.whole()) {
            out.add(FactsFile.Entry.of(file, read.facts()));
        }
        sink.take(file, read.facts());
    }

    /// What is hidden decides what was read, so facts hold only for as long as that stays the same.
    private static String hidden(HeadTree tree) {
        StringBuilder ids = new StringBuilder();
        for (TreeFile file : tree.inOrder()) {
            if (file.path().endsWith(".haloignore")) {
                ids.append(file.path()).append(file.objectId());
            }
        }
        return ids.isEmpty() ? "" : Integer.toHexString(ids.toString().hashCode()) + ids.length();
    }

    private static BitSet all(TreeReading reading) {
        List<TreeFile> files = reading.tree().inOrder();
        BitSet all = new BitSet();
        for (int place = 0; place < files.size(); place++) {
            all.set(place, files.get(place).size() >= 0 || reading.unknown().get(place));
        }
        return all;
    }

    private static Path kept(ScanRequest request, String name) {
        return request.home().resolve(name);
    }

    private static Path written(ScanRequest request, String name) {
        return request.home().resolve(name + ".new");
    }

    private static void keep(ScanRequest request, String name) throws IOException {
        Files.move(written(request, name), kept(request, name), StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }
}
