package ink.dreamnet.halo.code.dependency;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

import ink.dreamnet.halo.code.Facts;
import ink.dreamnet.halo.code.FileCheck;
import ink.dreamnet.halo.code.Place;
import ink.dreamnet.halo.code.Reports;
import ink.dreamnet.halo.code.SourceFile;
import ink.dreamnet.halo.code.TreeFile;
import ink.dreamnet.halo.code.format.Item;
import ink.dreamnet.halo.code.format.Json;
import ink.dreamnet.halo.core.Severity;

/// What a `tsconfig.json` or `jsconfig.json` names must exist: the files that it extends, the projects that it refers to, and the
/// files or directories that its `paths` lead to.
@Reports(ReferenceCheck.FILE)
class ScriptConfigCheck implements FileCheck {

    private static final Pattern NAME = Pattern.compile("[tj]sconfig[\\w.-]*\\.json");

    @Override
    public boolean reads(TreeFile file) {
        return NAME.matcher(file.name()).matches() && Place.isFile(file) && file.size() <= Manifests.LARGEST
                && Place.isJudged(file.path());
    }

    @Override
    public void check(SourceFile file, Facts facts) {
        Expected expected = new Expected(file, facts);
        Item settings = Json.readLeniently(file.textOrEmpty()).content();
        int line = settings.get("extends").line();
        for (String parent : parents(settings)) {
            expected.anyOf(ReferenceCheck.FILE, Severity.HIGH, line, List.of(parent, parent + ".json"),
                    "extends " + parent + ", which does not exist");
        }
        for (Item reference : settings.get("references").items()) {
            String path = reference.get("path").text("");
            expected.anyOf(ReferenceCheck.FILE, Severity.HIGH, reference.line(),
                    path.endsWith(".json") ? List.of(path) : List.of(path + "/tsconfig.json"),
                    "refers to the project " + path + ", which does not exist");
        }
        String base = settings.get("compilerOptions", "baseUrl").text(".");
        settings.get("compilerOptions", "paths").entries().forEach((alias, targets) -> {
            List<String> all = new ArrayList<>();
            for (Item target : targets.texts()) {
                String written = target.text("").replaceAll("/?\\*$", "");
                all.add(base + "/" + written);
                all.addAll(List.of(base + "/" + written + ".ts", base + "/" + written + ".tsx",
                        base + "/" + written + ".d.ts", base + "/" + written + ".js"));
            }
            expected.anyOf(ReferenceCheck.FILE, Severity.MEDIUM, targets.line(), all,
                    "has the path " + alias + ", which leads to nothing");
        });
    }

    /// @return the files of the repository that are extended, as they are written
    static List<String> parents(Item settings) {
        Item written = settings.get("extends");
        List<String> all = new ArrayList<>();
        for (Item parent : written.isList() ? written.texts() : List.of(written)) {
            String path = parent.text("");
            if (path.startsWith("./") || path.startsWith("../")) {
                all.add(path);
            }
        }
        return all;
    }
}
