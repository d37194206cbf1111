package ink.dreamnet.halo.repo.scan;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import ink.dreamnet.halo.code.Finding;
import ink.dreamnet.halo.code.Note;
import ink.dreamnet.halo.code.Paths;
import ink.dreamnet.halo.code.Place;
import ink.dreamnet.halo.code.Reference;
import ink.dreamnet.halo.core.Severity;

/// Findings about which the notes of other files decide, so that they wait until the whole tree is known.
final class WaitingFindings {

    private static final String LINK = "repo.link-broken";
    private static final Set<String> MAY_BE_MADE = Set.of(LINK, "repo.import-unresolved");
    /// As many keys in one directory are those of a test or a demonstration, or leaked together.
    private static final int SET = 3;
    /// Names of keys that somebody uses, whatever lies beside them.
    private static final Pattern IN_USE = Pattern
            .compile("(?i)(?:.*[/._-])?(?:id_(?:rsa|dsa|ecdsa|ed25519)|prod|production|live)(?:[/._-].*)?");
    private static final int MOST_IMPORTING = 5;
    /// More are not kept in memory, and are reported as they are found.
    private static final int MOST_WAITING = 50_000;

    private final Instant now;
    private final List<Reference> waiting = new ArrayList<>();
    /// Whether production names a file, by the last part of its path.
    private final Map<String, Boolean> named = new HashMap<>();
    /// Whether production names a key in or below a directory; none where nobody names any.
    private Map<String, Boolean> inUse = Map.of();
    /// Of each package of Java, once for each import.
    private final Map<String, List<String>> missingTypes = new HashMap<>();
    /// The files with keys that lie in a directory, or in one of its own.
    private final Map<String, Set<String>> keys = new HashMap<>();
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

    /// @return whether notes decide about it, too
    static boolean waits(Reference reference) {
        return isOf(reference) || MAY_BE_MADE.contains(reference.missing().code());
    }

    /// @return whether it takes another one
    boolean hasRoom() {
        return waiting.size() < MOST_WAITING;
    }

    /// @param reference one of those that leads to nothing
    void add(Reference reference) {
        waiting.add(reference);
        if (reference.alias().equals(Reference.KEY)) {
            for (String directory : setsOf(reference.missing().path())) {
                keys.computeIfAbsent(directory, any -> new HashSet<>()).add(reference.missing().path());
            }
        }
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
        Set<String> reported = new HashSet<>();
        inUse = namedBelow();
        for (Reference reference : waiting) {
            Finding finding = reference.missing();
            if (reference.alias().equals(Reference.KEY)) {
                judged.add(judgedKey(finding, reported));
            } else if (reference.alias().equals(Reference.FRAGMENT)
                    ? !included.contains(finding.path())
                    : !isMade(reference) && !isShared(reference)) {
                judged.add(finding);
            }
        }
        return judged;
    }

    /// One key of a set stands for it: to revoke them, one has to look at all.
    private Finding judgedKey(Finding key, Set<String> reported) {
        String path = key.path();
        if (key.severity() == Severity.LOW || isOfTests(path)) {
            return key.with(Severity.LOW);
        }
        String set = IN_USE.matcher(path).matches() ? "" : setOf(path);
        if (set.isEmpty()) {
            return key;
        }
        return reported.add(set)
                ? new Finding(key.code(), Severity.MEDIUM, path, key.line(),
                        key.message() + ", one of %d files with keys below %s"
                                .formatted(keys.getOrDefault(set, Set.of()).size(), set))
                : key.with(Severity.LOW);
    }

    /// @return the directory of the set of keys that a file is of; empty where it is of none
    private String setOf(String path) {
        return setsOf(path).stream().filter(directory -> keys.getOrDefault(directory, Set.of()).size() >= SET)
                .findFirst().orElse("");
    }

    private static List<String> setsOf(String path) {
        String directory = Paths.directory(path);
        return Stream.of(Paths.directory(directory), directory).filter(at -> !at.isEmpty()).toList();
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
            Boolean production = inUse.get(at);
            if (production != null) {
                return !production;
            }
        }
        return false;
    }

    private Map<String, Boolean> namedBelow() {
        Map<String, Boolean> production = new HashMap<>();
        for (Reference reference : waiting) {
            String path = reference.missing().path();
            Boolean inProduction = reference.alias().equals(Reference.KEY)
                    ? named.get(path.substring(path.lastIndexOf('/') + 1))
                    : null;
            if (inProduction != null) {
                for (String at = Paths.directory(path); !at.isEmpty(); at = Paths.directory(at)) {
                    production.merge(at, inProduction, Boolean::logicalOr);
                }
            }
        }
        return production;
    }
}
