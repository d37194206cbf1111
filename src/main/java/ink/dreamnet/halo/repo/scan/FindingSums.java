package ink.dreamnet.halo.repo.scan;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

import ink.dreamnet.halo.code.Finding;
import ink.dreamnet.halo.core.Severity;

/// Sums findings up by their code. However many there are, the worst are kept.
public final class FindingSums {

    private static final int FIRST = 50;
    private static final Comparator<Finding> WORST_FIRST = Comparator.comparing(Finding::severity).reversed();

    private final Map<String, CodeFindings> byCode = new TreeMap<>();

    /// Adds a finding.
    public void add(Finding finding) {
        add(new CodeFindings(finding.code(), 1, finding.severity(), 1, List.of(finding)));
    }

    /// Adds findings of one code.
    public void add(CodeFindings more) {
        byCode.merge(more.code(), more, FindingSums::sum);
    }

    private static CodeFindings sum(CodeFindings before, CodeFindings after) {
        Severity worst = before.worst().atLeast(after.worst()) ? before.worst() : after.worst();
        return new CodeFindings(before.code(), before.total() + after.total(), worst,
                (before.worst() == worst ? before.totalOfWorst() : 0)
                        + (after.worst() == worst ? after.totalOfWorst() : 0),
                first(before.first(), after.first()));
    }

    private static List<Finding> first(List<Finding> before, List<Finding> after) {
        boolean full = before.size() >= FIRST;
        if (full && after.stream().allMatch(finding -> before.getLast().severity().atLeast(finding.severity()))) {
            return before;
        }
        return Stream.concat(before.stream(), after.stream()).sorted(WORST_FIRST).limit(FIRST).toList();
    }

    /// @return the findings of each code, in the order of the codes
    public List<CodeFindings> all() {
        return List.copyOf(byCode.values());
    }
}
