package ink.dreamnet.halo.repo.scan;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

import ink.dreamnet.halo.code.Finding;
import ink.dreamnet.halo.code.Note;
import ink.dreamnet.halo.code.Paths;
import ink.dreamnet.halo.code.Place;
import ink.dreamnet.halo.code.Reference;
import ink.dreamnet.halo.core.Severity;
import org.jspecify.annotations.Nullable;

/// Findings about which the notes of other files decide, so that they wait until the whole tree is known.
final class WaitingFindings {

    private static final String LINK = "repo.link-broken";
    private static final Set<String> MAY_BE_MADE = Set.of(LINK, "repo.import-unresolved");
    private static final Pattern IMAGE = Pattern.compile("(?i).*\\.(?:png|jpe?g|gif|svg|webp)");
    /// As many images that one page misses in one directory are where a generator of the page finds them.
    private static final int GENERATED = 8;
    private static final int MOST_IMPORTING = 5;

    private final Instant now;
    private final List<Reference> waiting = new ArrayList<>();
    /// Whether production names a file, by the last part of its path.
    private final Map<String, Boolean> named = new HashMap<>();
    private @Nullable Map<String, Boolean> inUse;
    /// Of each package of Java, once for each import.
    private final Map<String, List<String>> missingTypes = new HashMap<>();
    private final Map<String, Integer> images = new HashMap<>();
    private final Set<String> made = new HashSet<>();
    private final Set<String> included = new HashSet<>();
    /// Whether the certificates of a file, or of the files in a directory (with a slash at its end), are all worth nothing.
    private final Map<String, Boolean> worthless = new HashMap<>();

    WaitingFindings(Instant now) {
        this.now = now;
    }

    /// @return whether only notes decide about it, and nothing of the tree
    static boolean isOf(Reference reference) {
        return reference.alias().equals(Reference.KEY) || reference.alias().equals(Reference.FRAGMENT);
    }

    /// @param reference one of those, or one that leads to nothing
    void add(Reference reference) {
        inUse = null;
        String page = imagesOf(reference);
        if (!page.isEmpty()) {
            images.merge(page, 1, Integer::sum);
        }
        waiting.add(reference);
        if (reference.alias().startsWith(Reference.JAVA)) {
            missingTypes.computeIfAbsent(javaPackage(reference), any -> new ArrayList<>()).add(javaType(reference));
        }
    }

    void note(String path, Note note) {
        switch (note) {
            case Note.Names names -> named.merge(names.file(), isProduction(path), Boolean::logicalOr);
            case Note.Makes makes -> made.add(makes.end());
            case Note.Includes includes -> included.add(includes.path());
            case Note.Certificate certificate -> {
                boolean ended = !certificate.worthless().isAfter(now);
                worthless.merge(path, ended, Boolean::logicalAnd);
                worthless.merge(Paths.directory(path) + "/", ended, Boolean::logicalAnd);
            }
        }
    }

    private static boolean isProduction(String path) {
        return Place.weigh(Severity.HIGH, path) == Severity.HIGH;
    }

    /// @return what is left of them, with the severity that they have
    List<Finding> judged() {
        List<Finding> judged = new ArrayList<>();
        for (Reference reference : waiting) {
            Finding finding = reference.missing();
            if (reference.alias().equals(Reference.KEY)) {
                judged.add(isOfTests(finding.path())
                        ? new Finding(finding.code(), Severity.LOW, finding.path(), finding.line(), finding.message())
                        : finding);
            } else if (reference.alias().equals(Reference.FRAGMENT)
                    ? !included.contains(finding.path())
                    : !isMade(reference) && !isShared(reference)) {
                judged.add(images.getOrDefault(imagesOf(reference), 0) < GENERATED
                        ? finding
                        : new Finding(finding.code(), Severity.LOW, finding.path(), finding.line(), finding.message()));
            }
        }
        return judged;
    }

    /// Where a type is missing by accident, its package lacks no other one, and few files import it: the others would not compile.
    private boolean isShared(Reference missing) {
        List<String> types = missingTypes.getOrDefault(javaPackage(missing), List.of());
        return types.size() > MOST_IMPORTING || types.stream().distinct().count() > 1;
    }

    private static String javaPackage(Reference missing) {
        return Paths.directory(javaType(missing)) + "/";
    }

    private static String javaType(Reference missing) {
        String alias = missing.alias();
        return alias.startsWith(Reference.JAVA) ? alias.substring(alias.lastIndexOf(':') + 1) : "";
    }

    /// @return the page and the directory of a missing image; empty for any other reference
    private static String imagesOf(Reference missing) {
        String target = missing.candidates().isEmpty() ? "" : missing.candidates().getFirst();
        return missing.missing().code().equals(LINK) && IMAGE.matcher(target).matches()
                ? missing.missing().path() + "\n" + Paths.directory(target)
                : "";
    }

    private boolean isMade(Reference missing) {
        return MAY_BE_MADE.contains(missing.missing().code()) && missing.candidates().stream()
                .anyMatch(path -> made.contains(path.substring(path.lastIndexOf('/', path.lastIndexOf('/') - 1) + 1)));
    }

    /// A certificate in the same file knows best, then those beside it, then who names the file.
    private boolean isOfTests(String path) {
        Boolean own = worthless.get(path);
        if (own != null) {
            return own;
        }
        String name = path.substring(path.lastIndexOf('/') + 1);
        boolean beside = Note.isKeyFile(name) && Boolean.TRUE.equals(worthless.get(Paths.directory(path) + "/"));
        return beside || Boolean.FALSE.equals(named.get(name)) || named.get(name) == null && isAmongThoseOfTests(path);
    }

    /// @return whether tests name a key of the same directory, or of one above it below the root, and production none
    private boolean isAmongThoseOfTests(String path) {
        for (String at = Paths.directory(path); !at.isEmpty(); at = Paths.directory(at)) {
            Boolean production = inUse().get(at);
            if (production != null) {
                return !production;
            }
        }
        return false;
    }

    /// @return whether production names a key in or below a directory; none where nobody names any
    private Map<String, Boolean> inUse() {
        Map<String, Boolean> known = inUse;
        if (known == null) {
            known = new HashMap<>();
            for (Reference reference : waiting) {
                String path = reference.missing().path();
                Boolean production = reference.alias().equals(Reference.KEY)
                        ? named.get(path.substring(path.lastIndexOf('/') + 1))
                        : null;
                for (String at = Paths.directory(path); production != null && !at.isEmpty(); at = Paths.directory(at)) {
                    known.merge(at, production, Boolean::logicalOr);
                }
            }
            inUse = known;
        }
        return known;
    }
}
