package ink.dreamnet.halo.code.dependency;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

import ink.dreamnet.halo.code.Paths;
import ink.dreamnet.halo.code.Place;
import ink.dreamnet.halo.code.SourceFile;
import ink.dreamnet.halo.code.Tree;
import ink.dreamnet.halo.code.TreeFile;
import ink.dreamnet.halo.code.dependency.ShellInstalls.Command;
import ink.dreamnet.halo.code.format.Item;
import org.jspecify.annotations.Nullable;

/// The commands by which CI, images and hosters install packages of npm, pnpm, Yarn and Bun, each with the directory in which it runs. Those of which
/// that is not known are left out.
///
/// @param all in the order of files and lines
/// @param texts of the files in which they were looked for
record Installs(List<Install> all, List<String> texts) {

    private static final Map<String, Set<String>> LOCKS = Map.of("npm",
            Set.of("package-lock.json", "npm-shrinkwrap.json"), NpmPackages.PNPM, Set.of("pnpm-lock.yaml"), "yarn",
            Set.of("yarn.lock"), "bun", Set.of("bun.lock", "bun.lockb"));
    private static final String VERCEL = "vercel.json";
    private static final String NETLIFY = "netlify.toml";
    private static final long LARGEST = 512 * 1024;
    private static final Pattern ELSEWHERE = Pattern.compile("working[-_]?[dD]irectory|\\bcd |--prefix");
    private static final Pattern SCRIPT = Pattern.compile("^\\s*(?:- )?\\s*(?:(?:run|script|command|bash): *)?[\"']?");
    private static final Pattern LITERAL = Pattern.compile("[\\w@./-]{1,300}");

    /// @param file that runs it
    /// @param line from 1
    /// @param command what it runs
    /// @param directory in which it looks for `package.json`, from the root
    /// @param visible the directory beyond which it sees nothing: the context of an image; the root of the repository in CI
    /// @param platform the system that it runs on, as Node.js names it: `linux`, `win32`, `darwin`; null where unknown
    record Install(String file, int line, Command command, String directory, String visible,
            @Nullable String platform) {

        /// @return where it is and what it does
        String described() {
            return file + ":" + line + " runs " + command.text();
        }
    }

    private static boolean concerns(String path) {
        String name = Paths.name(path);
        return Pipelines.isOne(path) || name.contains("Dockerfile") || name.equals(VERCEL) || name.equals(NETLIFY);
    }

    static Installs of(Tree tree) throws IOException {
        List<Install> all = new ArrayList<>();
        List<String> texts = new ArrayList<>();
        for (TreeFile entry : tree.files().values()) {
            boolean image = DockerfileSteps.reads(entry);
            if (entry.size() > LARGEST || !image && !concerns(entry.path()) || !Place.isJudged(entry.path())) {
                continue;
            }
            SourceFile file = tree.read(entry.path());
            if (file == null) {
                continue;
            }
            texts.add(file.textOrEmpty());
            if (image) {
                image(tree, file, all);
            } else if (entry.name().equals(VERCEL)) {
                setting(file, file.json().content().get("installCommand"), "", all);
            } else if (entry.name().equals(NETLIFY)) {
                Item build = file.toml().content().get("build");
                setting(file, build.get("command"), build.get("base").text(""), all);
            } else if (entry.name().contains("Dockerfile")) {
                continue;
            } else if (entry.path().startsWith(".github/")) {
                workflow(file, all);
            } else {
                lines(file, all);
            }
        }
        return new Installs(List.copyOf(all), List.copyOf(texts));
    }

    private static void image(Tree tree, SourceFile file, List<Install> all) {
        DockerfileSteps steps = DockerfileSteps.of(tree, file);
        String context = steps.context(tree);
        if (context != null) {
            for (DockerfileSteps.Run run : steps.runs()) {
                String directory = Paths.join(context, run.directory());
                directory = run.directory().isEmpty() ? context : directory;
                for (Command command : ShellInstalls.in(run.command(), directory)) {
                    add(all, file, run.line(), command, context, "linux");
                }
            }
        }
    }

    /// A hoster's own command is not among them: they install with what the lock is of.
    private static void setting(SourceFile file, Item command, String base, List<Install> all) {
        String directory = Paths.resolve(base.isEmpty() ? file.entry().directory() : "", base);
        if (directory != null) {
            for (Command install : ShellInstalls.in(command.text(""), directory)) {
                add(all, file, command.line(), install, "", "linux");
            }
        }
    }

    private static void workflow(SourceFile file, List<Install> all) {
        Item workflow = file.yaml().content();
        String above = workflow.get("defaults", "run", "working-directory").text("");
        for (Item job : workflow.get("jobs").entries().values()) {
            String inJob = job.get("defaults", "run", "working-directory").text(above);
            List<Item> steps = job.get("steps").items();
            // another repository or branch, or this one in a directory
            boolean elsewhere = steps.stream()
                    .anyMatch(step -> WorkflowCommands.isCheckout(step)
                            && !WorkflowCommands.isOfThisCommit(step.get("with")));
            for (Item step : elsewhere ? List.<Item>of() : steps) {
                String run = step.get("run").text();
                String in = step.get("working-directory").text(inJob);
                String directory = in.isEmpty() || LITERAL.matcher(in).matches() ? Paths.resolve("", in) : null;
                if (run != null && directory != null) {
                    boolean uncertain = step.has("if") || step.get("continue-on-error").isTrue()
                            || job.get("continue-on-error").isTrue();
                    int first = step.get("run").line() + (run.strip().indexOf('\n') < 0 ? 0 : 1);
                    for (Command command : ShellInstalls.in(run, directory)) {
                        add(all, file, first + command.line(), uncertain ? command.uncertain() : command, "",
                                platform(job.get("runs-on").text("")));
                    }
                }
            }
        }
    }

    private static @Nullable String platform(String runner) {
        return runner.startsWith("ubuntu-")
                ? "linux"
                : runner.startsWith("windows-") ? "win32" : runner.startsWith("macos-") ? "darwin" : null;
    }

    private static void lines(SourceFile file, List<Install> all) {
        String text = file.textOrEmpty();
        if (ELSEWHERE.matcher(text).find()) {
            return;
        }
        int line = 0;
        for (String each : text.split("\n", -1)) {
            line++;
            for (Command command : ShellInstalls.in(SCRIPT.matcher(each).replaceFirst(""), "")) {
                add(all, file, line, command, "", null);
            }
        }
    }

    private static void add(List<Install> all, SourceFile file, int line, Command command, String visible,
            @Nullable String platform) {
        String directory = command.directory();
        if (directory != null) {
            all.add(new Install(file.path(), line, command, directory, visible, platform));
        }
    }

    /// @return the names of the locks that a manager writes
    static Set<String> locks(String manager) {
        return LOCKS.getOrDefault(manager, Set.of());
    }
}
