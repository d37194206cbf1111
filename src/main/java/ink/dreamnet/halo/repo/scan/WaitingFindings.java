package ink.dreamnet.halo.repo.scan;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import ink.dreamnet.halo.code.Evidence;
import ink.dreamnet.halo.code.Finding;
import ink.dreamnet.halo.code.Note;
import ink.dreamnet.halo.code.Reference;
import ink.dreamnet.halo.code.Tree;
import org.jspecify.annotations.Nullable;

/// Findings about which other files decide, so that they wait until the whole tree is known.
final class WaitingFindings {

    /// More are not kept in memory, and are reported as they are found.
    private static final int MOST_WAITING = 50_000;

    private final List<Judge> judges;
    private final List<Reference> waiting = new ArrayList<>();

    WaitingFindings(Instant now, Tree tree, Evidence evidence) {
        this.judges = List.of(new PrivateKeyUse(now, evidence), new Fragments(), new BuildProducts(),
                new SharedPackages(tree), new UndeclaredPackages(tree), new ImportClusters(tree, evidence),
                new BrokenLinks(tree));
    }

    /// Learns of a reference that leads somewhere.
    void holds(Reference reference) {
        for (Judge judge : judges) {
            if (judge.concerns(reference)) {
                judge.holds(reference);
            }
        }
    }

    /// @param reference one that leads to nothing
    /// @return whether it waits; else it is what it is now
    boolean add(Reference reference) throws IOException {
        List<Judge> concerned = judges.stream().filter(judge -> judge.concerns(reference)).toList();
        if (concerned.isEmpty() || waiting.size() >= MOST_WAITING) {
            return false;
        }
        for (Judge judge : concerned) {
            judge.add(reference);
        }
        return waiting.add(reference);
    }

    void note(String path, Note note) {
        judges.forEach(judge -> judge.note(path, note));
    }

    /// @return what is left of them, with the severity that they have
    List<Finding> judged() throws IOException {
        List<Finding> judged = new ArrayList<>();
        for (Reference reference : waiting) {
            Finding finding = judged(reference);
            if (finding != null) {
                judged.add(finding);
            }
        }
        return judged;
    }

    private @Nullable Finding judged(Reference reference) throws IOException {
        Finding finding = reference.missing();
        for (Judge judge : judges) {
            if (finding != null && judge.concerns(reference)) {
                finding = judge.judge(reference.with(finding));
            }
        }
        return finding;
    }
}
