package ink.dreamnet.halo.code.dependency;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import ink.dreamnet.halo.code.Facts;
import ink.dreamnet.halo.code.Paths;
import ink.dreamnet.halo.code.Place;
import ink.dreamnet.halo.code.Reference;
import ink.dreamnet.halo.code.Reference.Kind;
import ink.dreamnet.halo.code.Reports;
import ink.dreamnet.halo.code.Tree;
import ink.dreamnet.halo.code.TreeCheck;
import ink.dreamnet.halo.code.dependency.NpmPackages.NpmPackage;
import ink.dreamnet.halo.core.Severity;
import org.jspecify.annotations.Nullable;

/// What commands name must exist: those of `scripts` of a `package.json`, of the steps of a workflow of GitHub, and of a development
/// container. They name files, by a path, and scripts of a `package.json`.
@Reports({ReferenceCheck.FILE, CommandReferenceCheck.SCRIPT})
class CommandReferenceCheck implements TreeCheck {

    static final String SCRIPT = "repo.script-missing";

    /// Directories of what people write, so that no build is expected to make them.
    private static final Set<String> WRITTEN_BY_HAND = Set.of("scripts", "script", "tools", "tool", "bin", "src", "ci",
            "hack", "dev", "test", "tests", ".github", "infra", "ops");
    private static final Set<String> COMPILED = Set.of("js", "mjs", "cjs");
    /// What takes a file that is there; any other program that names one may make it.
    private static final Set<String> TAKING = Set.of("chmod", "cat", "ls", "test", "[", "[[", "head", "grep", "eslint",
            "prettier", "shellcheck", "biome", "ruff", "black", "mypy", "flake8", "pylint", "jest", "vitest", "mocha",
            "playwright", "cypress", "node", "tsx", "python", "python3", "bash", "sh", "pytest", "echo");

    /// What brings a file of the same name.
    private static final Set<String> BRINGING = Set.of("cp", "mv", "ln", "curl", "wget", "rsync", "install", "cpx",
            "gh",
            "git");

    @Override
    public boolean concerns(String path) {
        // any file may be named
        return true;
    }

    @Override
    public void check(Tree tree, Facts facts) throws IOException {
        NpmPackages packages = NpmPackages.of(tree);
        Map<String, List<WrittenCommand>> ofPackages = new HashMap<>();
        Map<String, Set<String>> madeBy = new HashMap<>();
        for (NpmPackage each : packages.byDirectory().values()) {
            List<WrittenCommand> commands = WrittenCommand.of(each);
            ofPackages.put(each.directory(), commands);
            madeBy.put(each.directory(), made(commands));
        }
        Judge judge = new Judge(tree, packages, madeBy, new HashSet<>(), facts);
        for (NpmPackage each : packages.byDirectory().values()) {
            judge.check(ofPackages.getOrDefault(each.directory(), List.of()), Set.of());
        }
        for (List<WrittenCommand> commands : WorkflowCommands.in(tree)) {
            judge.check(commands, made(commands));
        }
        for (List<WrittenCommand> commands : DevContainerCommands.in(tree)) {
            judge.check(commands, made(commands));
        }
    }

    /// @return the paths of files that commands may make; only the names of those that are brought from elsewhere
    private static Set<String> made(List<WrittenCommand> commands) {
        Set<String> made = new HashSet<>();
        for (WrittenCommand each : commands) {
            List<String> words = CommandFiles.bare(each.command().words());
            String program = words.isEmpty() ? "" : words.getFirst();
            List<String> files = new ArrayList<>(each.command().written());
            if (!TAKING.contains(program)) {
                Set<String> taken = new HashSet<>();
                CommandFiles.in(words).forEach(named -> taken.add(named.path()));
                words.stream().filter(word -> !taken.contains(word))
                        .forEach(word -> files.add(word.substring(word.indexOf('=') + 1)));
            }
            String directory = BRINGING.contains(program) ? null : each.command().directory();
            for (String file : files) {
                String path = directory == null ? null : Paths.resolve(directory, file);
                made.add(path == null ? Paths.name(file) : path);
            }
        }
        return made;
    }

