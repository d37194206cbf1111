package ink.dreamnet.halo.code.compose;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import ink.dreamnet.halo.code.Facts;
import ink.dreamnet.halo.code.Finding;
import ink.dreamnet.halo.code.Paths;
import ink.dreamnet.halo.code.Reference;
import ink.dreamnet.halo.code.Reports;
import ink.dreamnet.halo.code.Tree;
import ink.dreamnet.halo.code.TreeCheck;
import ink.dreamnet.halo.code.format.Item;
import ink.dreamnet.halo.core.Severity;
import org.jspecify.annotations.Nullable;

/// The files that a compose file names must exist: what its services are built from, files that are included or extended, configs, and
/// files that are mounted, in whose place docker makes directories. Paths are relative to the first file of the project, which may lie
/// above; a path that exists from there is no finding.
@Reports(ComposePathCheck.CODE)
class ComposePathCheck implements TreeCheck {

    static final String CODE = "repo.file-missing";

    /// Nothing that is remote, absolute or filled in.
    private static final Pattern RELATIVE = Pattern.compile("(?!github\\.com/|git@)[\\w.@-][\\w./@+-]{0,300}");
    /// `./nginx.conf:/etc/nginx/nginx.conf:ro`: both are plainly files that someone wrote.
    private static final Pattern FILE = Pattern.compile(
            "(\\.{1,2}/[\\w./@+-]{1,300}\\.(?:conf|cfg|cnf|ini|ya?ml|toml|json|xml|sql|sh|py|js|mjs|properties|html|lua|rules|hcl|template))"
                    + ":/[\\w./@+-]{1,300}\\.[a-z]{2,10}(?::[a-zA-Z,]{1,12})?");
    private static final Pattern BUILT = Pattern
            .compile("/(?:dist|build|out|target|node_modules|generated|gen|tmp|data|logs|secrets|certs|\\.\\w{1,30})/");
    /// What is copied to the file by whoever sets it up.
    private static final List<String> SAMPLES = List.of(".example", ".sample", ".dist", ".template", ".tmpl", ".tpl",
            ".j2", ".in", ".default");

    @Override
    public boolean concerns(String path) {
        return true;
    }

    @Override
    public void check(Tree tree, Facts facts) throws IOException {
        ComposeFiles files = new ComposeFiles(tree);
        for (ComposeFile file : files.judged()) {
            new Named(tree, files, file, facts).check();
        }
    }

    /// What one file names.
    private record Named(Tree tree, ComposeFiles files, ComposeFile file, Facts facts) {

        void check() throws IOException {
            Severity refused = ComposeFile.isBase(file.path()) ? Severity.HIGH : Severity.MEDIUM;
            for (Item include : file.root().get("include").items()) {
                Item path = include.isMap() ? include.get("path") : include;
                missing(path, path.text(""), "includes", refused);
            }
            for (var named : file.services().entrySet()) {
                Item service = named.getValue();
                missing(service.get("extends", "file"), service.get("extends", "file").text(""), "extends a service of",
                        refused);
                build(named.getKey(), service);
                for (Item volume : service.get("volumes").texts()) {
                    Matcher mounted = FILE.matcher(volume.text(""));
                    String path = mounted.matches() ? mounted.group(1) : "";
                    if (!path.isEmpty() && isNowhere(path) && !files.isWrittenByScript(Paths.name(path))) {
                        missing(volume, path, "mounts", Severity.MEDIUM);
                    }
                }
            }
            for (Item config : file.section(ComposeFile.Kind.CONFIG).values()) {
                missing(config.get("file"), config.get("file").text(""), "has a config of", Severity.MEDIUM);
            }
        }

        private void missing(Item at, String written, String how, Severity severity) throws IOException {
            List<String> candidates = from(written);
            if (!candidates.isEmpty() && candidates.stream().noneMatch(this::isMade)) {
                report(at.line(), how + " " + written + ", which does not exist", severity, candidates);
            }
        }

