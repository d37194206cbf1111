package ink.dreamnet.halo.code.compose;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import ink.dreamnet.halo.code.Facts;
import ink.dreamnet.halo.code.Finding;
import ink.dreamnet.halo.code.Paths;
import ink.dreamnet.halo.code.Place;
import ink.dreamnet.halo.code.Reports;
import ink.dreamnet.halo.code.ShellScript;
import ink.dreamnet.halo.code.SourceFile;
import ink.dreamnet.halo.code.Tree;
import ink.dreamnet.halo.code.TreeCheck;
import ink.dreamnet.halo.code.TreeFile;
import ink.dreamnet.halo.code.format.Item;
import ink.dreamnet.halo.core.Severity;

/// The services that scripts, Makefiles and workflows start with `docker compose up`, `run`, `exec` and the like must be in some compose
/// file of the repository, where a compose file of it is what the command uses.
@Reports(ComposeCommandCheck.CODE)
class ComposeCommandCheck implements TreeCheck {

    static final String CODE = "repo.compose-service-unknown";

    private static final long LARGEST = 512 * 1024;
    private static final Pattern SCRIPT = Pattern.compile("(?:.*\\.(?:sh|bash)|(?:GNU)?[Mm]akefile|.*\\.mk)");
    /// What runs in a directory that comes from elsewhere.
    private static final Pattern ELSEWHERE = Pattern
            .compile("git clone|COMPOSE_FILE|(?:curl|wget|scp|rsync|envsubst|sed)[ \\t][^\\n]{0,200}compose");
    private static final Pattern SERVICE = Pattern.compile("[a-zA-Z0-9][\\w.-]{0,100}");
    private static final Set<String> BEFORE = Set.of("sudo", "exec", "time", "then", "do", "else", "{", "nohup",
            "command");
    private static final Set<String> MANY = Set.of("up", "start", "stop", "restart", "build", "pull", "create", "logs",
            "rm", "kill");
    private static final Set<String> ONE = Set.of("run", "exec");
    /// Options of the command itself, and of `up` and the others, that no value follows. Where another one stands nothing is said.
    private static final Set<String> FLAGS = Set.of("-d", "--detach", "--build", "--no-build", "--force-recreate",
            "--no-recreate", "--no-deps", "--remove-orphans", "--wait", "--quiet-pull", "--abort-on-container-exit",
            "-V",
            "--renew-anon-volumes", "--always-recreate-deps", "--no-start", "--no-color", "--no-log-prefix", "--rm",
            "-T",
            "--no-TTY", "-it", "-ti", "-i", "--interactive", "--service-ports", "--use-aliases", "--no-cache", "-q",
            "--quiet", "--privileged", "-f", "--follow", "-s", "--stop", "-v", "--ansi=never", "--verbose", "-fsv",
            "-sf",
            "-fs", "-fv", "--force", "--tty", "--parallel", "--include-deps", "--ignore-pull-failures");
    private static final Set<String> WITH_VALUE = Set.of("--scale", "--timeout", "--wait-timeout", "--exit-code-from",
            "--attach", "--no-attach", "-e", "--env", "-u", "--user", "-w", "--workdir", "--entrypoint", "--name",
            "--publish", "--volume", "--label", "--index", "--build-arg", "--tail", "--since", "--signal",
            "--progress", "--env-file", "-p", "--project-name", "--profile", "--project-directory", "--ansi",
            "--memory");

    @Override
    public boolean concerns(String path) {
        return ComposeFile.isNamedAlike(path) || isScript(path);
    }

    private static boolean isScript(String path) {
        return SCRIPT.matcher(Paths.name(path)).matches() || Place.isWorkflow(path);
    }

    @Override
    public void check(Tree tree, Facts facts) throws IOException {
        ComposeFiles files = new ComposeFiles(tree);
        Set<String> services = new HashSet<>();
        files.all().forEach(file -> services.addAll(file.services().keySet()));
        if (services.isEmpty() || files.hasUnreadable()) {
            return;
        }
        Set<String> bases = tree.files().values().stream().filter(entry -> ComposeFile.isBase(entry.path()))
                .map(TreeFile::directory).collect(Collectors.toSet());
        for (TreeFile entry : tree.files().values()) {
            boolean read = isScript(entry.path()) && Place.isFile(entry) && entry.size() <= LARGEST
                    && Place.isJudged(entry.path());
            SourceFile file = read ? tree.read(entry.path()) : null;
            String text = file == null ? "" : file.textOrEmpty();
            if (file != null && text.contains("compose") && !ELSEWHERE.matcher(text).find()) {
                Script script = new Script(tree, file, services, bases, facts);
                if (Place.isWorkflow(file.path())) {
                    script.workflow();
                } else {
                    script.commands(SCRIPT.matcher(file.entry().name()).matches() && !file.path().endsWith("sh")
                            ? recipes(text)
                            : text, 0);
                }
            }
        }
    }

