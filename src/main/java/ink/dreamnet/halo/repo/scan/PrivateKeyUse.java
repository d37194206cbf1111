package ink.dreamnet.halo.repo.scan;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import ink.dreamnet.halo.code.Evidence;
import ink.dreamnet.halo.code.Finding;
import ink.dreamnet.halo.code.Note;
import ink.dreamnet.halo.code.Paths;
import ink.dreamnet.halo.code.Place;
import ink.dreamnet.halo.code.Reference;
import ink.dreamnet.halo.core.Severity;
import org.jspecify.annotations.Nullable;

/// What a private key protects, as its certificates and those who name it tell.
final class PrivateKeyUse implements Judge {

    /// As many keys in one directory are those of a test or a demonstration, or leaked together.
    private static final int SET = 3;
    /// Names of keys that somebody uses, whatever lies beside them.
    private static final Pattern IN_USE = Pattern
            .compile("(?i)(?:.*[/._-])?(?:id_(?:rsa|dsa|ecdsa|ed25519)|(?:prod|production|live)(?:[/._-].*)?)");

    /// Of which the key of the same name that somebody calls one for tests is another one.
    private static final Pattern LIVE = Pattern.compile("(?i)(?:.*[/._-])?(?:prod|production|live)(?:[/._-].*)?");

    private final Instant now;
    private final Evidence evidence;
    /// Who names a file, by the last part of its path.
    private final Map<String, Naming> named = new HashMap<>();
    private final Set<String> paths = new HashSet<>();
    /// Who names a key in or below a directory: production where it names any, whatever others say of one of them; none where nobody does.
    private @Nullable Map<String, Naming> namedBelow;
    /// The files with keys that lie in a directory, or in one of its own.
    private final Map<String, Set<String>> sets = new HashMap<>();
    private final Set<String> reported = new HashSet<>();
    /// Whether the certificates of a file, or of the files in a directory (with a slash at its end), are all worth nothing.
    private final Map<String, Boolean> worthless = new HashMap<>();

    /// Who names a key; of several, the last one here tells.
    private enum Naming {
        /// Nobody but tests.
        TESTS, PRODUCTION,
        /// Someone who says that it is for tests, whoever else names it.
        AS_OF_TESTS;

        static Naming decisive(Naming one, Naming other) {
            return one.compareTo(other) > 0 ? one : other;
        }
    }

    PrivateKeyUse(Instant now, Evidence evidence) {
        this.now = now;
        this.evidence = evidence;
    }

    @Override
    public boolean concerns(Reference reference) {
        return reference.kind() == Reference.Kind.PRIVATE_KEY;
    }

    @Override
    public void add(Reference reference) {
        String path = reference.missing().path();
        paths.add(path);
        setsOf(path).forEach(directory -> sets.computeIfAbsent(directory, any -> new HashSet<>()).add(path));
    }

    @Override
    public void note(String path, Note note) {
        if (note instanceof Note.Names names) {
            // what tests say is of their own key, which may have the name of another one
            Naming naming = !isProduction(path)
                    ? Naming.TESTS
                    : names.asOfTests() ? Naming.AS_OF_TESTS : Naming.PRODUCTION;
            named.merge(names.file(), naming, Naming::decisive);
        } else if (note instanceof Note.Certificate certificate) {
            boolean ended = !certificate.worthless().isAfter(now);
            worthless.merge(path, ended, Boolean::logicalAnd);
            worthless.merge(Paths.directory(path) + "/", ended, Boolean::logicalAnd);
        }
    }

    private static boolean isProduction(String path) {
        return Place.weigh(Severity.HIGH, path) == Severity.HIGH;
    }

    /// One key of a set in use stands for it: to revoke them, one has to look at all.
    @Override
    public Finding judge(Reference reference) {
        Finding key = reference.missing();
        String path = key.path();
        boolean inUse = IN_USE.matcher(path).matches();
        if (key.severity() == Severity.LOW || isOfTests(path) || !inUse && isOfOthers(path)) {
            return key.with(Severity.LOW);
        }
        String set = inUse ? "" : setOf(path);
        if (set.isEmpty()) {
            return key;
        }
        return namer(path) == Naming.PRODUCTION && reported.add(set)
                ? new Finding(key.code(), Severity.MEDIUM, path, key.line(),
                        key.message() + ", one of %d files with keys below %s"
                                .formatted(sets.getOrDefault(set, Set.of()).size(), set))
                : key.with(Severity.LOW);
    }

    /// Who copied a project uses its key only where something names it: a licence of others beside a key protects nobody.
    private boolean isOfOthers(String path) {
        return namer(path) != Naming.PRODUCTION && evidence.isCopied(path);
    }

    /// @return the directory of the set of keys that a file is of; empty where it is of none
    private String setOf(String path) {
        return setsOf(path).stream().filter(directory -> sets.getOrDefault(directory, Set.of()).size() >= SET)
                .findFirst().orElse("");
    }

    private static List<String> setsOf(String path) {
        String directory = Paths.directory(path);
        return Stream.of(Paths.directory(directory), directory).filter(at -> !at.isEmpty()).toList();
    }

    /// A certificate in the same file knows best, then those beside it, then who names the file.
    private boolean isOfTests(String path) {
        Boolean own = worthless.get(path);
        if (own != null) {
            return own;
        }
        boolean beside = Note.isKeyFile(Paths.name(path))
                && Boolean.TRUE.equals(worthless.get(Paths.directory(path) + "/"));
        Naming namer = namer(path);
        return beside || namer == Naming.TESTS || namer == Naming.AS_OF_TESTS && !LIVE.matcher(path).matches();
    }

    /// @return who names a key, or else a key of the same directory, or of one above it below the root; null for nobody
    private @Nullable Naming namer(String path) {
        Naming namer = named.get(Paths.name(path));
        for (String at = Paths.directory(path); namer == null && !at.isEmpty(); at = Paths.directory(at)) {
            namer = namedBelow().get(at);
        }
        return namer;
    }

    private Map<String, Naming> namedBelow() {
        Map<String, Naming> below = namedBelow;
        if (below == null) {
            below = new HashMap<>();
            for (String path : paths) {
                Naming namer = named.get(Paths.name(path));
                for (String at = Paths.directory(path); namer != null && !at.isEmpty(); at = Paths.directory(at)) {
                    below.merge(at, namer, (one, other) -> one == Naming.PRODUCTION ? one : other);
                }
            }
            namedBelow = below;
        }
        return below;
    }
}
