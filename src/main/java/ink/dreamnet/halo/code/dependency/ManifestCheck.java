package ink.dreamnet.halo.code.dependency;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

import ink.dreamnet.halo.code.Facts;
import ink.dreamnet.halo.code.FileCheck;
import ink.dreamnet.halo.code.Finding;
import ink.dreamnet.halo.code.Reports;
import ink.dreamnet.halo.code.SourceFile;
import ink.dreamnet.halo.code.TreeFile;
import ink.dreamnet.halo.code.format.Element;
import ink.dreamnet.halo.code.format.InvalidFileException;
import ink.dreamnet.halo.code.format.Item;
import ink.dreamnet.halo.code.quality.Placeholders;
import ink.dreamnet.halo.core.Severity;
import org.jspecify.annotations.Nullable;

/// Manifests must parse and say what their tool cannot do without. A file with placeholders of a template
/// is not judged; the `${…}` of Maven is none, nor what stands in a string.
@Reports(ManifestCheck.CODE)
class ManifestCheck implements FileCheck {

    static final String CODE = "repo.manifest-invalid";
    private static final Set<String> NPM_MAPS = Set.of("dependencies", "devDependencies", "optionalDependencies",
            "peerDependencies");
    private static final Pattern MODULE = Pattern.compile("(?m)^[ \\t]*module(?:[ \\t]+[^\\s(]|[ \\t]*\\()");

    @Override
    public int version() {
        return 3;
    }

    @Override
    public boolean reads(TreeFile file) {
        return Manifests.reads(file, "package.json", "pnpm-workspace.yaml", "pyproject.toml", "Cargo.toml", "go.mod",
                "pom.xml");
    }

    @Override
    public void check(SourceFile file, Facts facts) {
        try {
            switch (file.entry().name()) {
                case "package.json" -> npm(file.json().orThrow());
                case "pnpm-workspace.yaml" -> pnpm(file.yaml().orThrow());
                case "pyproject.toml" -> python(file.toml().orThrow());
                case "Cargo.toml" -> cargo(file.toml().orThrow());
                case "go.mod" -> go(file.text());
                default -> maven(file.xml().orThrow());
            }
        } catch (InvalidFileException broken) {
            if (!file.isLfsPointer() && !isTemplate(file)) {
                facts.finding(new Finding(CODE, Severity.HIGH, file.path(), broken.line(), broken.reason()));
            }
        }
    }

    private static boolean isTemplate(SourceFile file) {
        return Placeholders.standOutsideStrings(file.textOrEmpty()) || file.entry().ending().equals("json")
                && Placeholders.variablesStandOutsideStrings(file.textOrEmpty());
    }

    private static void npm(Item manifest) throws InvalidFileException {
        if (!manifest.isMap()) {
            throw new InvalidFileException(1, "is not a JSON object");
        }
        for (String key : List.of("name", "version")) {
            Item item = manifest.get(key);
            if (item.content() != null && item.text() == null) {
                throw new InvalidFileException(item.line(), key + " must be a string");
            }
        }
        for (String key : NPM_MAPS) {
            Item map = manifest.get(key);
            if (map.content() != null && !map.isMap() && !map.isList()) {
                throw new InvalidFileException(map.line(), key + " must be an object");
            }
            for (Map.Entry<String, Item> entry : map.entries().entrySet()) {
                if (entry.getValue().text() == null) {
                    throw new InvalidFileException(entry.getValue().line(),
                            key + "." + entry.getKey() + " must be a string");
                }
            }
        }
        Item workspaces = manifest.get("workspaces");
        if (workspaces.content() != null && !workspaces.isList() && !workspaces.isMap()) {
            throw new InvalidFileException(workspaces.line(), "workspaces must be a list");
        }
    }

    private static void pnpm(Item workspace) throws InvalidFileException {
        Item packages = workspace.get("packages");
        if (workspace.content() != null && !workspace.isMap()) {
            throw new InvalidFileException(1, "is not a map");
        }
        if (packages.content() != null && packages.texts().size() != packages.items().size() || packages.isMap()
                || packages.text() != null) {
            throw new InvalidFileException(packages.line(), "packages must be a list of paths");
        }
    }

    private static void python(Item manifest) throws InvalidFileException {
        Item project = manifest.get("project");
        if (project.isMap()) {
            boolean dynamic = project.get("dynamic").texts().stream().anyMatch(item -> item.text("").equals("version"));
            if (project.get("name").text() == null) {
                throw new InvalidFileException(project.line(), "[project] has no name");
            }
            if (project.get("version").text() == null && !dynamic) {
                throw new InvalidFileException(project.line(),
                        "[project] has neither a version nor says that it is dynamic");
            }
        }
        Item poetry = manifest.get("tool", "poetry");
        if (poetry.isMap() && !project.isMap() && !poetry.get("package-mode").isFalse()
                && poetry.has("name") != poetry.has("version")) {
            throw new InvalidFileException(poetry.line(),
                    "[tool.poetry] has no " + (poetry.has("name") ? "version" : "name"));
        }
        Item build = manifest.get("build-system");
        if (build.isMap() && !build.get("requires").isList()) {
            throw new InvalidFileException(build.line(), "[build-system] has no list requires");
        }
    }

    private static void cargo(Item manifest) throws InvalidFileException {
        Item crate = manifest.has("package") ? manifest.get("package") : manifest.get("project");
        if (!crate.isMap() && !manifest.get("workspace").isMap()) {
            throw new InvalidFileException(1, "has neither [package] nor [workspace]");
        }
        if (crate.isMap() && crate.get("name").text() == null) {
            throw new InvalidFileException(crate.line(), "[package] has no name");
        }
    }

    private static void go(@Nullable String text) throws InvalidFileException {
        if (text == null) {
            throw new InvalidFileException(0, "is not UTF-8 text");
        }
        if (!MODULE.matcher(text).find()) {
            throw new InvalidFileException(1, "has no module line");
        }
        int number = 0;
        int opened = 0;
        for (String line : text.split("\n", -1)) {
            number++;
            int comment = line.indexOf("//");
            String code = (comment < 0 ? line : line.substring(0, comment)).strip();
            if (opened == 0 && code.endsWith("(")) {
                opened = number;
            } else if (opened > 0 && code.endsWith("(")) {
                throw new InvalidFileException(number, "opens a block inside of the one of line " + opened);
            } else if (code.equals(")") && opened == 0) {
                throw new InvalidFileException(number, "closes a block that was not opened");
            } else if (code.equals(")")) {
                opened = 0;
            }
        }
        if (opened > 0) {
            throw new InvalidFileException(opened, "does not close the block that begins here");
        }
    }

    private static void maven(Element project) throws InvalidFileException {
        if (!project.name().equals("project")) {
            throw new InvalidFileException(project.line(), "is no <project>");
        }
        if (project.has("modelVersion") && !project.child("modelVersion").text().equals("4.0.0")) {
            // Maven 4 infers most of it
            return;
        }
        if (!project.has("artifactId")) {
            throw new InvalidFileException(project.line(), "has no artifactId");
        }
        for (String name : List.of("groupId", "version")) {
            if (!project.has(name) && !project.has("parent")) {
                throw new InvalidFileException(project.line(), "has neither a " + name + " nor a parent");
            }
        }
    }
}
