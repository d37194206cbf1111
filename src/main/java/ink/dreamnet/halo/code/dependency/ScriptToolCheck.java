package ink.dreamnet.halo.code.dependency;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

import ink.dreamnet.halo.code.Facts;
import ink.dreamnet.halo.code.Finding;
import ink.dreamnet.halo.code.Paths;
import ink.dreamnet.halo.code.Reports;
import ink.dreamnet.halo.code.ShellScript;
import ink.dreamnet.halo.code.SourceFile;
import ink.dreamnet.halo.code.Tree;
import ink.dreamnet.halo.code.TreeCheck;
import ink.dreamnet.halo.code.dependency.NpmPackages.NpmPackage;
import ink.dreamnet.halo.code.format.Item;
import ink.dreamnet.halo.core.Severity;
import org.jspecify.annotations.Nullable;

/// A well-known tool that a script of a `package.json` runs must be a dependency of it or of a package above, or come with another
/// one, as the lock tells: else the script ends with "not found".
@Reports(ScriptToolCheck.CODE)
class ScriptToolCheck implements TreeCheck {

    static final String CODE = "repo.tool-missing";

    /// Of the name of their package.
    private static final Set<String> TOOLS = Set.of("eslint", "vitest", "jest", "prettier", "next", "vite", "turbo",
            "hardhat", "nodemon", "tsx", "ts-node", "rimraf", "concurrently", "rollup", "mocha", "nx", "lerna",
            "cypress", "drizzle-kit", "prisma", "astro", "tsup", "oxlint", "lint-staged", "semantic-release",
            "svelte-check", "vue-tsc", "tsc-alias", "typedoc", "knip", "stylelint", "ava", "parcel", "patch-package",
            "react-scripts", "electron-builder", "copyfiles", "size-limit");
    /// Of another name, or of several.
    private static final Map<String, Set<String>> PACKAGES = Map.ofEntries(Map.entry("tsc", Set.of("typescript")),
            Map.entry("playwright", Set.of("@playwright/test", "playwright")),
            Map.entry("webpack", Set.of("webpack", "webpack-cli")), Map.entry("gulp", Set.of("gulp", "gulp-cli")),
            Map.entry("biome", Set.of("@biomejs/biome")), Map.entry("changeset", Set.of("@changesets/cli")),
            Map.entry("ng", Set.of("@angular/cli")), Map.entry("babel", Set.of("@babel/cli")),
            Map.entry("run-s", Set.of("npm-run-all", "npm-run-all2")),
            Map.entry("run-p", Set.of("npm-run-all", "npm-run-all2")),
            Map.entry("svelte-kit", Set.of("@sveltejs/kit")));
    private static final Set<String> FETCHING = Set.of("npx", "bunx", "dlx", "x");
    /// pnpm puts these where each script finds them, whoever depends on them.
    private static final Pattern HOISTED_BY_PNPM = Pattern.compile(".*(?:eslint|prettier).*");
    private static final Pattern HOISTING = Pattern.compile("hoist|node-?linker", Pattern.CASE_INSENSITIVE);
    private static final Pattern GLOBAL = Pattern
            .compile("(?:npm|pnpm|yarn|bun)\\s.{0,80}(?:-g|--global|\\bglobal)\\b.*");

    @Override
    public boolean concerns(String path) {
        // what an image copies tells in which directory it installs
        return true;
    }

    @Override
    public void check(Tree tree, Facts facts) throws IOException {
        NpmPackages packages = NpmPackages.of(tree);
        if (packages.byDirectory().isEmpty()) {
            return;
        }
        Set<String> byCi = runByCi(tree);
        Set<String> global = installedGlobally(packages);
        for (NpmPackage each : packages.byDirectory().values()) {
            for (Map.Entry<String, Item> script : each.manifest().get("scripts").entries().entrySet()) {
                for (String tool : tools(script.getValue().text(""))) {
                    Set<String> of = PACKAGES.getOrDefault(tool, Set.of(tool));
                    Boolean absent = global.contains(tool) || isDeclared(packages, each, of)
                            ? Boolean.FALSE
                            : isAbsent(tree, each, of);
                    if (!Boolean.FALSE.equals(absent)) {
                        boolean fails = absent != null && byCi.contains(each.directory() + ":" + script.getKey());
                        facts.finding(new Finding(CODE, fails ? Severity.MEDIUM : Severity.LOW, each.path(),
                                script.getValue().line(), "the script " + script.getKey() + " runs " + tool + ", but "
                                        + String.join(" or ", of.stream().sorted().toList())
                                        + " is no dependency here or above" + (fails ? ", and CI runs it" : "")));
                    }
                }
            }
        }
    }

