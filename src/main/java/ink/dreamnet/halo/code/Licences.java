package ink.dreamnet.halo.code;

import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/// Tells from licences, and from records of where it was copied from, which directories hold a copy of a project of others. For use by
/// one thread.
final class Licences {

    private static final Pattern NAME = Pattern.compile("(?i)(?:licen[sc]e|copying|copyright)(?:[._-].{0,40})?");
    /// What Mozilla, Chromium and git-subrepo write beside a copy.
    private static final Pattern RECORD = Pattern
            .compile("moz\\.yaml|GIT-INFO|README\\.(?:mozilla|chromium)|\\.gitrepo");
    /// What differs between licences of the same authors: years, marks and blanks.
    private static final Pattern ACCIDENTAL = Pattern.compile("[^a-z]+");
    private static final String COPYRIGHT = "copyright";
    /// A line that says no more than that there is a copyright.
    private static final int SHORTEST_HOLDER = COPYRIGHT.length() + 4;

    private final Tree tree;
    private final Map<String, Set<String>> paths = new HashMap<>();
    private final Set<String> recorded = new HashSet<>();
    private final Map<String, Boolean> known = new HashMap<>();
    private @Nullable Set<String> own;

    Licences(Tree tree) {
        this.tree = tree;
        for (TreeFile file : tree.files().values()) {
            if (!Place.isFile(file)) {
                continue;
            }
            if (NAME.matcher(file.name()).matches()) {
                paths.computeIfAbsent(file.directory(), any -> new HashSet<>()).add(file.path());
            } else if (RECORD.matcher(file.name()).matches()) {
                recorded.add(file.directory());
            }
        }
    }

    /// @return whether a directory, or one above it, has a record of what it is a copy of, or the licence of other holders than the
    ///         repository has; that is unknown where the repository has none
    boolean isCopied(String directory) {
        boolean licensed = paths.containsKey("");
        for (String at = directory; !at.isEmpty(); at = Paths.directory(at)) {
            if (recorded.contains(at)
                    || licensed && paths.containsKey(at) && known.computeIfAbsent(at, this::isOfOthers)) {
                return true;
            }
        }
        return false;
    }

    private boolean isOfOthers(String directory) {
        Set<String> ours = own == null ? holders("") : own;
        own = ours;
        return holders(directory).stream().noneMatch(ours::contains);
    }

    /// @return who holds the copyright by the licences of a directory, and what each says as a whole
    private Set<String> holders(String directory) {
        Set<String> holders = new HashSet<>();
        for (String path : paths.getOrDefault(directory, Set.of())) {
            String text = text(path);
            holders.add(essence(text));
            text.lines().map(Licences::essence)
                    .filter(line -> line.startsWith(COPYRIGHT) && line.length() >= SHORTEST_HOLDER)
                    .forEach(holders::add);
        }
        return holders;
    }

    private String text(String path) {
        try {
            return tree.text(path);
        } catch (IOException unread) {
            return "";
        }
    }

    private static String essence(String text) {
        return ACCIDENTAL.matcher(text.toLowerCase(Locale.ROOT)).replaceAll("");
    }
}