        private void build(String name, Item service) throws IOException {
            Item build = ComposeFile.merged(service.get("build"));
            Item context = build.isMap() ? build.get("context") : build;
            String directory = context.text(build.isMap() && !build.has("context") ? "." : "");
            List<String> contexts = from(directory);
            // without an image there is nothing to pull in its place
            Severity severity = service.has("image") ? Severity.MEDIUM : Severity.HIGH;
            if (contexts.isEmpty() || contexts.stream().anyMatch(this::isMade)) {
                return;
            }
            if (contexts.stream().noneMatch(tree::isDirectory)) {
                report(context.line(), name + " is built in " + directory + ", which does not exist", severity,
                        contexts);
                return;
            }
            Item written = build.get("dockerfile");
            String dockerfile = written.text("Dockerfile");
            if (build.has("dockerfile_inline") || !RELATIVE.matcher(dockerfile).matches()) {
                return;
            }
            List<String> candidates = new ArrayList<>();
            for (String each : contexts) {
                add(Paths.resolve(each, dockerfile), candidates);
                add(written.text() == null ? Paths.resolve(each, "Containerfile") : null, candidates);
            }
            // some tools take it from where the compose file is
            candidates.addAll(from(dockerfile));
            if (candidates.stream().anyMatch(tree::isFile)) {
                return;
            }
            for (String each : wide(directory)) {
                add(Paths.resolve(each, dockerfile), candidates);
            }
            report(written.line() > 0 ? written.line() : build.line(),
                    name + " is built from " + Paths.join(directory.equals(".") ? "" : directory, dockerfile)
                            + ", which does not exist",
                    severity, candidates);
        }

        private static void add(@Nullable String path, List<String> to) {
            if (path != null) {
                to.add(path);
            }
        }

        private boolean isNowhere(String written) throws IOException {
            return from(written).stream().noneMatch(this::exists);
        }

        private boolean exists(String path) {
            return tree.isFile(path) || tree.isDirectory(path);
        }

        /// @return the paths that one as it is written may mean; empty where that cannot be known
        private List<String> from(String written) throws IOException {
            if (!RELATIVE.matcher(written).matches() || written.endsWith(".git")) {
                return List.of();
            }
            List<String> candidates = resolved(above(file), written);
            return candidates.isEmpty() || candidates.stream().anyMatch(this::exists) ? candidates : wide(written);
        }

        /// @return the same, seen from every file that some text names together with this one, too
        private List<String> wide(String written) throws IOException {
            Set<String> directories = new LinkedHashSet<>();
            for (ComposeFile other : files.together(file).files()) {
                directories.addAll(above(other));
            }
            return resolved(directories, written);
        }

        private static Set<String> above(ComposeFile file) {
            Set<String> directories = new LinkedHashSet<>();
            for (String at = file.directory();; at = Paths.directory(at)) {
                directories.add(at);
                if (at.isEmpty()) {
                    return directories;
                }
            }
        }

        /// @return the paths inside of the repository; empty where the file's own one leads out of it, where it may exist
        private List<String> resolved(Set<String> directories, String written) {
            List<String> candidates = new ArrayList<>();
            for (String directory : directories) {
                String path = Paths.resolve(directory, written);
                if (path != null) {
                    candidates.add(path);
                } else if (directory.equals(file.directory())) {
                    return List.of();
                }
            }
            return candidates;
        }

        private boolean isMade(String path) {
            return BUILT.matcher("/" + path + "/").find()
                    || SAMPLES.stream().anyMatch(sample -> tree.isFile(path + sample))
                    || SAMPLES.stream().anyMatch(sample -> tree.isFile(withBeforeEnding(path, sample)));
        }

        private static String withBeforeEnding(String path, String sample) {
            int dot = path.lastIndexOf('.');
            return dot < 0 ? path : path.substring(0, dot) + sample + path.substring(dot);
        }

        private void report(int line, String message, Severity severity, List<String> candidates) {
            facts.reference(new Reference(new Finding(CODE, severity, file.path(), line, message), Reference.Kind.PATH,
                    candidates));
        }
    }
}
