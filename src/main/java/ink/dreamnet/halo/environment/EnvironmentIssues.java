package ink.dreamnet.halo.environment;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;

import ink.dreamnet.halo.analysis.Issue;
import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.core.SubjectRef;
import org.jspecify.annotations.Nullable;

/// Makes one issue of all findings of one code of one environment.
final class EnvironmentIssues {

    /// How many findings an issue lists.
    static final int MAX_LISTED = 100;

    private static final int NAMED = 3;
    private static final int MAX_ENVIRONMENTS = 20;
    private static final Comparator<@Nullable String> TEXTS = Comparator.nullsFirst(Comparator.naturalOrder());
    private static final Comparator<Finding> ORDER = Comparator.comparing(Finding::severity).reversed()
            .thenComparing(Finding::file, TEXTS)
            .thenComparing(Finding::line, Comparator.nullsFirst(Comparator.naturalOrder()))
            .thenComparing(Finding::variable, TEXTS).thenComparing(Finding::reason);

    private EnvironmentIssues() {
    }

    static List<Issue> of(SubjectRef subject, List<Finding> findings) {
        List<Issue> issues = new ArrayList<>();
        for (String code : Codes.ALL) {
            List<Finding> own = findings.stream().filter(finding -> finding.code().equals(code)).sorted(ORDER).toList();
            if (!own.isEmpty()) {
                issues.add(issue(subject, code, own));
            }
        }
        return issues;
    }

    private static Issue issue(SubjectRef subject, String code, List<Finding> findings) {
        Severity worst = findings.getFirst().severity();
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("variables", new TreeSet<>(findings.stream().map(Finding::variable).filter(Objects::nonNull).toList())
                .stream().limit(MAX_LISTED).toList());
        data.put("files", new TreeSet<>(findings.stream().map(Finding::file).filter(Objects::nonNull).toList())
                .stream().limit(MAX_LISTED).toList());
        data.put("total", findings.size());
        data.put("findings",
                findings.stream().limit(MAX_LISTED).map(finding -> finding.others().size() > MAX_ENVIRONMENTS
                        ? finding.with(finding.others().subList(0, MAX_ENVIRONMENTS))
                        : finding).map(Finding::data).toList());
        return Issue.of(code, worst, subject, "Environment %s: %s".formatted(subject.id(), sentence(findings)), data);
    }

    private static String sentence(List<Finding> findings) {
        List<String> parts = findings.stream().limit(NAMED).map(EnvironmentIssues::phrase).toList();
        int more = findings.size() - parts.size();
        return String.join("; ", parts) + (more > 0 ? "; and %d more".formatted(more) : "");
    }

    private static String phrase(Finding finding) {
        StringBuilder phrase = new StringBuilder();
        String variable = finding.variable();
        if (variable != null) {
            phrase.append(variable).append(' ').append(finding.reason());
        }
        String place = finding.file() == null
                ? null
                : finding.line() == null ? finding.file() : finding.file() + ":" + finding.line();
        if (variable == null) {
            phrase.append(place == null ? "it" : place).append(' ').append(finding.reason());
        } else if (place != null && finding.line() != null) {
            phrase.append(" (").append(place).append(')');
        }
        return phrase.toString();
    }
}
