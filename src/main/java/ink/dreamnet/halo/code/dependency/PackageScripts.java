package ink.dreamnet.halo.code.dependency;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// What the `scripts` of a `package.json` run by its path: `node tools/build.mjs`, `bash ./release.sh`.
final class PackageScripts {

    private static final Set<String> RUNNERS = Set.of("node", "nodemon", "ts-node", "tsx", "bun", "python", "python3",
            "bash",
            "sh", "zsh");
    /// Options of Node.js and its like whose value follows.
    private static final Set<String> WITH_VALUE = Set.of("-r", "--require", "--import", "--loader",
            "--experimental-loader",
            "-P", "--project", "--env-file", "-w", "--watch", "--ext", "-C", "--conditions", "--tsconfig");
    private static final Set<String> INLINE = Set.of("-e", "-p", "--eval", "--print", "-c", "-m", "--test", "--check");
    private static final Pattern BETWEEN_COMMANDS = Pattern.compile("&&|\\|\\||;|\\||&");
    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_]\\w*=\\S*|cross-env|npx|env");
    private static final Pattern FILE = Pattern
            .compile("(?:\\./)?(?:[\\w@.-]+/)*[\\w.-]+\\.(?:js|mjs|cjs|ts|mts|cts|tsx|sh|bash|py)");
    private static final int LONGEST = 2000;

    private PackageScripts() {
    }

    /// @return the files that a script runs, relative to its package
    static List<String> files(String script) {
        List<String> files = new ArrayList<>();
        if (script.length() > LONGEST) {
            return files;
        }
        for (String command : BETWEEN_COMMANDS.split(script)) {
            String[] words = command.strip().split("\\s+");
            int at = 0;
            while (at < words.length - 1 && VARIABLE.matcher(words[at]).matches()) {
                at++;
            }
            if (words[at].equals("cd") || words[at].equals("pushd")) {
                // what follows is elsewhere
                return files;
            }
            if (RUNNERS.contains(words[at])) {
                addArgument(words, at + 1, files);
            } else if (words[at].startsWith("./")) {
                add(words[at], files);
            }
        }
        return files;
    }

    private static void addArgument(String[] words, int from, List<String> files) {
        for (int at = from; at < words.length; at++) {
            if (INLINE.contains(words[at])) {
                return;
            }
            if (WITH_VALUE.contains(words[at])) {
                at++;
            } else if (!words[at].startsWith("-") && !words[at].equals("run") && !words[at].equals("watch")) {
                add(words[at], files);
                return;
            }
        }
    }

    private static void add(String word, List<String> files) {
        String file = word.replace("\"", "").replace("'", "");
        if (FILE.matcher(file).matches()) {
            files.add(file);
        }
    }
}
