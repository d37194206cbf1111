package ink.dreamnet.halo.repo.integrity;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import ink.dreamnet.halo.code.Facts;
import ink.dreamnet.halo.code.Finding;
import ink.dreamnet.halo.code.Paths;
import ink.dreamnet.halo.code.Reports;
import ink.dreamnet.halo.code.Tree;
import ink.dreamnet.halo.code.TreeCheck;
import ink.dreamnet.halo.code.TreeFile;
import ink.dreamnet.halo.core.Severity;
import org.jspecify.annotations.Nullable;

/// No two paths may differ only in case or Unicode form: one overwrites the other on Windows and macOS.
@Reports(IntegrityCodes.CASE_COLLISION)
class CaseCollisionCheck implements TreeCheck {

    /// So many names of one directory each are how the repository names its files: Linux has twelve.
    private static final int MEANT = 4;

    @Override
    public int version() {
        return 2;
    }

    @Override
    public boolean concerns(String path) {
        return true;
    }

    @Override
    public void check(Tree tree, Facts facts) {
        List<Collection<String>> all = List.of(tree.directories(), tree.files().keySet());
        // hashes first: of many paths hardly any collide
        Set<Integer> seen = new HashSet<>();
        Set<Integer> twice = new HashSet<>();
        all.forEach(paths -> paths.forEach(path -> {
            int hash = fold(path).hashCode();
            if (!seen.add(hash)) {
                twice.add(hash);
            }
        }));
        if (twice.isEmpty()) {
            return;
        }
        Map<String, List<String>> groups = new TreeMap<>();
        all.forEach(paths -> paths.forEach(path -> {
            if (twice.contains(fold(path).hashCode())) {
                groups.computeIfAbsent(fold(path), any -> new ArrayList<>()).add(path);
            }
        }));
        boolean named = groups.values().stream()
                .filter(group -> group.stream().map(Paths::directory).distinct().count() == 1)
                .count() >= MEANT;
        for (List<String> group : groups.values()) {
            group.sort(null);
            String first = group.getFirst();
            for (String path : group.subList(1, group.size())) {
                boolean meant = named && Paths.directory(first).equals(Paths.directory(path));
                facts.finding(new Finding(IntegrityCodes.CASE_COLLISION,
                        isLost(tree.files().get(first), tree.files().get(path)) && !meant
                                ? Severity.MEDIUM
                                : Severity.LOW,
                        path, 0,
                        "differs from '%s' only in %s, so they are one on many file systems".formatted(first,
                                normal(path).equals(normal(first)) ? "its Unicode form" : "upper and lower case")));
            }
        }
    }

    /// Directories become one, and of files with the same content it does not matter which is left.
    private static boolean isLost(@Nullable TreeFile one, @Nullable TreeFile other) {
        return (one != null || other != null)
                && (one == null || other == null || !one.objectId().equals(other.objectId()));
    }

    private static String fold(String path) {
        return normal(path).toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
    }

    private static String normal(String path) {
        return Normalizer.isNormalized(path, Normalizer.Form.NFC)
                ? path
                : Normalizer.normalize(path, Normalizer.Form.NFC);
    }
}
