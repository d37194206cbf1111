package ink.dreamnet.halo.code.dependency;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

import ink.dreamnet.halo.code.Paths;
import ink.dreamnet.halo.code.ShellScript;
import org.jspecify.annotations.Nullable;

/// The commands of a shell script that install packages with npm, pnpm, Yarn or Bun.
final class ShellInstalls {

    private static final Pattern LITERAL = Pattern.compile("[\\w@.-][\\w@./-]{0,300}");
    private static final Set<String> WITH_DIRECTORY = Set.of("--prefix", "-C", "--dir", "--cwd");
    private static final Set<String> WITH_VALUE = Set.of("--filter", "-F", "-w", "--workspace", "--registry",
            "--loglevel", "--network-timeout", "--cache", "--store-dir");
    private static final Set<String> FROZEN = Set.of("--frozen-lockfile", "--immutable", "--frozen-lockfile=true");
    private static final Set<String> INSTALL = Set.of("install", "i");
    private static final Set<String> CLEAN = Set.of("ci", "clean-install", "ic");

    private ShellInstalls() {
    }

    /// @param text what it runs, without options that do not matter
    /// @param manager `npm`, `pnpm`, `yarn` or `bun`
    /// @param frozen whether it refuses to run without a lock that fits
    /// @param options all that follow the manager's name
    /// @param directory in which it runs; null where that is not known
    /// @param line of the script, from 0
    /// @param certain whether it runs whenever the script does, and whether the script fails with it
    record Command(String text, String manager, boolean frozen, List<String> options, @Nullable String directory,
            int line, boolean certain) {

        Command uncertain() {
            return new Command(text, manager, frozen, options, directory, line, false);
        }
    }

    /// @param directory in which the script begins, from the root of the repository
    static List<Command> in(String script, String directory) {
        List<Command> commands = new ArrayList<>();
        for (ShellScript.Command each : ShellScript.commands(script, directory)) {
            List<String> bare = CommandFiles.bare(each.words());
            List<String> words = !bare.isEmpty() && bare.getFirst().equals("corepack")
                    ? bare.subList(1, bare.size())
                    : bare;
            Command install = words.isEmpty() || Installs.locks(words.getFirst()).isEmpty()
                    ? null
                    : install(words.getFirst(), words.subList(1, words.size()), each);
            if (install != null) {
                commands.add(install);
            }
        }
        return commands;
    }

    private static @Nullable Command install(String manager, List<String> options, ShellScript.Command each) {
        String verb = "";
        String at = each.directory();
        boolean frozen = false;
        for (int i = 0; i < options.size(); i++) {
            String word = options.get(i);
            int equals = word.indexOf('=');
            String option = equals < 0 ? word : word.substring(0, equals);
            if (WITH_DIRECTORY.contains(option)) {
                String to = equals >= 0 ? word.substring(equals + 1) : ++i < options.size() ? options.get(i) : "$";
                at = at != null && LITERAL.matcher(to).matches() ? Paths.resolve(at, to) : null;
            } else if (WITH_VALUE.contains(word)) {
                i++;
            } else if (word.startsWith("-")) {
                frozen |= FROZEN.contains(word);
                if (word.equals("-g") || word.equals("--global") || word.equals("--version")) {
                    return null;
                }
            } else if (verb.isEmpty()) {
                verb = word;
            } else {
                // a package by its name
                return null;
            }
        }
        boolean clean = CLEAN.contains(verb) && !manager.equals("yarn");
        if (!clean && !INSTALL.contains(verb) && !(verb.isEmpty() && manager.equals("yarn"))) {
            return null;
        }
        String text = manager + (verb.isEmpty() ? "" : " " + verb)
                + (frozen ? options.contains("--immutable") ? " --immutable" : " --frozen-lockfile" : "");
        return new Command(text, manager, frozen || clean, options, at, each.line(), each.certain());
    }
}
