package ink.dreamnet.halo.repo;

import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

import ink.dreamnet.halo.core.Glob;
import ink.dreamnet.halo.core.InvalidInputException;
import ink.dreamnet.halo.core.SubjectKind;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.core.Texts;
import ink.dreamnet.halo.core.files.AllowedFiles;
import ink.dreamnet.halo.registry.CommonFields;
import ink.dreamnet.halo.registry.DefinitionFormat;
import ink.dreamnet.halo.registry.ManagedBy;
import ink.dreamnet.halo.registry.Problems;
import ink.dreamnet.halo.repo.git.GitUrl;
import ink.dreamnet.halo.repo.own.OwnCheck;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.Repository;
import org.jspecify.annotations.Nullable;

/// What the definition of a repository looks like.
final class RepositoryFormat {

    private static final int MAX_TEXT = 1024;
    private static final int MAX_NAME = 200;
    private static final Duration LEAST_STALE = Duration.ofHours(1);
    private static final Duration MOST_STALE = Duration.ofDays(3650);
    private static final Duration CHECK_TIMEOUT = Duration.ofMinutes(5);
    private static final Pattern CODE = Pattern.compile("repo\\.[a-z0-9]+(-[a-z0-9]+)*");
    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,199}");

    private RepositoryFormat() {
    }

    /// @param allowed the files that may be named over the API
    static DefinitionFormat<RepositorySpec, WatchedRepository> of(AllowedFiles allowed) {
        return new DefinitionFormat<>(SubjectKind.REPOSITORY, "halo.repositories", RepositorySpec.class,
                (id, spec, managedBy, updatedAt) -> define(id, spec, managedBy, updatedAt,
                        managedBy.files(allowed)));
    }

    /// @param files those that it may name
    static WatchedRepository define(String id, RepositorySpec spec, ManagedBy managedBy, @Nullable Instant updatedAt,
            AllowedFiles files) {
        Problems problems = new Problems();
        SubjectRef subject = CommonFields.subject(problems, SubjectKind.REPOSITORY, id, spec.id());
        Path path = path(problems, spec, files);
        String written = spec.url();
        URI url = written == null ? null : problems.attempt("url", () -> {
            URI parsed = GitUrl.parse(written);
            if (GitUrl.isFile(parsed)) {
                file("url", parsed.getPath(), files);
            }
            return parsed;
        });
        if (path == null && spec.path() == null && spec.url() == null) {
            problems.add("url", "is missing: a repository has a url or a path");
        }
        if (spec.path() != null && spec.url() != null) {
            problems.add("url", "must be absent where there is a path: a repository has one of the two");
        }
        if (spec.branch() != null && !Repository.isValidRefName(Constants.R_HEADS + spec.branch())) {
            problems.add("branch", "'%s' is not the name of a branch".formatted(spec.branch()));
        }
        if (Boolean.TRUE.equals(spec.optional()) && spec.path() == null) {
            problems.add("optional", "is for a repository with a path only");
        }
        credentials(problems, spec, managedBy);
        List<Exclusion> exclude = exclude(problems, spec.exclude());
        problems.range("staleAfterMs", spec.staleAfterMs(), LEAST_STALE.toMillis(), MOST_STALE.toMillis(),
                " ms (one hour to ten years)");
        List<OwnCheck> checks = checks(problems, spec.checks(), managedBy);
        deploys(problems, spec.deploys());
        List<SubjectRef> dependsOn = CommonFields.dependsOn(problems, subject, spec.dependsOn());
        Map<String, String> labels = CommonFields.labels(problems, spec.labels());
        problems.throwIfAny();
        if (subject == null) {
            throw new IllegalStateException("a wrong id is a problem");
        }
        return new WatchedRepository(subject, spec.withoutId(), path, url, exclude,
                spec.staleAfterMs() == null ? null : Duration.ofMillis(spec.staleAfterMs()), checks, dependsOn, labels,
                managedBy, updatedAt);
    }

    private static @Nullable Path path(Problems problems, RepositorySpec spec, AllowedFiles files) {
        String path = spec.path();
        if (path == null) {
            return null;
        }
        return problems.attempt("path", () -> {
            Texts.check("path", path, MAX_TEXT);
            if (path.isBlank()) {
                throw new InvalidInputException("path", "is empty");
            }
            return file("path", path, files);
        });
    }

    private static Path file(String field, String written, AllowedFiles files) {
        try {
            Path path = Path.of(written);
            files.require(field, path);
            return path;
        } catch (InvalidPathException wrong) {
            throw new InvalidInputException(field, "'%s' is not a path".formatted(written));
        }
    }

    /// A reference that a caller of the API may choose together with the server would hand over any secret of HALO's machine.
    private static void credentials(Problems problems, RepositorySpec spec, ManagedBy managedBy) {
        RepositorySpec.CredentialsSpec credentials = spec.credentials();
        if (credentials == null) {
            return;
        }
        if (managedBy != ManagedBy.CONFIG) {
            problems.add("credentials",
                    "can be named in HALO's configuration only, because they are read on HALO's machine");
        }
        if ((credentials.variable() == null) == (credentials.file() == null)) {
            problems.add("credentials", "must name either a variable or a file");
        } else if (credentials.variable() != null && !VARIABLE.matcher(credentials.variable()).matches()) {
            problems.add("credentials",
                    "variable: give the name of an environment variable (letters, digits and _), not the secret");
        }
        if (spec.url() == null || !spec.url().matches("(?i)https?://.*")) {
            problems.add("credentials", "are for a repository with an https:// URL only");
        }
    }

    private static void deploys(Problems problems, RepositorySpec.@Nullable DeploySpec deploys) {
        if (deploys == null) {
            return;
        }
        if (deploys.tags() == null || deploys.tags().isBlank() || deploys.tags().length() > MAX_NAME) {
            problems.add("deploys.tags", "must be a glob of 1 to %d characters such as v*".formatted(MAX_NAME));
        }
        name(problems, "deploys.service", deploys.service());
        name(problems, "deploys.environment", deploys.environment());
    }

    private static void name(Problems problems, String field, @Nullable String name) {
        if (name != null && (name.isBlank() || name.length() > MAX_NAME
                || name.codePoints().anyMatch(Character::isISOControl))) {
            problems.add(field, "must be a text of 1 to %d characters".formatted(MAX_NAME));
        }
    }

    private static List<Exclusion> exclude(Problems problems,
            @Nullable List<RepositorySpec.@Nullable ExcludeSpec> given) {
        List<Exclusion> exclusions = new ArrayList<>();
        List<RepositorySpec.@Nullable ExcludeSpec> written = given == null ? List.of() : given;
        problems.limit("exclude", written.size(), CommonFields.MAX_ENTRIES);
        for (int i = 0; i < written.size(); i++) {
            RepositorySpec.ExcludeSpec entry = written.get(i);
            String field = "exclude[%d]".formatted(i);
            String code = entry == null ? null : entry.code();
            String path = entry == null ? null : entry.path();
            if (code == null && path == null) {
                problems.add(field, "names neither a code nor a path");
            } else if (code != null && !CODE.matcher(code).matches()) {
                problems.add(field, "'%s' is not a code such as repo.link-broken".formatted(code));
            } else if (path != null && (path.isBlank() || path.length() > MAX_TEXT || path.startsWith("/"))) {
                problems.add(field,
                        "the path must be a glob relative to the repository's root, such as docs/** (at most %d characters)"
                                .formatted(MAX_TEXT));
            } else {
                exclusions.add(new Exclusion(code, path == null ? null : Glob.path(path)));
            }
        }
        return List.copyOf(exclusions);
    }

    private static List<OwnCheck> checks(Problems problems, @Nullable List<RepositorySpec.@Nullable CheckSpec> given,
            ManagedBy managedBy) {
        List<OwnCheck> checks = new ArrayList<>();
        if (given == null || given.isEmpty()) {
            return checks;
        }
        if (managedBy != ManagedBy.CONFIG) {
            problems.add("checks",
                    "can be named in HALO's configuration only, because they run commands on HALO's machine");
            return checks;
        }
        problems.limit("checks", given.size(), CommonFields.MAX_ENTRIES);
        Set<String> names = new HashSet<>();
        for (int i = 0; i < given.size(); i++) {
            RepositorySpec.CheckSpec check = given.get(i);
            String field = "checks[%d]".formatted(i);
            OwnCheck made = problems.attempt(field, () -> check(field, check));
            if (made != null && !names.add(made.name())) {
                problems.add(field, "the name '%s' is taken".formatted(made.name()));
            } else if (made != null) {
                checks.add(made);
            }
        }
        return List.copyOf(checks);
    }

    private static OwnCheck check(String field, RepositorySpec.@Nullable CheckSpec check) {
        List<String> command = new ArrayList<>();
        if (check != null && check.command() != null) {
            check.command().forEach(argument -> command.add(argument == null ? "" : argument));
        }
        try {
            Long timeout = check == null ? null : check.timeoutMs();
            String name = check == null ? null : check.name();
            return new OwnCheck(name == null ? "" : name, command,
                    timeout == null ? CHECK_TIMEOUT : Duration.ofMillis(timeout));
        } catch (IllegalArgumentException wrong) {
            throw new InvalidInputException(field, String.valueOf(wrong.getMessage()));
        }
    }
}
