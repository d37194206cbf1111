package ink.dreamnet.halo.code.dependency;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import ink.dreamnet.halo.code.Facts;
import ink.dreamnet.halo.code.Finding;
import ink.dreamnet.halo.code.Paths;
import ink.dreamnet.halo.code.Place;
import ink.dreamnet.halo.code.Reports;
import ink.dreamnet.halo.code.SourceFile;
import ink.dreamnet.halo.code.Tree;
import ink.dreamnet.halo.code.TreeCheck;
import ink.dreamnet.halo.code.TreeFile;
import ink.dreamnet.halo.code.dependency.ScriptConfigs.Lookup;
import ink.dreamnet.halo.code.format.Item;
import ink.dreamnet.halo.code.format.Json;
import ink.dreamnet.halo.core.Severity;

/// What a `tsconfig.json` or `jsconfig.json` names must exist: the files that it extends, the projects that it refers to, and the
/// files or directories that its `paths` lead to.
@Reports(ReferenceCheck.FILE)
class ScriptConfigCheck implements TreeCheck {

    private static final List<String> SOURCES = List.of("", ".ts", ".tsx", ".d.ts", ".js");

    @Override
    public boolean concerns(String path) {
        // what a project refers to is a directory with one of these
        return ScriptConfigs.isConfig(Paths.name(path)) || Paths.name(path).equals("package.json");
    }

    @Override
    public void check(Tree tree, Facts facts) throws IOException {
        ScriptConfigs configs = new ScriptConfigs(tree);
        for (TreeFile entry : tree.files().values()) {
            SourceFile file = ScriptConfigs.isConfig(entry.name()) && Place.isFile(entry)
                    && entry.size() <= Manifests.LARGEST && Place.isJudged(entry.path())
                            ? tree.read(entry.path())
                            : null;
            if (file != null) {
                check(file, configs.lookup(entry.path()), tree, facts);
            }
        }
    }

    private static void check(SourceFile file, Lookup lookup, Tree tree, Facts facts) {
        Expected expected = new Expected(file, facts);
        Item settings = Json.readLeniently(file.textOrEmpty()).content();
        int line = settings.get("extends").line();
        for (String parent : ScriptConfigs.parents(settings)) {
            expected.anyOf(ReferenceCheck.FILE, Severity.HIGH, line, List.of(parent, parent + ".json"),
                    "extends " + parent + ", which does not exist");
        }
        for (Item reference : settings.get("references").items()) {
            String path = reference.get("path").text("");
            String resolved = Paths.resolve(file.entry().directory(), path);
            boolean empty = resolved != null && tree.isDirectory(resolved);
            expected.anyOf(ReferenceCheck.FILE, Severity.HIGH, reference.line(),
                    path.endsWith(".json") ? List.of(path) : List.of(path + "/tsconfig.json"),
                    "refers to the project " + path + ", which "
                            + (empty ? "has no tsconfig.json" : "does not exist"));
        }
        settings.get("compilerOptions", "paths").entries()
                .forEach((alias, targets) -> path(file, alias, targets, lookup, expected, facts));
    }

    private static void path(SourceFile file, String alias, Item targets, Lookup lookup, Expected expected,
            Facts facts) {
        String directory = lookup.directory();
        Set<String> shown = new LinkedHashSet<>();
        List<String> all = new ArrayList<>();
        for (Item target : targets.texts()) {
            String written = target.text("").replaceAll("/?\\*$", "");
            String resolved = directory.equals(ScriptConfigs.OUTSIDE) ? null : Paths.resolve(directory, written);
            if (resolved == null) {
                if (lookup.isInherited() && targets.texts().size() == 1) {
                    facts.finding(new Finding(ReferenceCheck.FILE, Severity.LOW, file.path(), targets.line(),
                            "has the path %s, which leads out of the repository: %s is relative to an inherited baseUrl"
                                    .formatted(alias, target.text(""))));
                }
                return;
            }
            shown.add(resolved);
            SOURCES.forEach(source -> all.add(written + source));
        }
        expected.anyOf(ReferenceCheck.FILE, Severity.MEDIUM, targets.line(), directory, all,
                "has the path %s, which leads to %s, which %s not exist".formatted(alias, String.join(" and ", shown),
                        shown.size() > 1 ? "do" : "does"));
    }
}
