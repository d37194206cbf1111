package ink.dreamnet.halo.environment;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Locale;
import java.util.regex.Pattern;

import ink.dreamnet.halo.core.Severity;

/// Says where a file that has secrets lies open: to everybody on the machine, or in git.
final class FileWithSecrets {

    private static final Pattern EXAMPLE = Pattern.compile(".*[.-](?:example|sample|template|dist|tpl)");

    private final String environment;
    private final GitTracking git;
    private final BoundedReader reader;
    private final Collection<Finding> findings;
    private final Collection<String> unknown;
    private final Collection<String> notes;

    /// @param reader what of the machine may be read
    /// @param findings takes what is found
    /// @param unknown takes the codes of which nothing can be said
    /// @param notes takes why
    FileWithSecrets(String environment, GitTracking git, BoundedReader reader, Collection<Finding> findings,
            Collection<String> unknown,
            Collection<String> notes) {
        this.environment = environment;
        this.git = git;
        this.reader = reader;
        this.findings = findings;
        this.unknown = unknown;
        this.notes = notes;
    }

    void exposed(Path path) {
        switch (isExample(path) ? FileExposure.Exposure.CLOSED : FileExposure.of(path)) {
            case OPEN -> findings.add(Finding.of(Codes.WORLD_READABLE, Severity.HIGH, null, path.toString(), null,
                    "has secrets and can be read by every user of its machine"));
            case UNKNOWN -> {
                unknown.add(Codes.WORLD_READABLE);
                notes.add("%s: %s has no POSIX permissions".formatted(environment, path));
            }
            case CLOSED -> {
            }
        }
    }

    void committed(Path path) {
        if (isExample(path)) {
            return;
        }
        try {
            String place = git.place(path, reader.files());
            if (place != null) {
                findings.add(Finding.of(Codes.COMMITTED, Severity.CRITICAL, null, path.toString(), null,
                        "has secrets and is in %s of its git repository".formatted(place)));
            }
        } catch (IOException | RuntimeException broken) {
            unknown.add(Codes.COMMITTED);
            notes.add("%s: the git repository of %s could not be read (%s)".formatted(environment, path,
                    broken.getClass().getSimpleName()));
        }
    }

    private static boolean isExample(Path path) {
        return EXAMPLE.matcher(String.valueOf(path.getFileName()).toLowerCase(Locale.ROOT)).matches();
    }
}
