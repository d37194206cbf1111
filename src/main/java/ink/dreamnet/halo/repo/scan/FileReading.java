package ink.dreamnet.halo.repo.scan;

import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;

import ink.dreamnet.halo.analysis.WorkerPool;
import ink.dreamnet.halo.code.FileCheck;
import ink.dreamnet.halo.code.SourceFile;
import ink.dreamnet.halo.code.TreeFile;
import ink.dreamnet.halo.core.Budget;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs the file checks, for several files at a time, and hands over what they collected in the order of the tree.
final class FileReading {

    private static final Logger LOG = LoggerFactory.getLogger(FileReading.class);
    private static final int SLICE = 32;
    /// How many files are under way or waiting to be handed over.
    private static final int WINDOW = 512;
    /// Of patterns, for one file: a tenth of a second.
    private static final long MOST_STEPS = 30_000_000;

    private final List<FileCheck> checks;
    private final WorkerPool readers;
    private final ScanRequest request;
    private final HeadTree tree;
    private final Set<String> failed = ConcurrentHashMap.newKeySet();

    FileReading(List<FileCheck> checks, WorkerPool readers, ScanRequest request, HeadTree tree) {
        this.checks = checks;
        this.readers = readers;
        this.request = request;
        this.tree = tree;
    }

    /// What became of one file.
    ///
    /// @param facts what the checks collected that did not fail
    /// @param whole whether none of them failed, so that the facts are worth keeping
    /// @param damage why it could not be read; null where it could
    record Read(FileFacts facts, boolean whole, Blobs.@Nullable DamagedException damage) {
    }

    /// Takes what was read.
    interface Receiver {
        /// Takes each file of the tree.
        ///
        /// @param read null where it was known before, or where the time was up
        void take(TreeFile file, @Nullable Read read) throws IOException;
    }

    /// @param wanted the places of the files to read
    /// @return how many of them were not read because the time was up
    int read(BitSet wanted, Receiver receiver) throws IOException, InterruptedException {
        List<TreeFile> files = tree.inOrder();
        int left = 0;
        int place = 0;
        while (place < files.size()) {
            List<Integer> places = new ArrayList<>();
            int end = place;
            while (end < files.size() && places.size() < WINDOW) {
                if (wanted.get(end)) {
                    places.add(end);
                }
                end++;
            }
            boolean late = !places.isEmpty() && request.outOfTime().getAsBoolean();
            List<Read> results = late ? List.of() : readAll(places);
            left += late ? places.size() : 0;
            int next = 0;
            for (int at = place; at < end; at++) {
                receiver.take(files.get(at), !late && wanted.get(at) ? results.get(next++) : null);
            }
            place = end;
        }
        return left;
    }

    /// @return the names of the checks that threw
    Set<String> failed() {
        return failed;
    }

    private List<Read> readAll(List<Integer> places) throws IOException, InterruptedException {
        List<Callable<List<Read>>> slices = new ArrayList<>();
        for (int from = 0; from < places.size(); from += SLICE) {
            List<Integer> slice = places.subList(from, Math.min(places.size(), from + SLICE));
            slices.add(() -> {
                List<Read> reads = new ArrayList<>(slice.size());
                for (int place : slice) {
                    reads.add(readOne(tree.inOrder().get(place)));
                }
                return reads;
            });
        }
        try {
            return readers.runAll(slices).stream().flatMap(List::stream).toList();
        } catch (ExecutionException broken) {
            if (broken.getCause() instanceof IOException unreadable) {
                throw unreadable;
            }
            throw broken.getCause() instanceof Budget.ExhaustedException tooMuch
                    ? tooMuch
                    : new IllegalStateException(broken.getCause());
        }
    }

    private Read readOne(TreeFile file) throws IOException {
        try (Budget _ = Budget.open(MOST_STEPS)) {
            return tree.isHidden(file.path()) ? new Read(FileFacts.NONE, true, null) : check(file);
        }
    }

    private Read check(TreeFile file) throws IOException {
        FileFacts.Collector facts = new FileFacts.Collector(1);
        SourceFile content = null;
        boolean whole = true;
        for (FileCheck check : checks) {
            try {
                if (check.reads(file)) {
                    content = content == null ? tree.open(file) : content;
                    if (content == null) {
                        break;
                    }
                    check.check(content, facts.of(check));
                }
            } catch (Blobs.DamagedException damaged) {
                return new Read(FileFacts.NONE, false, damaged);
            } catch (RuntimeException | StackOverflowError | LinkageError broken) {
                whole = false;
                report(check, file, broken);
            }
        }
        tree.keepParsed(content);
        return new Read(facts.facts(), whole, null);
    }

    private void report(FileCheck check, TreeFile file, Throwable broken) {
        if (failed.add(check.getClass().getName())) {
            LOG.warn("{} failed at {}", check.getClass().getName(), file.path(), broken);
        }
    }
}
