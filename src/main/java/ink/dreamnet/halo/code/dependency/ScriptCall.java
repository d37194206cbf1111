package ink.dreamnet.halo.code.dependency;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/// A command that runs a script of a `package.json`: `npm run check`, `pnpm -C web run build`, `node --run test`.
///
/// @param manager npm, pnpm, yarn, bun or node
/// @param script its name
/// @param directory where it is looked for, relative to where the command runs; empty for there
/// @param packages of a workspace that are selected by name or path; empty for that of the directory
/// @param root whether that of the workspace's root is meant
/// @param every whether it runs in each package that has it
record ScriptCall(String manager, String script, String directory, List<String> packages, boolean root, boolean every) {

    private static final Set<String> MANAGERS = Set.of("npm", "pnpm", "yarn", "bun");
    private static final Set<String> RUN = Set.of("run", "run-script");
    private static final Set<String> TEST = Set.of("test", "t", "tst");
    private static final Set<String> DIRECTORY = Set.of("--prefix", "-C", "--dir", "--cwd");
    private static final Set<String> ONE = Set.of("--filter", "-F", "--workspace");
    private static final Set<String> PLAIN = Set.of("-s", "--silent", "-q", "--quiet", "--verbose", "--stream",
            "--parallel", "--no-bail", "--aggregate-output", "--foreground-scripts", "--no-color", "--color",
            "--include-workspace-root", "--sequential", "--ignore-scripts", "--yes", "-y");

    /// @param words of one command, [bare][CommandFiles#bare]
    /// @return null where no script is run that must exist, or where it is not clear which one
    static @Nullable ScriptCall of(List<String> words) {
        if (words.size() > 2 && words.getFirst().equals("node") && words.get(1).equals("--run")) {
            return new ScriptCall("node", words.get(2), "", List.of(), false, false);
        }
        boolean npm = !words.isEmpty() && words.getFirst().equals("npm");
        if (words.size() < 2 || !MANAGERS.contains(words.getFirst()) || words.contains("--if-present")) {
            return null;
        }
        String manager = words.getFirst();
        String directory = "";
        List<String> packages = new ArrayList<>();
        boolean root = false;
        boolean every = false;
        boolean run = false;
        String script = null;
        for (int at = 1; at < words.size(); at++) {
            String word = words.get(at);
            int equals = word.startsWith("--") ? word.indexOf('=') : -1;
            String option = equals > 0 ? word.substring(0, equals) : word;
            if (word.equals("--") || script != null && !npm) {
                break;
            }
            boolean selects = ONE.contains(option) || npm && option.equals("-w");
            if (DIRECTORY.contains(option) || selects) {
                if (equals < 0 && at + 1 == words.size()) {
                    return null;
                }
                String value = equals > 0 ? word.substring(equals + 1) : words.get(++at);
                directory = selects ? directory : value;
                if (selects) {
                    packages.add(value);
                }
            } else if (word.equals("-w") || word.equals("--workspace-root")) {
                root = true;
            } else if (word.equals("-r") || word.equals("--recursive")) {
                every = true;
            } else if (word.equals("-ws") || word.equals("--workspaces")) {
                return null;
            } else if (script == null && word.startsWith("-")) {
                if (!PLAIN.contains(option) && equals < 0) {
                    return null;
                }
            } else if (script == null && run) {
                script = word;
            } else if (script == null && RUN.contains(word)) {
                run = true;
            } else if (script == null && manager.equals("yarn") && word.equals("workspace") && at + 1 < words.size()) {
                packages.add(words.get(++at));
            } else if (script == null) {
                script = byItself(manager, word);
                if (script == null) {
                    return null;
                }
            }
        }
        return script == null || script.isEmpty() || script.chars().anyMatch(c -> "$*?{}/`\\%!".indexOf(c) >= 0)
                || !run && every
                        ? null
                        : new ScriptCall(manager, script, directory, List.copyOf(packages), root, every);
    }

    /// @return the script that a command stands for that is not called with `run`
    private static @Nullable String byItself(String manager, String command) {
        if (manager.equals("npm") || manager.equals(NpmPackages.PNPM)) {
            if (TEST.contains(command)) {
                return "test";
            }
            if (command.equals("start") || command.equals("stop")) {
                return command;
            }
        }
        return !manager.equals("npm") && mayOnlyBeScript(command) ? command : null;
    }

    /// @return whether no program has such a name, which a manager would run in its stead
    private static boolean mayOnlyBeScript(String name) {
        return name.indexOf(':') > 0 && !name.contains("//");
    }

    /// @return whether it fails without the script: Yarn and Bun run a program of that name then
    boolean mustBeScript() {
        return manager.equals("npm") || manager.equals(NpmPackages.PNPM) || manager.equals("node")
                || mayOnlyBeScript(script);
    }
}
