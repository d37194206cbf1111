package ink.dreamnet.halo.repo;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import ink.dreamnet.halo.analysis.Issue;
import ink.dreamnet.halo.code.Finding;
import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.repo.integrity.IntegrityCodes;
import ink.dreamnet.halo.repo.scan.CodeFindings;
import org.jspecify.annotations.Nullable;

/// Turns findings into issues, one for each code of a repository.
final class RepositoryIssues {

    private RepositoryIssues() {
    }

    static Issue issue(WatchedRepository repository, Inspection inspection, CodeFindings findings) {
        Map<String, Object> data = data(repository, inspection);
        data.put("total", findings.total());
        data.put("totalOfWorst", findings.totalOfWorst());
        data.put("findings", findings.first().stream().map(RepositoryIssues::view).toList());
        return Issue.of(findings.code(), findings.worst(), repository.subject(), describe(repository, findings), data);
    }

    static Issue failedChecks(WatchedRepository repository, Inspection inspection, List<Map<String, Object>> failing) {
        Map<String, Object> data = data(repository, inspection);
        data.put("total", failing.size());
        data.put("checks", failing);
        return Issue.of(IntegrityCodes.CHECK_FAILED, Severity.HIGH, repository.subject(),
                "In repository %s %s".formatted(repository.id(), failing.size() == 1
                        ? "the check %s fails".formatted(failing.getFirst().get("name"))
                        : "%d of its own checks fail".formatted(failing.size())),
                data);
    }

    private static Map<String, Object> data(WatchedRepository repository, Inspection inspection) {
        Map<String, Object> data = new LinkedHashMap<>();
        put(data, "head", inspection.head());
        put(data, "branch", inspection.branch());
        put(data, "url", repository.url() == null ? null : repository.url().toString());
        put(data, "path", repository.path() == null ? null : repository.path().toString());
        put(data, "fetchedAt", inspection.fetchedAt() == null ? null : inspection.fetchedAt().toString());
        return data;
    }

    private static void put(Map<String, Object> data, String name, @Nullable String value) {
        if (value != null) {
            data.put(name, value);
        }
    }

    private static Map<String, Object> view(Finding finding) {
        Map<String, Object> view = new LinkedHashMap<>();
        if (!finding.path().isEmpty()) {
            view.put("path", finding.path());
        }
        if (finding.line() > 0) {
            view.put("line", finding.line());
        }
        view.put("severity", finding.severity().wire());
        view.put("message", finding.message());
        return view;
    }

    private static String describe(WatchedRepository repository, CodeFindings findings) {
        Finding first = findings.first().getFirst();
        String place = first.path().isEmpty()
                ? ""
                : first.path() + (first.line() > 0 ? ":" + first.line() : "") + " ";
        String such = place + first.message();
        if (findings.total() == 1) {
            return "Repository %s: %s".formatted(repository.id(), such);
        }
        return findings.totalOfWorst() == findings.total()
                ? "Repository %s: %d findings, such as %s".formatted(repository.id(), findings.total(), such)
                : "Repository %s: %d findings, %d of them %s, such as %s".formatted(repository.id(), findings.total(),
                        findings.totalOfWorst(), findings.worst().wire(), such);
    }
}
