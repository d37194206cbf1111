package ink.dreamnet.halo.repo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import ink.dreamnet.halo.code.Finding;
import ink.dreamnet.halo.core.Glob;
import ink.dreamnet.halo.core.InvalidInputException;
import ink.dreamnet.halo.core.PageQuery;
import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.registry.Definitions;
import ink.dreamnet.halo.repo.scan.CommitScan;
import ink.dreamnet.halo.repo.scan.NumberedFinding;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Every finding of a repository's last analysis: first those of its state, then those of its files in the order of paths.
@RestController
@RequestMapping("/api/halo/repositories/{id}/findings")
class FindingsController {

    /// `state-12`, or the analysis and a number.
    private static final Pattern CURSOR = Pattern.compile("(state|[0-9a-f-]{36})-(\\d{1,9})");
    private static final String STATE = "state";

    private final Definitions<RepositorySpec, WatchedRepository> registry;
    private final RepositoryHomes homes;
    private final LastInspections inspections;

    FindingsController(Definitions<RepositorySpec, WatchedRepository> registry, RepositoryHomes homes,
            LastInspections inspections) {
        this.registry = registry;
        this.homes = homes;
        this.inspections = inspections;
    }

    record FindingView(@Nullable String path, @Nullable Integer line, String code, Severity severity,
            String message) {

        static FindingView of(Finding finding) {
            return new FindingView(finding.path().isEmpty() ? null : finding.path(),
                    finding.line() == 0 ? null : finding.line(), finding.code(), finding.severity(),
                    finding.message());
        }
    }

    /// @param head the commit that they were found in; null where none was read
    record FindingsAnswer(boolean ok, @Nullable String head, List<FindingView> findings, @Nullable String next) {
    }

    /// @param code only findings of this code
    /// @param path only findings whose path matches this glob
    @GetMapping
    FindingsAnswer list(@PathVariable String id, PageQuery page, @RequestParam(required = false) @Nullable String code,
            @RequestParam(required = false) @Nullable String path) {
        WatchedRepository repository = registry.get(id);
        Inspection seen = inspections.last(repository);
        if (seen == null) {
            return new FindingsAnswer(true, null, List.of(), null);
        }
        Glob glob = path == null ? null : Glob.path(path);
        Predicate<Finding> matches = finding -> (code == null || code.equals(finding.code()))
                && (glob == null || glob.matches(finding.path()));
        return page(repository, seen, page, matches);
    }

    private FindingsAnswer page(WatchedRepository repository, Inspection seen, PageQuery page,
            Predicate<Finding> matches) {
        AnalysisRecord analysis = seen.analysis();
        Cursor from = cursor(page.before());
        List<FindingView> found = new ArrayList<>();
        String last = null;
        if (from.list().equals(STATE)) {
            for (int number = from.next(); number < seen.state().size(); number++) {
                Finding finding = seen.state().get(number);
                if (matches.test(finding)) {
                    if (found.size() == page.limit()) {
                        return new FindingsAnswer(true, seen.head(), found, last);
                    }
                    found.add(FindingView.of(finding));
                    last = STATE + "-" + number;
                }
            }
        }
        if (analysis == null) {
            return new FindingsAnswer(true, seen.head(), found, null);
        }
        int start = from.list().equals(STATE) ? 0 : from.next();
        if (!from.list().equals(STATE) && !from.list().equals(analysis.id())) {
            throw new InvalidInputException("before",
                    "the repository was analyzed anew since the page before this one; begin with the first page");
        }
        for (NumberedFinding each : read(repository, analysis, start, page.limit() - found.size() + 1, matches)) {
            if (found.size() == page.limit()) {
                return new FindingsAnswer(true, seen.head(), found, last);
            }
            found.add(FindingView.of(each.finding()));
            last = analysis.id() + "-" + each.number();
        }
        return new FindingsAnswer(true, seen.head(), found, null);
    }

    private List<NumberedFinding> read(WatchedRepository repository, AnalysisRecord analysis, int start, int most,
            Predicate<Finding> matches) {
        Path home = homes.of(repository);
        try {
            List<NumberedFinding> found = CommitScan.findings(home, analysis.id(), start, most, matches);
            if (found == null) {
                throw new InvalidInputException("before",
                        "the repository is being analyzed anew; begin with the first page");
            }
            return found;
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private record Cursor(String list, int next) {
    }

    private static Cursor cursor(@Nullable String before) {
        if (before == null) {
            return new Cursor(STATE, 0);
        }
        Matcher matcher = CURSOR.matcher(before);
        if (!matcher.matches()) {
            throw new InvalidInputException("before",
                    "'%s' is not what the page before this one answered as next".formatted(before));
        }
        return new Cursor(matcher.group(1), Integer.parseInt(matcher.group(2)) + 1);
    }
}
