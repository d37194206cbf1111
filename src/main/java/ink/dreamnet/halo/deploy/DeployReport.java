package ink.dreamnet.halo.deploy;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import ink.dreamnet.halo.core.FieldProblem;
import ink.dreamnet.halo.core.InvalidInputException;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.core.Texts;
import ink.dreamnet.halo.core.masking.MaskedText;
import org.jspecify.annotations.Nullable;

/// A report of a deploy, before it is recorded.
///
/// @param service what was deployed, 1 to 200 characters
/// @param version which version of it, 1 to 200 characters
/// @param environment where, at most 200 characters; null where it is not known
/// @param at when it was done; null means now
/// @param subjects the subjects that belong to it, at most 1,000; none leaves it to their labels
/// @param commit the commit that it was made of, at most 100 characters, or null
/// @param url where a person can read more, http or https, at most 2,000 characters, or null; what is secret
///        in it is masked
/// @param source how it is reported
/// @param key 1 to 300 characters: two reports of one key are one deploy; null where the reporter has none
public record DeployReport(String service, String version, @Nullable String environment, @Nullable Instant at,
        Set<SubjectRef> subjects, @Nullable String commit, @Nullable String url, DeploySource source,
        @Nullable String key) {

    static final int MAX_NAME = 200;
    static final int MAX_SUBJECTS = 1000;
    private static final int MAX_COMMIT = 100;
    private static final int MAX_URL = 2000;
    private static final int MAX_KEY = 300;

    /// @throws InvalidInputException where something is missing or out of range; it names each field
    public DeployReport {
        List<FieldProblem> problems = new ArrayList<>();
        service = service == null ? "" : service.strip();
        version = version == null ? "" : version.strip();
        environment = Texts.stripped(environment);
        commit = Texts.stripped(commit);
        url = Texts.stripped(url);
        name("service", service, problems);
        name("version", version, problems);
        if (environment != null) {
            name("environment", environment, problems);
        }
        text("commit", commit, MAX_COMMIT, problems);
        text("url", url, MAX_URL, problems);
        text("Idempotency-Key", key, MAX_KEY, problems);
        if (url != null && !web(url)) {
            problems.add(new FieldProblem("url", "is not an http or https URL"));
        }
        if (subjects.size() > MAX_SUBJECTS) {
            problems.add(new FieldProblem("subjects", "has %d subjects, at most %d are allowed".formatted(
                    subjects.size(), MAX_SUBJECTS)));
        }
        if (!problems.isEmpty()) {
            throw new InvalidInputException(problems);
        }
        url = MaskedText.within(url, MAX_URL);
        subjects = java.util.Collections.unmodifiableSet(new TreeSet<>(subjects));
    }

    private static void name(String field, String name, List<FieldProblem> problems) {
        if (name.isEmpty() || name.codePoints().anyMatch(Character::isISOControl)) {
            problems.add(new FieldProblem(field,
                    "must be a text of 1 to %d characters without control characters".formatted(MAX_NAME)));
        } else {
            text(field, name, MAX_NAME, problems);
        }
    }

    private static void text(String field, @Nullable String text, int most, List<FieldProblem> problems) {
        try {
            Texts.check(field, text, most);
        } catch (InvalidInputException wrong) {
            problems.addAll(wrong.problems());
        }
    }

    private static boolean web(String url) {
        try {
            URI uri = new URI(url);
            return uri.getHost() != null
                    && ("http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme()));
        } catch (URISyntaxException malformed) {
            return false;
        }
    }
}