    /// @param said what was said of each file, so that it is said once
    private record Judge(Tree tree, NpmPackages packages, Map<String, Set<String>> madeBy, Set<String> said,
            Facts facts) {

        void check(List<WrittenCommand> commands, Set<String> made) {
            for (WrittenCommand each : commands) {
                String directory = each.command().directory();
                if (!each.command().certain() || directory == null || !tree.isDirectory(directory)) {
                    continue;
                }
                List<String> words = CommandFiles.bare(each.command().words());
                ScriptCall call = each.scriptsKnown() ? ScriptCall.of(words) : null;
                if (call != null) {
                    script(each, call, directory);
                }
                if (each.filesKnown()) {
                    CommandFiles.in(words).forEach(named -> file(each, named, directory, made));
                }
            }
        }

        private void file(WrittenCommand each, CommandFiles.Named named, String directory, Set<String> made) {
            List<String> candidates = new ArrayList<>();
            for (String written : named.candidates()) {
                String path = Paths.resolve(directory, written);
                if (path == null || path.isEmpty() || !Place.isJudged(path + "/") || mayBeMade(path)) {
                    return;
                }
                candidates.add(path);
            }
            String path = candidates.getFirst();
            if (made.contains(path) || made.contains(Paths.name(path)) || isMadeByScript(path, directory)
                    || !said.add(each.file() + "\n" + path)) {
                return;
            }
            facts.reference(new Reference(each.finding(ReferenceCheck.FILE, Severity.MEDIUM, named.missing()),
                    Kind.PATH, candidates));
        }

        private boolean mayBeMade(String path) {
            String directory = Paths.directory(path);
            return Expected.isBuilt(path) || COMPILED.contains(path.substring(path.lastIndexOf('.') + 1))
                    && !tree.isDirectory(directory)
                    && List.of(directory.split("/")).stream().noneMatch(WRITTEN_BY_HAND::contains);
        }

        private boolean isMadeByScript(String path, String directory) {
            for (String at = directory;; at = Paths.directory(at)) {
                Set<String> made = madeBy.getOrDefault(at, Set.of());
                if (made.contains(path) || made.contains(Paths.name(path))) {
                    return true;
                }
                if (at.isEmpty()) {
                    return false;
                }
            }
        }

        private void script(WrittenCommand each, ScriptCall call, String from) {
            String directory = Paths.resolve(from, call.directory());
            if (directory == null || !tree.isDirectory(directory) || !call.mustBeScript()) {
                return;
            }
            boolean anywhere = packages.byDirectory().values().stream().anyMatch(any -> has(any, call.script()));
            if (call.every() || call.manager().equals("yarn")) {
                // Yarn takes a name with a colon from any package
                if (!anywhere && !packages.byDirectory().isEmpty()) {
                    facts.finding(each.finding(SCRIPT, call.every() ? Severity.LOW : Severity.MEDIUM,
                            "runs the script " + call.script() + ", which no package has"));
                }
                return;
            }
            NpmPackage runs = runs(call, directory);
            boolean isDefault = runs != null && (call.script().equals("restart") || call.script().equals("env")
                    || call.script().equals("start") && tree.isFile(Paths.join(runs.directory(), "server.js")));
            if (runs != null && !isDefault && !has(runs, call.script())) {
                // pnpm does nothing where the packages that are selected do not have it
                boolean fails = call.packages().isEmpty() || call.manager().equals("npm");
                facts.finding(each.finding(SCRIPT, fails ? Severity.MEDIUM : Severity.LOW,
                        "runs the script " + call.script() + ", which " + runs.path() + " does not have"));
            }
        }

        private static boolean has(NpmPackage each, String script) {
            return each.manifest().get("scripts").has(script);
        }

        /// @return the package whose script is run; null where that is not known
        private @Nullable NpmPackage runs(ScriptCall call, String directory) {
            if (!call.packages().isEmpty()) {
                return call.packages().size() == 1 ? selected(call, directory) : null;
            }
            for (String at = directory;; at = Paths.directory(at)) {
                NpmPackage here = packages.byDirectory().get(at);
                if (call.root() ? here != null && here.pnpm() != null : tree.isFile(Paths.join(at, "package.json"))) {
                    return here;
                }
                if (at.isEmpty()) {
                    return null;
                }
            }
        }

        private @Nullable NpmPackage selected(ScriptCall call, String directory) {
            String selector = call.packages().getFirst();
            boolean npm = call.manager().equals("npm");
            String path = npm || selector.startsWith("./") ? Paths.resolve(directory, selector) : null;
            List<NpmPackage> found = new ArrayList<>();
            for (NpmPackage each : packages.byDirectory().values()) {
                String name = each.manifest().get("name").text("");
                if (name.equals(selector) || each.directory().equals(path)
                        || !npm && selector.indexOf('/') < 0 && name.endsWith("/" + selector)) {
                    found.add(each);
                }
            }
            return found.size() == 1 ? found.getFirst() : null;
        }
    }
}
