package ink.dreamnet.halo.code;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import ink.dreamnet.halo.code.Reference.Kind;
import org.jspecify.annotations.Nullable;

/// Where the file lies that an import of JavaScript or TypeScript misses: one `../` higher or lower than it is written, at the same path from
/// the root, or, as the only file whose path ends so, anywhere. For use by one thread.
final class MovedSources {

    private static final Pattern SOURCE = Pattern.compile("(?i)(.*[^/])(?:\\.d)?\\.[cm]?[jt]sx?");
    private static final Pattern WRITTEN = Pattern.compile("(?i).*(?<!\\.d)\\.[cm]?tsx?");
    private static final Pattern OTHER = Pattern.compile("(?i).*\\.(?:vue|svelte|css|scss|less|json)");
    /// Names that many directories have, so that the only other file of the name is another one.
    private static final Set<String> COMMON = Set.of("index", "main", "app", "types", "type", "utils", "util",
            "helpers",
            "config", "constants", "common", "shared", "schema", "client", "server", "package.json", "data.json");
    private static final String UP = "../";

    private final Tree tree;
    /// Files by the parts of their paths from the last to the first, without the endings of sources and without `index`.
    private @Nullable NavigableMap<String, String> reversed;

    MovedSources(Tree tree) {
        this.tree = tree;
    }

    /// Where an import's file lies now.
    ///
    /// @param path from the root
    /// @param isNear whether the import is only off by one `../`
    /// @param isNamed whether its name, or with it that of its directory, is one that no other file has by chance
    record Moved(String path, boolean isNear, boolean isNamed) {
    }

    /// @param reference an import that leads to nothing
    /// @return where its file lies; null where that is not known
    @Nullable
    Moved of(Reference reference) {
        boolean relative = reference.kind() == Kind.IMPORT;
        String written = reference.name();
        if (written.isEmpty() || !relative && reference.kind() != Kind.ALIAS) {
            return null;
        }
        String rest = relative ? written : written.substring(written.indexOf('/') + 1);
        int ups = 0;
        while (rest.startsWith(UP) || rest.startsWith("./")) {
            ups += rest.startsWith(UP) ? 1 : 0;
            rest = rest.substring(rest.indexOf('/') + 1);
        }
        String module = module(rest);
        if (module.isEmpty() || module.contains("..")) {
            return null;
        }
        boolean named = module.indexOf('/') > 0 || !COMMON.contains(module);
        String directory = Paths.directory(reference.missing().path());
        String near = relative && (named || ups > 0) ? near(directory, ups, module) : null;
        String found = near == null && named ? only(module, module.indexOf('/') > 0 ? "" : root(directory)) : near;
        return found == null || found.equals(reference.missing().path())
                ? null
                : new Moved(found, near != null && ups > 0, named);
    }

    /// @return how a file is imported from another one, with the ending that was written before
    static String specifier(String from, String to, String written) {
        List<String> at = parts(Paths.directory(from));
        List<String> path = new ArrayList<>(parts(to));
        int same = 0;
        while (same < at.size() && same < path.size() - 1 && at.get(same).equals(path.get(same))) {
            same++;
        }
        String relative = (same == at.size() ? "./" : UP.repeat(at.size() - same))
                + String.join("/", path.subList(same, path.size()));
        Matcher source = SOURCE.matcher(relative);
        if (!source.matches()) {
            return relative;
        }
        boolean ending = SOURCE.matcher(written).matches();
        String stem = source.group(1);
        return ending
                ? stem + written.substring(written.lastIndexOf('.'))
                : stem.endsWith("/index") && !written.endsWith("/index")
                        ? stem.substring(0, stem.length() - "/index".length())
                        : stem;
    }

    private @Nullable String near(String directory, int ups, String module) {
        Set<String> found = new LinkedHashSet<>();
        List<String> tried = new ArrayList<>(List.of(UP.repeat(ups + 1) + module));
        if (ups > 0) {
            tried.add(UP.repeat(ups - 1) + module);
            tried.add(module);
        }
        for (String path : tried) {
            String resolved = Paths.resolve(directory, path);
            String file = resolved == null ? null : files().get(key(resolved));
            if (file != null) {
                found.add(file);
            }
        }
        String fromRoot = ups > 0 ? files().get(key(module)) : null;
        if (fromRoot != null) {
            found.add(fromRoot);
        }
        return found.size() == 1 ? found.iterator().next() : null;
    }

    /// @return the directory of the nearest `package.json`
    private String root(String directory) {
        String at = directory;
        while (!at.isEmpty() && !tree.isFile(Paths.join(at, "package.json"))) {
            at = Paths.directory(at);
        }
        return at;
    }

    /// @param root below which it must lie: one name alone says little elsewhere
    /// @return the only file whose path ends so; null for none or several
    private @Nullable String only(String module, String root) {
        String key = key(module);
        String found = null;
        for (Map.Entry<String, String> file : files().tailMap(key, true).entrySet()) {
            if (!file.getKey().startsWith(key)) {
                break;
            }
            if (found != null) {
                return null;
            }
            found = file.getValue();
        }
        return found == null || root.isEmpty() || found.startsWith(root + "/") ? found : null;
    }

    private NavigableMap<String, String> files() {
        NavigableMap<String, String> files = reversed;
        if (files == null) {
            files = new TreeMap<>();
            for (TreeFile file : tree.files().values()) {
                String path = file.path();
                if (Place.isFile(file) && (SOURCE.matcher(path).matches() || OTHER.matcher(path).matches())
                        && Place.isJudged(path)) {
                    files.merge(key(module(path)), path, MovedSources::source);
                }
            }
            reversed = files;
        }
        return files;
    }

    /// @return that of two files that is written: compilers put others beside it
    private static String source(String one, String other) {
        return WRITTEN.matcher(other).matches() && !WRITTEN.matcher(one).matches() ? other : one;
    }

    private static String module(String path) {
        Matcher source = SOURCE.matcher(path);
        String stem = source.matches() ? source.group(1) : path;
        return stem.endsWith("/index")
                ? stem.substring(0, stem.length() - "/index".length())
                : stem.endsWith("/") ? stem.substring(0, stem.length() - 1) : stem;
    }

    private static String key(String module) {
        List<String> parts = new ArrayList<>(parts(module));
        Collections.reverse(parts);
        return String.join("/", parts) + "/";
    }

    private static List<String> parts(String path) {
        return path.isEmpty() ? List.of() : List.of(path.split("/"));
    }
}
