package ink.dreamnet.halo.repo.scan;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import ink.dreamnet.halo.code.Finding;

/// Sums findings up by their code.
public final class FindingSums {

    private static final int FIRST = 50;

    private final Map<String, CodeFindings> byCode = new TreeMap<>();

    /// Adds a finding.
    public void add(Finding finding) {
        add(new CodeFindings(finding.code(), 1, finding.severity(), List.of(finding)));
    }

    /// Adds findings of one code.
    public void add(CodeFindings more) {
        byCode.merge(more.code(), more, (before, after) -> {
            List<Finding> first = before.first();
            if (first.size() < FIRST) {
                first = new ArrayList<>(first);
                first.addAll(after.first().subList(0, Math.min(after.first().size(), FIRST - first.size())));
            }
            return new CodeFindings(before.code(), before.total() + after.total(),
                    before.worst().atLeast(after.worst()) ? before.worst() : after.worst(), first);
        });
    }

    /// @return the findings of each code, in the order of the codes
    public List<CodeFindings> all() {
        return List.copyOf(byCode.values());
    }
}