    /// @return the recipes of a Makefile, at their lines
    private static String recipes(String text) {
        StringBuilder recipes = new StringBuilder();
        for (String line : text.split("\n", -1)) {
            String recipe = line.startsWith("\t") ? line : "";
            recipes.append(recipe.startsWith("\t@") ? "\t " + recipe.substring(2) : recipe).append('\n');
        }
        return recipes.toString();
    }

    /// One file with commands.
    ///
    /// @param bases the directories with a compose file that is taken where none is named
    private record Script(Tree tree, SourceFile file, Set<String> services, Set<String> bases, Facts facts) {

        void workflow() {
            for (Item job : file.yaml().content().get("jobs").entries().values()) {
                boolean here = true;
                for (Item step : job.get("steps").items()) {
                    here &= !step.get("with").has("repository");
                    String run = step.get("run").text("");
                    boolean tolerated = step.has("continue-on-error") || step.has("working-directory")
                            || job.get("defaults").isMap();
                    if (here && !tolerated) {
                        commands(run, step.get("run").line() - (run.contains("\n") ? 0 : 1));
                    }
                }
            }
        }

        /// @param before how many lines of the file come before the text
        void commands(String text, int before) {
            for (ShellScript.Command command : ShellScript.commands(text, "")) {
                if (!command.tolerated()) {
                    command(command.words(), before + 1 + command.line());
                }
            }
        }

        private void command(List<String> words, int line) {
            int at = 0;
            while (at < words.size() && (BEFORE.contains(words.get(at)) || words.get(at).indexOf('=') > 0)) {
                at++;
            }
            String first = at < words.size() ? words.get(at) : "";
            boolean plugin = first.equals("docker") && at + 1 < words.size() && words.get(at + 1).equals("compose");
            if (!plugin && !first.equals("docker-compose")) {
                return;
            }
            at += plugin ? 2 : 1;
            List<String> named = new ArrayList<>();
            boolean elsewhere = false;
            for (; at < words.size() && words.get(at).startsWith("-"); at++) {
                String option = words.get(at);
                if (option.equals("-f") || option.equals("--file")) {
                    named.add(at + 1 < words.size() ? words.get(++at) : "");
                } else if (option.startsWith("--file=")) {
                    named.add(option.substring(option.indexOf('=') + 1));
                } else if (WITH_VALUE.contains(option)) {
                    elsewhere |= option.equals("--project-directory");
                    at++;
                } else if (option.indexOf('=') < 0 && !FLAGS.contains(option)) {
                    return;
                }
            }
            String verb = at < words.size() ? words.get(at) : "";
            if (!elsewhere && (MANY.contains(verb) || ONE.contains(verb)) && uses(named)) {
                List<String> missing = services(words.subList(at + 1, words.size()), ONE.contains(verb), verb);
                missing.removeIf(services::contains);
                if (!missing.isEmpty()) {
                    facts.finding(new Finding(CODE, Severity.MEDIUM, file.path(), line,
                            "docker compose %s names %s, which no compose file of the repository has as a service"
                                    .formatted(verb, String.join(" and ", missing))));
                }
            }
        }

        private static List<String> services(List<String> words, boolean one, String verb) {
            List<String> named = new ArrayList<>();
            for (int at = 0; at < words.size(); at++) {
                String word = words.get(at);
                boolean valued = word.equals("-t") && !one || word.equals("-s") && verb.equals("kill")
                        || word.equals("-v") && verb.equals("run");
                if (valued || WITH_VALUE.contains(word)) {
                    at++;
                } else if (word.startsWith("-")) {
                    if (!FLAGS.contains(word) && !word.equals("-t") && word.indexOf('=') < 0) {
                        return new ArrayList<>();
                    }
                } else if (!SERVICE.matcher(word).matches()) {
                    return new ArrayList<>();
                } else {
                    named.add(word);
                    if (one) {
                        break;
                    }
                }
            }
            return named;
        }

        /// @return whether all files that the command uses are of the repository
        private boolean uses(List<String> named) {
            if (named.isEmpty()) {
                for (String at = file.entry().directory();; at = Paths.directory(at)) {
                    if (bases.contains(at)) {
                        return true;
                    }
                    if (at.isEmpty()) {
                        return false;
                    }
                }
            }
            return named.stream().allMatch(this::isHere);
        }

        /// @return whether it is one of the files whose services are known
        private boolean isHere(String written) {
            int variable = written.startsWith("$") ? written.indexOf('/') + 1 : 0;
            String relative = written.substring(variable);
            if (relative.isEmpty() || relative.contains("$") || relative.startsWith("/")) {
                return false;
            }
            for (String at = file.entry().directory();; at = Paths.directory(at)) {
                String path = Paths.resolve(at, relative);
                if (path != null && ComposeFile.isNamedAlike(path) && tree.isFile(path)) {
                    return true;
                }
                if (at.isEmpty()) {
                    return false;
                }
            }
        }
    }
}
