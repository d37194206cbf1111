package ink.dreamnet.halo.repo;

import java.io.IOException;
import java.io.UncheckedIOException;
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
import ink.dreamnet.halo.core.Wire;
import ink.dreamnet.halo.registry.Definitions;
import ink.dreamnet.halo.repo.scan.CommitScan;
import ink.dreamnet.halo.repo.scan.NumberedFinding;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Every finding of a repository's last analysis: first those of its state, then what a file shows by itself, in the order of paths, and last
/// what only several files show.
@RestController
@RequestMapping("/api/halo/repositories/{id}/findings")
@Tag(name = "Repositories")
class FindingsController {

    /// `state-12`, or the analysis and a number.
    private static final Pattern CURSOR = Pattern.compile("(state|[0-9a-f-]{36})-(\\d{1,9})");
    private static final String STATE = "state";

    private final Definitions<RepositorySpec, WatchedRepository> registry;
    private final RepositoryHomes homes;
    private final RepositoryInspector inspector;

    FindingsController(Definitions<RepositorySpec, WatchedRepository> registry, RepositoryHomes homes,
            RepositoryInspector inspector) {
        this.registry = registry;
        this.homes = homes;
        this.inspector = inspector;
    }

    /// What an analysis found.
    ///
    /// @param path the file; null where it is the state of the repository
    /// @param line the line; null where it is not in one line
    /// @param code the kind of finding
    /// @param severity how bad it is
    /// @param message what is wrong
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
    /// @param severity only findings of this severity: low, medium, high, critical
    /// @param path only findings whose path matches this glob
    @GetMapping
    @Operation(summary = "Lists the findings of a repository's last analysis", description = """
            First those of its state, then what a file shows by itself, in the order of paths, and last what only several files show.""")
    FindingsAnswer list(@PathVariable String id, PageQuery page, @RequestParam(required = false) @Nullable String code,
            @RequestParam(required = false) @Nullable String severity,
            @RequestParam(required = false) @Nullable String path) {
        WatchedRepository repository = registry.get(id);
        Inspection seen = inspector.last(repository);
        if (seen == null) {
            return new FindingsAnswer(true, null, List.of(), null);
        }
        Severity wanted = severity == null ? null : Wire.parse(Severity.class, "severity", severity);
        Glob glob = path == null ? null : Glob.path(path);
        Predicate<Finding> matches = finding -> (code == null || code.equals(finding.code()))
                && (wanted == null || wanted == finding.severity())
                && (glob == null || glob.matches(finding.path()));
        return page(repository, seen, page, matches);
    }

    private FindingsAnswer page(WatchedRepository repository, Inspection seen, PageQuery page,
            Predicate<Finding> matches) {
        AnalysisRecord analysis = seen.analysis();
        Cursor from = cursor(page.before());
        boolean ofState = from.list().equals(STATE);
        if (!ofState && analysis != null && !from.list().equals(analysis.id())) {
            throw new InvalidInputException("before",
                    "the repository was analyzed anew since the page before this one; begin with the first page");
        }
        // one more than the page takes, which says whether there is a next one
        int most = page.limit() + 1;
        List<Listed> found = new ArrayList<>();
        for (int number = from.next(); ofState && number < seen.state().size() && found.size() < most; number++) {
            if (matches.test(seen.state().get(number))) {
                found.add(new Listed(STATE + "-" + number, seen.state().get(number)));
            }
        }
        if (analysis != null && found.size() < most) {
            read(repository, analysis, ofState ? 0 : from.next(), most - found.size(), matches)
                    .forEach(each -> found.add(new Listed(analysis.id() + "-" + each.number(), each.finding())));
        }
        List<Listed> shown = found.subList(0, Math.min(found.size(), page.limit()));
        return new FindingsAnswer(true, seen.head(),
                shown.stream().map(each -> FindingView.of(each.finding())).toList(),
                found.size() < most ? null : shown.getLast().cursor());
    }

    /// @param cursor names its place
    private record Listed(String cursor, Finding finding) {
    }

    private List<NumberedFinding> read(WatchedRepository repository, AnalysisRecord analysis, int start, int most,
            Predicate<Finding> matches) {
        try {
            List<NumberedFinding> found = CommitScan.findings(homes.of(repository), analysis.id(), start, most,
                    matches);
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
