package ink.dreamnet.halo.code.dependency;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import ink.dreamnet.halo.code.Facts;
import ink.dreamnet.halo.code.FileCheck;
import ink.dreamnet.halo.code.Finding;
import ink.dreamnet.halo.code.Paths;
import ink.dreamnet.halo.code.Place;
import ink.dreamnet.halo.code.Reference;
import ink.dreamnet.halo.code.Reference.Kind;
import ink.dreamnet.halo.code.Reports;
import ink.dreamnet.halo.code.ShellScript;
import ink.dreamnet.halo.code.SourceFile;
import ink.dreamnet.halo.code.TreeFile;
import ink.dreamnet.halo.code.format.Item;
import ink.dreamnet.halo.code.format.Json;
import ink.dreamnet.halo.core.Severity;

/// What the configuration of a hoster names by its path must exist: Cloudflare's `wrangler`, Vercel, Netlify, Firebase, Fly, Railway, Render,
/// Cloud Build, App Engine, a `Procfile`. A deploy fails at once without it: high where nothing builds it, medium for a script, which may be
/// compiled, and a directory. The icons of a web manifest are low.
@Reports(ReferenceCheck.FILE)
class DeployReferenceCheck implements FileCheck {

    private static final Pattern NAMES = Pattern.compile("wrangler(?:\\.[\\w-]{1,40})?\\.(?:toml|jsonc?)|vercel\\.json"
            + "|firebase\\.json|fly(?:\\.[\\w-]{1,40})?\\.toml|railway\\.(?:json|toml)|render\\.ya?ml"
            + "|cloudbuild(?:[.-][\\w-]{1,40})?\\.ya?ml|app\\.yaml|netlify\\.toml|Procfile"
            + "|manifest\\.json|[\\w-]{1,60}\\.webmanifest");
    private static final Pattern COMPILED = Pattern.compile("(.*)\\.([cm]?)js");
    /// Where generators of sites write, beside what every build does.
    private static final Pattern SITE = Pattern
            .compile("(?:\\./)?(?:[^/]+/)*(?:public|www|_site|site|docs|web|html)/?");
    private static final Pattern PROCESS = Pattern.compile("(?m)^([\\w-]{1,40}):[ \\t]{0,9}(.{1,1000})$");

    @Override
    public boolean reads(TreeFile file) {
        return NAMES.matcher(file.name()).matches() && file.size() <= Manifests.LARGEST && Place.isFile(file)
                && Place.isJudged(file.path());
    }

    @Override
    public void check(SourceFile file, Facts facts) {
        String name = file.entry().name();
        Named named = new Named(file, facts);
        if (name.startsWith("wrangler")) {
            wrangler(name.endsWith(".toml") ? file.toml().content() : lenient(file), named);
        } else if (name.equals("vercel.json")) {
            vercel(file.json().content(), named);
        } else if (name.equals("firebase.json")) {
            firebase(lenient(file), named);
        } else if (name.startsWith("fly")) {
            Item dockerfile = file.toml().content().get("build", "dockerfile");
            named.file(Severity.HIGH, dockerfile, "build.dockerfile", "");
        } else if (name.startsWith("railway")) {
            Item railway = (name.endsWith(".toml") ? file.toml() : file.json()).content();
            named.file(Severity.HIGH, railway.get("build", "dockerfilePath"), "dockerfilePath", "");
        } else if (name.startsWith("render")) {
            render(file.yaml().content(), named);
        } else if (name.startsWith("cloudbuild")) {
            cloudBuild(file.yaml().content(), named);
        } else if (name.equals("netlify.toml")) {
            netlify(file.toml().content(), named);
        } else if (name.equals("Procfile")) {
            for (Matcher process = PROCESS.matcher(file.textOrEmpty()); process.find();) {
                named.command(process.group(2), file.line(process.start(2)), process.group(1));
            }
        } else if (name.equals("app.yaml")) {
            Item entrypoint = file.yaml().content().get("entrypoint");
            if (file.yaml().content().has("runtime")) {
                named.command(entrypoint.text(""), entrypoint.line(), "entrypoint");
            }
        } else {
            icons(file, lenient(file), facts);
        }
    }

    private static Item lenient(SourceFile file) {
        return Json.readLeniently(file.textOrEmpty()).content();
    }

    private static void wrangler(Item config, Named named) {
        List<Item> environments = new ArrayList<>(List.of(config));
        environments.addAll(config.get("env").entries().values());
        for (Item each : environments) {
            // a command of its own may build it
            if (!config.get("build", "command").text("").isEmpty() || each.get("build").has("command")) {
                return;
            }
            named.script(each.get("main"), "main");
            named.directory(each.get("assets", "directory"), "assets.directory");
            named.directory(each.get("site", "bucket"), "site.bucket");
            each.get("d1_databases").items()
                    .forEach(database -> named.directory(database.get("migrations_dir"), "migrations_dir"));
        }
    }

    private static void vercel(Item config, Named named) {
        config.get("functions").entries().forEach((key, function) -> named.file(Severity.MEDIUM,
                new Item(key, function.line()), "functions", ""));
        config.get("builds").items().forEach(build -> named.script(build.get("src"), "builds.src"));
    }

    private static void firebase(Item config, Named named) {
        for (Item function : oneOrMore(config.get("functions"))) {
            named.file(Severity.HIGH, function.get("source"), "functions.source", "");
        }
        for (Item firestore : oneOrMore(config.get("firestore"))) {
            named.file(Severity.HIGH, firestore.get("rules"), "firestore.rules", "");
            named.file(Severity.HIGH, firestore.get("indexes"), "firestore.indexes", "");
        }
        for (String other : List.of("storage", "database")) {
            oneOrMore(config.get(other))
                    .forEach(each -> named.file(Severity.HIGH, each.get("rules"), other + ".rules", ""));
        }
        oneOrMore(config.get("hosting")).forEach(hosting -> named.directory(hosting.get("public"), "hosting.public"));
    }