    private static List<String> tools(String script) {
        List<String> tools = new ArrayList<>();
        for (ShellScript.Command each : ShellScript.commands(script, "")) {
            List<String> words = CommandFiles.bare(each.words());
            String first = words.isEmpty() ? "" : words.getFirst();
            boolean known = TOOLS.contains(first) || PACKAGES.containsKey(first);
            // after a cd, another package's are found
            if (known && each.certain() && "".equals(each.directory()) && !tools.contains(first)
                    && each.words().stream().noneMatch(FETCHING::contains)) {
                tools.add(first);
            }
        }
        return tools;
    }

    private static boolean isDeclared(NpmPackages packages, NpmPackage each, Set<String> of) {
        for (String at = each.directory();; at = Paths.directory(at)) {
            NpmPackage above = packages.byDirectory().get(at);
            if (above != null && above.installed("dependencies", "devDependencies", "optionalDependencies",
                    "peerDependencies").keySet().stream().anyMatch(of::contains)) {
                return true;
            }
            if (at.isEmpty()) {
                return false;
            }
        }
    }

    /// @return whether the nearest lock tells that no other package brings a tool along; null where there is no lock
    private static @Nullable Boolean isAbsent(Tree tree, NpmPackage each, Set<String> of) throws IOException {
        for (String at = each.directory();; at = Paths.directory(at)) {
            Boolean absent = null;
            for (String name : UnusedLockCheck.LOCKS.keySet()) {
                String path = Paths.join(at, name);
                if (!tree.isFile(path)) {
                    continue;
                }
                SourceFile lock = tree.read(path);
                String text = lock == null ? "" : lock.textOrEmpty();
                // too large to be read, or binary
                boolean there = text.isBlank() || of.stream().anyMatch(one -> has(name, text, one))
                        || name.equals("pnpm-lock.yaml") && hoists(tree, at);
                absent = there ? Boolean.FALSE : absent == null ? Boolean.TRUE : absent;
            }
            if (absent != null || at.isEmpty()) {
                return absent;
            }
        }
    }

    private static boolean has(String lock, String text, String name) {
        return switch (lock) {
            case "package-lock.json", "npm-shrinkwrap.json" -> text.contains("node_modules/" + name + "\"")
                    || text.contains("\"" + name + "\": {");
            case "yarn.lock" -> text.contains("\n" + name + "@") || text.contains("\n\"" + name + "@")
                    || text.contains(", " + name + "@");
            // only what is depended on is found
            case "pnpm-lock.yaml" -> HOISTED_BY_PNPM.matcher(name).matches() && text.contains(name + "@");
            default -> text.contains("\"" + name + "\"");
        };
    }

    private static boolean hoists(Tree tree, String directory) throws IOException {
        for (String settings : List.of(".npmrc", "pnpm-workspace.yaml")) {
            if (HOISTING.matcher(tree.text(Paths.join(directory, settings))).find()) {
                return true;
            }
        }
        return false;
    }

    /// @return the directory and the name, with a colon, of scripts that workflows run
    private static Set<String> runByCi(Tree tree) throws IOException {
        Set<String> scripts = new HashSet<>();
        for (List<WrittenCommand> workflow : WorkflowCommands.in(tree)) {
            for (WrittenCommand each : workflow) {
                ScriptCall call = ScriptCall.of(CommandFiles.bare(each.command().words()));
                String from = each.command().directory();
                String directory = call == null || from == null ? null : Paths.resolve(from, call.directory());
                if (call != null && directory != null && call.packages().isEmpty() && each.heeded()
                        && each.command().certain()) {
                    scripts.add(directory + ":" + call.script());
                }
            }
        }
        return scripts;
    }

    private static Set<String> installedGlobally(NpmPackages packages) {
        Set<String> tools = new HashSet<>();
        for (String text : packages.installs().texts()) {
            text.lines().filter(line -> GLOBAL.matcher(line).find()).forEach(line -> {
                for (String word : line.split("[\\s@]+")) {
                    tools.add(word.equals("typescript") ? "tsc" : word);
                }
            });
        }
        return tools;
    }
}
