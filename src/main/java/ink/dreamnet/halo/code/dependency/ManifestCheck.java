package ink.dreamnet.halo.code.dependency;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

import ink.dreamnet.halo.code.Facts;
import ink.dreamnet.halo.code.FileCheck;
import ink.dreamnet.halo.code.Finding;
import ink.dreamnet.halo.code.SourceFile;
import ink.dreamnet.halo.code.TreeFile;
import ink.dreamnet.halo.core.Severity;
import org.springframework.stereotype.Component;

/// Manifests must parse and say what their tool cannot do without. A file with placeholders of a template is not judged.
@Component
class ManifestCheck implements FileCheck {

    static final long LARGEST = 4L * 1024 * 1024;

    private static final Set<String> NAMES = Set.of("package.json", "pnpm-workspace.yaml", "pyproject.toml",
            "Cargo.toml",
            "go.mod", "pom.xml");
    private static final Set<String> NPM_MAPS = Set.of("dependencies", "devDependencies", "optionalDependencies",
            "peerDependencies");
    private static final Pattern MODULE = Pattern.compile("(?m)^[ \\t]*module(?:[ \\t]+[^\\s(]|[ \\t]*\\()");

    @Override
    public boolean reads(TreeFile file) {
        return NAMES.contains(file.name()) && file.size() <= LARGEST && file.kind() != TreeFile.Kind.SYMBOLIC_LINK
                && Judged.path(file.path());
    }

    @Override
    public void check(SourceFile file, Facts facts) {
        try {
            switch (file.entry().name()) {
                case "package.json" -> npm(Json.read(file));
                case "pnpm-workspace.yaml" -> pnpm(YamlText.read(text(file), 0));
                case "pyproject.toml" -> python(Toml.read(text(file)));
                case "Cargo.toml" -> cargo(Toml.read(text(file)));
                case "go.mod" -> go(text(file));
                case "pom.xml" -> maven(Xml.read(file));
                default -> {
                }
            }
        } catch (Unreadable broken) {
            String text = file.text();
            if (text == null || !Judged.isPlaceholder(text)) {
                facts.finding(new Finding("repo.manifest-invalid", Severity.HIGH, file.path(), broken.line(),
                        broken.reason()));
            }
        }
    }

    private static String text(SourceFile file) throws Unreadable {
        String text = file.text();
        if (text == null) {
            throw new Unreadable(0, "is not UTF-8 text");
        }
        return text;
    }

    private static void npm(Item manifest) throws Unreadable {
        if (!manifest.isMap()) {
            throw new Unreadable(1, "is not a JSON object");
        }
        for (String key : List.of("name", "version")) {
            Item item = manifest.get(key);
            if (item.content() != null && item.text() == null) {
                throw new Unreadable(item.line(), key + " must be a string");
            }
        }
        for (String key : NPM_MAPS) {
            Item map = manifest.get(key);
            if (map.content() != null && !map.isMap() && !map.isList()) {
                throw new Unreadable(map.line(), key + " must be an object");
            }
            for (Map.Entry<String, Item> entry : map.entries().entrySet()) {
                if (entry.getValue().text() == null) {
                    throw new Unreadable(entry.getValue().line(), key + "." + entry.getKey() + " must be a string");
                }
            }
        }
        Item workspaces = manifest.get("workspaces");
        if (workspaces.content() != null && !workspaces.isList() && !workspaces.isMap()) {
            throw new Unreadable(workspaces.line(), "workspaces must be a list");
        }
    }

    private static void pnpm(Item workspace) throws Unreadable {
        Item packages = workspace.get("packages");
        if (workspace.content() != null && !workspace.isMap()) {
            throw new Unreadable(1, "is not a map");
        }
        if (packages.content() != null && packages.texts().size() != packages.items().size() || packages.isMap()
                || packages
                        .text() != null) {
            throw new Unreadable(packages.line(), "packages must be a list of paths");
        }
    }

    private static void python(Item manifest) throws Unreadable {
        Item project = manifest.get("project");
        if (project.isMap()) {
            boolean dynamic = project.get("dynamic").texts().stream().anyMatch(item -> item.text("").equals("version"));
            if (project.get("name").text() == null) {
                throw new Unreadable(project.line(), "[project] has no name");
            }
            if (project.get("version").text() == null && !dynamic) {
                throw new Unreadable(project.line(), "[project] has neither a version nor says that it is dynamic");
            }
        }
        Item poetry = manifest.get("tool", "poetry");
        if (poetry.isMap() && !project.isMap() && !poetry.get("package-mode").isFalse()
                && poetry.has("name") != poetry.has(
                        "version")) {
            throw new Unreadable(poetry.line(), "[tool.poetry] has no " + (poetry.has("name") ? "version" : "name"));
        }
        Item build = manifest.get("build-system");
        if (build.isMap() && !build.get("requires").isList()) {
            throw new Unreadable(build.line(), "[build-system] has no list requires");
        }
    }

    private static void cargo(Item manifest) throws Unreadable {
        Item crate = manifest.has("package") ? manifest.get("package") : manifest.get("project");
        if (!crate.isMap() && !manifest.get("workspace").isMap()) {
            throw new Unreadable(1, "has neither [package] nor [workspace]");
        }
        if (crate.isMap() && crate.get("name").text() == null) {
            throw new Unreadable(crate.line(), "[package] has no name");
        }
    }

    private static void go(String text) throws Unreadable {
        if (!MODULE.matcher(text).find()) {
            throw new Unreadable(1, "has no module line");
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
                throw new Unreadable(number, "opens a block inside of the one of line " + opened);
            } else if (code.equals(")") && opened == 0) {
                throw new Unreadable(number, "closes a block that was not opened");
            } else if (code.equals(")")) {
                opened = 0;
            }
        }
        if (opened > 0) {
            throw new Unreadable(opened, "does not close the block that begins here");
        }
    }

    private static void maven(Xml project) throws Unreadable {
        if (!project.name().equals("project")) {
            throw new Unreadable(project.line(), "is no <project>");
        }
        Xml model = project.child("modelVersion");
        if (model != null && !model.text().equals("4.0.0")) {
            // Maven 4 infers most of it
            return;
        }
        if (project.child("artifactId") == null) {
            throw new Unreadable(project.line(), "has no artifactId");
        }
        for (String name : List.of("groupId", "version")) {
            if (project.child(name) == null && project.child("parent") == null) {
                throw new Unreadable(project.line(), "has neither a " + name + " nor a parent");
            }
        }
    }
}