    private static List<Item> oneOrMore(Item item) {
        return item.isMap() ? List.of(item) : item.items();
    }

    private static void render(Item config, Named named) {
        for (Item service : config.get("services").items()) {
            if (service.has("repo")) {
                // of another repository
                continue;
            }
            String root = service.get("rootDir").text("");
            named.file(Severity.HIGH, service.get("rootDir"), "rootDir", "");
            named.file(Severity.HIGH, service.get("dockerfilePath"), "dockerfilePath", root);
        }
    }

    private static void cloudBuild(Item config, Named named) {
        List<Item> steps = config.get("steps").items();
        if (steps.stream().anyMatch(step -> step.get("name").text("").endsWith("/git"))) {
            return;
        }
        for (Item step : steps) {
            List<Item> words = step.get("args").texts();
            boolean builds = step.get("name").text("").endsWith("/docker") && !step.has("entrypoint")
                    && words.stream().anyMatch(word -> word.text("").equals("build"));
            for (int i = 0; builds && i < words.size() - 1; i++) {
                if (words.get(i).text("").equals("-f") || words.get(i).text("").equals("--file")) {
                    named.file(Severity.HIGH, words.get(i + 1), "docker build -f", step.get("dir").text(""));
                }
            }
        }
    }

    private static void netlify(Item config, Named named) {
        Item base = config.get("build", "base");
        named.file(Severity.HIGH, base, "base", "");
        // only a warning
        named.file(Severity.LOW, config.get("build", "functions"), "functions", base.text(""));
        named.file(Severity.LOW, config.get("functions", "directory"), "functions.directory", base.text(""));
    }

    private static void icons(SourceFile file, Item manifest, Facts facts) {
        for (Item icon : manifest.get("icons").items()) {
            Item src = icon.get("src");
            String written = src.text("").replaceFirst("[?#].*$", "");
            boolean ofSite = written.startsWith("/");
            String relative = ofSite ? written.substring(1) : written;
            if (relative.isEmpty() || !Expected.isPath(relative)) {
                continue;
            }
            Set<String> candidates = new LinkedHashSet<>();
            for (String at = file.entry().directory();; at = Paths.directory(at)) {
                for (String published : List.of("", "public", "static")) {
                    String path = Paths.resolve(Paths.join(at, published), relative);
                    if (path != null) {
                        candidates.add(path);
                    }
                }
                if (at.isEmpty() || !ofSite) {
                    break;
                }
            }
            facts.reference(new Reference(new Finding(ReferenceCheck.FILE, Severity.LOW, file.path(), src.line(),
                    "has the icon " + src.text("") + ", which does not exist"), Kind.PATH, List.copyOf(candidates)));
        }
    }

    /// Reports what one file names. Its paths are from its directory, or from the root of the repository.
    private record Named(SourceFile file, Facts facts) {

        void file(Severity severity, Item path, String key, String below) {
            List<String> written = new ArrayList<>(List.of(path.text("")));
            if (!below.isEmpty()) {
                written.add(below + "/" + path.text(""));
            }
            report(severity, path.line(), path.text(""), key, written);
        }

        /// A directory, unless generators write it.
        void directory(Item path, String key) {
            if (!SITE.matcher(path.text("")).matches()) {
                file(Severity.MEDIUM, path, key, "");
            }
        }

        /// A file by its ending: a name without one may be that of a module.
        void script(Item path, String key) {
            if (CommandFiles.FILE.matcher(path.text("")).matches() && !path.text("").startsWith("@")) {
                script(path.text(""), path.line(), key);
            }
        }

        void command(String command, int line, String key) {
            for (ShellScript.Command each : ShellScript.commands(command, file.entry().directory())) {
                if (each.certain()) {
                    CommandFiles.in(CommandFiles.bare(each.words()))
                            .forEach(named -> script(named.path(), line, key));
                }
            }
        }

        /// A script, unless it is compiled in place.
        private void script(String path, int line, String key) {
            Matcher compiled = COMPILED.matcher(path);
            boolean script = compiled.matches();
            report(script ? Severity.MEDIUM : Severity.HIGH, line, path, key, script
                    ? List.of(path, compiled.group(1) + "." + compiled.group(2) + "ts", compiled.group(1) + ".tsx")
                    : List.of(path));
        }

        private void report(Severity severity, int line, String path, String key, List<String> written) {
            Set<String> candidates = new LinkedHashSet<>();
            for (String each : path.isBlank() ? List.<String>of() : written) {
                String relative = each.startsWith("/") ? each.substring(1) : each;
                for (String from : List.of(file.entry().directory(), "")) {
                    String resolved = Expected.isPath(relative) ? Paths.resolve(from, relative) : null;
                    if (resolved == null || Expected.isBuilt(resolved) || !Place.isJudged(resolved + "/")) {
                        return;
                    }
                    if (!resolved.isEmpty()) {
                        candidates.add(resolved);
                    }
                }
            }
            if (!candidates.isEmpty() && candidates.size() >= written.size()) {
                facts.reference(new Reference(new Finding(ReferenceCheck.FILE, severity, file.path(), line,
                        key + " is " + path + ", which does not exist"), Kind.PATH, List.copyOf(candidates)));
            }
        }
    }
}
