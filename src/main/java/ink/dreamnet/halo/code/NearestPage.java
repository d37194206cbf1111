package ink.dreamnet.halo.code;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import ink.dreamnet.halo.core.Budget;
import ink.dreamnet.halo.core.Spelling;
import org.jspecify.annotations.Nullable;

/// Finds the page that a missing one of its directory was renamed to. For use by one thread.
final class NearestPage {

    private static final Pattern NUMBER = Pattern.compile("[0-9]+");
    private static final Pattern WORD = Pattern.compile("[a-z]+");
    /// One word alone is part of many names.
    private static final int FEWEST_WORDS = 2;
    /// Names that are compared with that of one missing page.
    private static final int MOST_NAMES = 5_000;
    /// For one missing page, and for how many.
    private static final long MOST_STEPS = 5_000_000;
    private static final int MOST_SEARCHED = 500;

    private final Tree tree;
    private final Map<String, String> known = new HashMap<>();

    NearestPage(Tree tree) {
        this.tree = tree;
    }

    /// @param missing the path of a page that does not exist
    /// @return the page beside it whose name is similar, or the only one whose name has all its words and others; null where there is none. A
    ///         number is no slip: it tells pages apart.
    @Nullable
    String to(String missing) {
        if (!known.containsKey(missing) && known.size() < MOST_SEARCHED) {
            String name = searched(missing);
            known.put(missing, name == null ? "" : Paths.join(Paths.directory(missing), name));
        }
        String path = known.getOrDefault(missing, "");
        return path.isEmpty() ? null : path;
    }

    private @Nullable String searched(String missing) {
        String directory = Paths.directory(missing);
        String file = Paths.name(missing);
        int dot = file.lastIndexOf('.');
        String wanted = file.substring(0, dot);
        String ending = file.substring(dot);
        Set<String> numbers = parts(NUMBER, wanted);
        Set<String> words = parts(WORD, wanted);
        List<String> names = tree.files().tailMap(Paths.join(directory, "")).values().stream().limit(MOST_NAMES)
                .filter(other -> other.directory().equals(directory) && other.name().endsWith(ending))
                .map(other -> other.name().substring(0, other.name().length() - ending.length()))
                .filter(name -> parts(NUMBER, name).containsAll(numbers)).toList();
        try (Budget _ = Budget.open(MOST_STEPS)) {
            String similar = new Spelling(names, Set.of()).similar(wanted);
            if (similar != null) {
                return similar + ending;
            }
        } catch (Budget.ExhaustedException tooMany) {
            return null;
        }
        List<String> longer = words.size() < FEWEST_WORDS
                ? List.of()
                : names.stream().filter(name -> parts(WORD, name).containsAll(words)).toList();
        return longer.size() == 1 ? longer.getFirst() + ending : null;
    }

    private static Set<String> parts(Pattern part, String name) {
        return part.matcher(name.toLowerCase(Locale.ROOT)).results().map(MatchResult::group)
                .collect(Collectors.toSet());
    }
}
