package ink.dreamnet.halo.repo.scan;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

import ink.dreamnet.halo.code.Check;
import ink.dreamnet.halo.code.Evidence;
import ink.dreamnet.halo.code.Finding;
import ink.dreamnet.halo.code.Paths;
import ink.dreamnet.halo.code.Reference;
import ink.dreamnet.halo.code.Reference.Kind;
import ink.dreamnet.halo.code.TreeFile;
import ink.dreamnet.halo.core.Severity;

/// Takes the facts of a commit and writes down the findings that follow: without those that are excluded or hidden, and with
/// references that lead to nothing.
final class FindingSink implements Closeable {

    private static final int MOST_COUNTED_FILES = 5000;
    /// Of a store that is gone as a whole, more would tell nothing more.
    private static final int MOST_DAMAGE = 1000;
    /// As many files of one directory with the same error of syntax are what their own reader takes.
    private static final int DIALECT = 8;
    private static final Pattern SYNTAX = Pattern.compile("repo\\.(?:json|yaml|toml|xml)-invalid");

    /// What tells one file's error from the same one of another.
    private static final Pattern WHERE = Pattern.compile("`[^`]*`|[0-9]+");

    private final ScanRequest request;
    private final HeadTree tree;
    private final FindingsFile.Writer out;
    private final FindingSums sums = new FindingSums();
    private final Map<String, Integer> counts = new TreeMap<>();
    private final Map<String, Map<String, Integer>> countsByFile = new TreeMap<>();
    private final Map<String, List<Finding>> malformed = new TreeMap<>();
    private final WaitingFindings waiting;
    private final Evidence evidence;
    private int damaged;

    FindingSink(ScanRequest request, HeadTree tree, Path file) throws IOException {
        this.request = request;
        this.tree = tree;
        this.evidence = new Evidence(tree);
        this.waiting = new WaitingFindings(request.now(), tree, evidence);
        this.out = new FindingsFile.Writer(file, request.analysis());
    }

    /// Takes a finding that nothing excludes.
    void known(Finding finding) throws IOException {
        out.add(finding);
        sums.add(finding);
    }

    /// Takes a damaged object.
    void damage(Finding finding) throws IOException {
        damaged++;
        if (damaged <= MOST_DAMAGE
                && (!request.missingExpected() || !finding.code().equals(TreeReading.MISSING))) {
            known(finding);
        }
    }

    /// Takes what was collected in one file.
    void take(TreeFile file, FileFacts facts) throws IOException {
        if (!facts.counts().isEmpty() && !tree.isHidden(file.path())) {
            facts.counts().forEach((what, times) -> {
                if (request.excluded().test(new Finding(Check.increased(what), Severity.LOW, file.path(), 0, ""))) {
                    return;
                }
                counts.merge(what, times, Integer::sum);
                Map<String, Integer> byFile = countsByFile.computeIfAbsent(what, any -> new HashMap<>());
                if (byFile.size() < MOST_COUNTED_FILES) {
                    byFile.put(file.path(), times);
                }
            });
        }
        facts.notes().forEach(note -> waiting.note(file.path(), note));
        findings(facts);
    }

    /// Takes what was collected by comparing files.
    void take(FileFacts facts) throws IOException {
        facts.counts().forEach((what, times) -> counts.merge(what, times, Integer::sum));
        findings(facts);
    }

    private void findings(FileFacts facts) throws IOException {
        for (Finding finding : facts.findings()) {
            add(evidence.weigh(finding));
        }
        for (Reference reference : facts.references()) {
            try {
                if (reference.kind() == Kind.LINK && isLeftOut(reference.missing())) {
                    // stands for no other
                    continue;
                }
                Reference missing = reference.kind().isOfTree() ? tree.unsatisfied(reference) : reference;
                if (missing == null) {
                    waiting.holds(reference);
                } else {
                    Reference weighed = evidence.weigh(missing);
                    if (!waiting.add(weighed)) {
                        // of so many links nobody can say which one does harm
                        add(weighed.kind() == Kind.LINK
                                ? weighed.missing().with(Severity.LOW)
                                : weighed.missing());
                    }
                }
            } catch (Blobs.DamagedException unknown) {
                // a link on the way cannot be read, which is reported as damage
                continue;
            }
        }
    }

    private boolean isLeftOut(Finding finding) {
        return tree.isHidden(finding.path()) || request.excluded().test(finding);
    }

    private void add(Finding finding) throws IOException {
        if (isLeftOut(finding)) {
            return;
        }
        if (SYNTAX.matcher(finding.code()).matches()) {
            malformed.computeIfAbsent(
                    Paths.directory(finding.path()) + "\n" + WHERE.matcher(finding.message()).replaceAll(""),
                    any -> new ArrayList<>()).add(finding);
        } else {
            known(finding);
        }
    }

    /// Writes what waited, and the errors of syntax, which are judged together: one that many files of a directory share is how they are
    /// written.
    void finish() throws IOException {
        for (Finding finding : waiting.judged()) {
            add(finding);
        }
        for (List<Finding> alike : malformed.values()) {
            for (Finding finding : alike) {
                known(alike.size() < DIALECT || finding.message().equals(Finding.TRUNCATED)
                        ? finding
                        : finding.with(Severity.LOW));
            }
        }
        close();
    }

    /// @param left how many files were not read
    /// @param treeChecksLeft whether tree checks are still to be run
    ScanResult result(int left, Set<String> failed, boolean treeChecksLeft) {
        return new ScanResult(sums.all(), counts, countsByFile, tree.inOrder().size(), left, damaged, failed,
                treeChecksLeft);
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
