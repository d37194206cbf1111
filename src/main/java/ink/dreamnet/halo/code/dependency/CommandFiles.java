package ink.dreamnet.halo.code.dependency;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// What a command names by a path that must exist: the file that `node`, `tsx`, `python` or `bash` runs, the tests that are named one
/// by one, the settings of a compiler or a linter, the requirements of pip.
final class CommandFiles {

    private static final Set<String> RUNNERS = Set.of("node", "nodemon", "ts-node", "tsx", "bun", "python", "python3",
            "bash", "sh", "zsh", "source", ".");
    private static final Set<String> TESTS = Set.of("pytest", "py.test");
    /// Options of the runners whose value follows.
    private static final Set<String> WITH_VALUE = Set.of("-r", "--require", "--import", "--loader",
            "--experimental-loader", "-P", "--project", "--env-file", "--env-file-if-exists", "-w", "--ext", "-C",
            "--conditions", "--tsconfig", "-o", "-W", "-X", "--test-name-pattern", "--test-skip-pattern",
            "--test-concurrency", "--test-reporter", "--test-reporter-destination", "--test-timeout", "--test-shard",
            "--preload", "-k", "-n", "-p", "--rootdir", "--maxfail", "--ignore", "--deselect", "--timeout");
    /// Of these the value is a file, where it is written as one.
    private static final Set<String> LOADED = Set.of("-r", "--require", "--import", "--loader",
            "--experimental-loader", "--preload");
    private static final Set<String> INLINE = Set.of("-e", "-p", "--eval", "--print", "-c", "--check", "-", "--run",
            "-m", "-s", "x", "test", "install", "add", "build");
    private static final Set<String> TAKEN = Set.of("run", "watch");
    /// The options of programs whose value is a file of settings.
    private static final Map<String, Set<String>> SETTINGS = Map.ofEntries(
            Map.entry("tsc", Set.of("-p", "--project")), Map.entry("vue-tsc", Set.of("-p", "--project")),
            Map.entry("tsc-alias", Set.of("-p", "--project")), Map.entry("svelte-check", Set.of("--tsconfig")),
            Map.entry("tsx", Set.of("--tsconfig")), Map.entry("ts-node", Set.of("-P", "--project")),
            Map.entry("eslint", Set.of("-c", "--config")), Map.entry("vitest", Set.of("-c", "--config")),
            Map.entry("vite", Set.of("-c", "--config")), Map.entry("jest", Set.of("-c", "--config")),
            Map.entry("webpack", Set.of("-c", "--config")), Map.entry("rollup", Set.of("-c", "--config")),
            Map.entry("playwright", Set.of("-c", "--config")), Map.entry("prettier", Set.of("--config")),
            Map.entry("stylelint", Set.of("--config")), Map.entry("mocha", Set.of("--config")),
            Map.entry("tsup", Set.of("--config")), Map.entry("wrangler", Set.of("-c", "--config")),
            Map.entry("babel", Set.of("--config-file")), Map.entry("cypress", Set.of("--config-file", "-C")),
            Map.entry("drizzle-kit", Set.of("--config")), Map.entry("pip", Set.of("-r", "--requirement", "-c")));
    private static final Set<String> COMPILERS = Set.of("tsc", "vue-tsc");
    /// What runs the command after it.
    private static final Set<String> BEFORE = Set.of("cross-env", "npx", "env", "exec", "time", "sudo", "nohup",
            "bunx", "c8", "nyc");
    private static final Map<String, Set<String>> BEFORE_BY = Map.of("uv", Set.of("run"), "poetry", Set.of("run"),
            "pipenv", Set.of("run"), "pdm", Set.of("run"), "rye", Set.of("run"), "pnpm", Set.of("exec"), "yarn",
            Set.of("exec"));
    private static final Set<String> HARMLESS = Set.of("-y", "--yes", "--no-install", "--no", "--frozen", "--locked",
            "--no-sync", "--no-project", "--all-extras", "--");
    /// `bash -euo pipefail`.
    private static final Pattern SHELL_OPTION = Pattern.compile("-[eux]{1,4}o");
    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_]\\w{0,200}=.*", Pattern.DOTALL);
    static final Pattern FILE = Pattern
            .compile("(?:\\.{1,2}/)*(?:[\\w@.-]+/)*[\\w.-]*\\w\\.(?:js|mjs|cjs|jsx|ts|mts|cts|tsx|sh|bash|py)");
    private static final Pattern OF_SETTINGS = Pattern
            .compile("(?:\\.{1,2}/)*(?:[\\w@.-]+/)*[\\w.-]*\\w\\.(?:jsonc?|[cm]?js|[cm]?ts|ya?ml|toml|txt|in)");
    private static final Pattern DIRECTORY = Pattern.compile("(?:\\.{1,2}/)*[\\w@.-]+(?:/[\\w@.-]+)*/?");

    private CommandFiles() {
    }

    /// Something that a command names.
    ///
    /// @param path relative to where the command runs
    /// @param how what is done with it, as a verb
    record Named(String path, String how) {

        /// @return what is wrong where none of them does
        String missing() {
            return how + " " + path + (isDirectory() ? ", which holds no tsconfig.json" : ", which does not exist");
        }

        /// A compiler takes a directory for the settings in it.
        private boolean isDirectory() {
            return how.equals("compiles") && !path.endsWith(".json");
        }

        /// @return the paths of which one must exist
        List<String> candidates() {
            if (isDirectory()) {
                return List.of(path.replaceAll("/+$", "") + "/tsconfig.json");
            }
            int dot = path.lastIndexOf('.');
            String stem = path.substring(0, Math.max(dot, 0));
            // compiled in place
            return switch (path.substring(dot + 1)) {
                case "js" -> List.of(path, stem + ".ts", stem + ".tsx", stem + ".coffee");
                case "mjs" -> List.of(path, stem + ".mts");
                case "cjs" -> List.of(path, stem + ".cts");
                default -> List.of(path);
            };
        }
    }

    /// @return the program and its arguments, without what only runs it; empty where that is not clear
    static List<String> bare(List<String> words) {
        int at = 0;
        while (at < words.size()) {
            String word = words.get(at);
            String next = at + 1 < words.size() ? words.get(at + 1) : "";
            boolean two = BEFORE_BY.getOrDefault(word, Set.of()).contains(next);
            if (VARIABLE.matcher(word).matches()) {
                at++;
            } else if (two || BEFORE.contains(word)) {
                at += two ? 2 : 1;
                while (at < words.size() && HARMLESS.contains(words.get(at))) {
                    at++;
                }
                if (at < words.size() && words.get(at).startsWith("-")) {
                    return List.of();
                }
            } else {
                break;
            }
        }
        List<String> bare = words.subList(at, words.size());
        int module = bare.indexOf("-m");
        boolean python = module == 1 && bare.size() > 2 && bare.getFirst().startsWith("python");
        boolean uv = bare.size() > 1 && bare.getFirst().equals("uv") && bare.get(1).equals("pip");
        return python ? bare.subList(2, bare.size()) : uv ? bare.subList(1, bare.size()) : bare;
    }

    /// @param words of one command, [bare][#bare]
    static List<Named> in(List<String> words) {
        List<Named> named = new ArrayList<>();
        if (words.isEmpty()) {
            return named;
        }
        String program = words.getFirst().equals("pip3") ? "pip" : words.getFirst();
        settings(program, words, named);
        if (program.startsWith("./") && FILE.matcher(program).matches()) {
            named.add(new Named(program, "runs"));
        } else if (TESTS.contains(program)) {
            arguments(words, true, named);
        } else if (RUNNERS.contains(program)) {
            arguments(words, words.contains("--test"), named);
        }
        return named;
    }

    private static void settings(String program, List<String> words, List<Named> named) {
        Set<String> options = SETTINGS.getOrDefault(program, Set.of());
        boolean compiler = COMPILERS.contains(program);
        for (int at = 1; at < words.size(); at++) {
            String word = words.get(at);
            int equals = word.indexOf('=');
            String option = equals > 0 ? word.substring(0, equals) : word;
            if (!options.contains(option) || equals < 0 && at + 1 == words.size()) {
                continue;
            }
            String value = equals > 0 ? word.substring(equals + 1) : words.get(++at);
            boolean directory = compiler && !value.startsWith("-") && DIRECTORY.matcher(value).matches();
            if (OF_SETTINGS.matcher(value).matches() || directory) {
                named.add(new Named(value, compiler ? "compiles" : "reads"));
            }
        }
    }

    private static void arguments(List<String> words, boolean tests, List<Named> named) {
        for (int at = 1; at < words.size(); at++) {
            String word = words.get(at);
            int equals = word.indexOf('=');
            String option = equals > 0 ? word.substring(0, equals) : word;
            if (LOADED.contains(option) && (equals > 0 || at + 1 < words.size())) {
                String value = equals > 0 ? word.substring(equals + 1) : words.get(at + 1);
                if (value.startsWith(".") && FILE.matcher(value).matches()) {
                    named.add(new Named(value, "loads"));
                }
            }
            if (!tests && INLINE.contains(word)) {
                return;
            }
            if (WITH_VALUE.contains(word) || SHELL_OPTION.matcher(word).matches()) {
                at++;
            } else if (!word.startsWith("-") && (tests || !TAKEN.contains(word))) {
                String file = tests && word.contains("::") ? word.substring(0, word.indexOf("::")) : word;
                if (FILE.matcher(file).matches()) {
                    named.add(new Named(file, "runs"));
                }
                if (!tests) {
                    return;
                }
            }
        }
    }
}
