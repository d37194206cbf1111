package ink.dreamnet.halo.code.dependency;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import ink.dreamnet.halo.code.Facts;
import ink.dreamnet.halo.code.Finding;
import ink.dreamnet.halo.code.Paths;
import ink.dreamnet.halo.code.Place;
import ink.dreamnet.halo.code.Reference;
import ink.dreamnet.halo.code.Reference.Kind;
import ink.dreamnet.halo.code.Reports;
import ink.dreamnet.halo.code.SourceFile;
import ink.dreamnet.halo.code.TreeFile;
import ink.dreamnet.halo.code.dependency.ScriptTokens.Token;
import ink.dreamnet.halo.core.Severity;

/// Relative imports of JavaScript and TypeScript, also in components of Vue and Svelte and in MDX, and those by an alias that a
/// `tsconfig.json` explains, must lead to a file. Resolution is the union of what Node.js, TypeScript,
/// bundlers and React Native do, so an import that any of them can resolve is no finding. Not judged are minified files,
/// build output (`dist`), what is generated (`./$types`, `./+types/…`, `.node`, `.wasm`), and imports that lead out of the
/// repository. A package of the repository must be declared where it is imported ([WorkspaceImports]).
@Reports({ImportCheck.CODE, ScriptImportCheck.UNDECLARED})
class ScriptImportCheck extends ImportCheck {

    static final String UNDECLARED = "repo.dependency-undeclared";
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{|<%|\\$\\{|\\{%|@@(?!/)|[!*\\x00]");
    private static final int LONGEST_LINE = 5_000;
    private static final Set<String> LANGUAGES = Set.of("js", "jsx", "mjs", "cjs", "ts", "tsx", "mts", "cts");
    /// What holds scripts in elements of their own.
    private static final Set<String> COMPONENTS = Set.of("vue", "svelte");
    /// Prose whose paragraphs may be imports and exports.
    private static final String PROSE = "mdx";
    private static final Pattern STATEMENT = Pattern.compile("(?:import|export)[ {*'\"].*");
    private static final Pattern FENCE = Pattern.compile(" {0,3}(`{3,}|~{3,}).*");
    private static final Pattern SCRIPT = Pattern.compile("<script(?:\\s[^>]{0,500})?>");
    /// An import that settings may explain, and that else is of a package; not that of a module of Node.js.
    private static final Pattern ALIAS = Pattern.compile(
            "(?!/|(?:assert|dns|fs|inspector|path|readline|stream|timers|util)/)[@~#$]{0,2}[\\w.-]{0,60}/.+");
    private static final Pattern SCOPED = Pattern.compile("(@[\\w.~-]{1,100}/[\\w.~-]{1,100})(?:/.*)?");
    private static final List<String> RESOURCE_LOADER = List.of("extension.json", "skin.json", "Resources.php");
    private static final String[][] MADE = {{"pkg", "Cargo.toml"}, {"core", "siteConfig.js"}};
    private static final List<String> ENDINGS = List.of(".ts", ".tsx", ".js", ".jsx", ".d.ts", ".mjs", ".cjs", ".mts",
            ".cts", ".json", ".vue", ".svelte", ".astro", ".mdx", ".coffee", ".ios.js", ".ios.ts", ".ios.tsx",
            ".native.js", ".native.ts", ".native.tsx", ".web.js", ".web.ts", ".web.tsx");
    private static final List<String> INDEXES = List.of("/index.ts", "/index.tsx", "/index.js", "/index.jsx",
            "/index.d.ts", "/index.mjs", "/index.cjs", "/index.mts", "/index.json", "/index.vue", "/package.json");
    private static final List<String> STYLES = List.of(".scss", ".sass", ".less", ".styl", ".pcss");
    private static final Set<String> BUILT = Set.of("dist", ".next", ".nuxt", ".output", ".svelte-kit", "bundles");
    /// What is copied over other files before anything is imported.
    private static final Set<String> OVERLAYS = Set.of("override", "overrides", "overlay", "overlays");

    @Override
    public int version() {
        return 9;
    }

    @Override
    boolean isSource(TreeFile file) {
        String name = file.name();
        return (LANGUAGES.contains(ending(name)) || COMPONENTS.contains(ending(name)) || ending(name).equals(PROSE))
                && !name.contains(".min.")
                && !name.contains(".bundle.") && !name.contains(".pkgd.")
                && !name.contains("-min.") && !isBelow(file.directory(), BUILT) && !isBelow(file.directory(), OVERLAYS);
    }

    @Override
    public void check(SourceFile file, Facts facts) {
        if (file.hasLineOver(LONGEST_LINE)) {
            return;
        }
        Set<String> seen = new HashSet<>();
        String ending = file.entry().ending();
        String all = file.textOrEmpty();
        String text = COMPONENTS.contains(ending) ? scripts(all) : ending.equals(PROSE) ? statements(all) : all;
        for (Token token : ScriptImports.in(text)) {
            String specifier = token.text();
            if (!PLACEHOLDER.matcher(specifier).find() && seen.add(specifier)) {
                reference(file, token, facts);
                Matcher scoped = SCOPED.matcher(specifier);
                if (scoped.matches() && seen.add(scoped.group(1) + "\n")) {
                    facts.reference(new Reference(new Finding(UNDECLARED, Severity.MEDIUM, file.path(),
                            file.line(token.offset()), "imports " + scoped.group(1)), Kind.PACKAGE, specifier,
                            List.of()));
                }
            }
        }
    }

    /// @return the text with blanks for everything but the scripts of a component, so that offsets stay what they are
    private static String scripts(String text) {
        StringBuilder scripts = new StringBuilder();
        Matcher script = SCRIPT.matcher(text);
        int copied = 0;
        while (script.find(copied)) {
            int end = text.indexOf("</script", script.end());
            if (end < 0) {
                break;
            }
            blank(text, copied, script.end(), scripts);
            scripts.append(text, script.end(), end);
            copied = end;
        }
        blank(text, copied, text.length(), scripts);
        return scripts.toString();
    }

    /// @return the text with blanks for everything but the paragraphs of MDX that begin with an import or export, outside of code
    private static String statements(String text) {
        StringBuilder statements = new StringBuilder();
        String fence = "";
        boolean statement = false;
        boolean paragraph = false;
        int from = Math.max(0, text.startsWith("---") ? text.indexOf('\n', text.indexOf("\n---", 3) + 1) : 0);
        blank(text, 0, from, statements);
        for (String line : text.substring(from).split("(?<=\n)")) {
            String bare = line.stripTrailing();
            Matcher mark = FENCE.matcher(bare);
            if (!fence.isEmpty()) {
                fence = mark.matches() && mark.group(1).startsWith(fence) && bare.strip().equals(mark.group(1))
                        ? ""
                        : fence;
                statement = false;
            } else if (mark.matches()) {
                fence = mark.group(1);
                statement = false;
            } else {
                statement = !bare.isEmpty() && (statement || !paragraph && STATEMENT.matcher(bare).matches());
            }
            paragraph = !bare.isEmpty() && fence.isEmpty() && !mark.matches();
            if (statement) {
                statements.append(line);
            } else {
                blank(text, from, from + line.length(), statements);
            }
            from += line.length();
        }
        return statements.toString();
    }

    private static void blank(String text, int from, int to, StringBuilder into) {
        for (int at = from; at < to; at++) {
            into.append(text.charAt(at) == '\n' ? '\n' : ' ');
        }
    }

    private static void reference(SourceFile file, Token token, Facts facts) {
        String specifier = token.text();
        int query = specifier.indexOf('?');
        String bare = query < 0 ? specifier : specifier.substring(0, query);
        boolean relative = bare.startsWith("./") || bare.startsWith("../");
        String path = Paths.resolve(relative ? file.entry().directory() : "", bare);
        if (path == null || path.isEmpty() || isGenerated(path) || !relative && !ALIAS.matcher(bare).matches()) {
            return;
        }
        Set<String> candidates = relative ? candidates(path) : Set.of();
        if (relative) {
            madeElsewhere(path, candidates);
        }
        Reference reference = unresolved(file, token.offset(), specifier + ", which is no file of the repository",
                candidates);
        facts.reference(new Reference(reference.missing(), relative ? Kind.IMPORT : Kind.ALIAS, bare,
                reference.candidates()));
    }

    /// Adds what tells that a build makes the file: wasm-pack writes `pkg` beside the `Cargo.toml`, Docusaurus 1 brings
    /// `core` along beside its `siteConfig.js`, and MediaWiki's ResourceLoader makes files that its declarations name.
    private static void madeElsewhere(String path, Set<String> candidates) {
        for (String[] made : MADE) {
            int at = ("/" + path + "/").indexOf("/" + made[0] + "/");
            if (at >= 0) {
                candidates.add(Paths.join(path.substring(0, Math.max(0, at - 1)), made[1]));
            }
        }
        for (String at = Paths.directory(path); !at.isEmpty(); at = Paths.directory(at)) {
            for (String declaration : RESOURCE_LOADER) {
                candidates.add(Paths.join(at, declaration));
            }
        }
    }

    /// @param path of what is imported, from the root
    /// @return the files that it may mean
    static Set<String> candidates(String path) {
        Set<String> candidates = new LinkedHashSet<>();
        candidates.add(path);
        int dot = path.lastIndexOf('.');
        String ending = ending(path);
        String stem = dot < 0 ? path : path.substring(0, dot);
        switch (ending) {
            case "js" -> addAll(candidates, stem, List.of(".ts", ".tsx", ".d.ts", ".jsx", ".mts", ".js.flow"));
            case "jsx" -> addAll(candidates, stem, List.of(".tsx", ".d.ts"));
            case "mjs" -> addAll(candidates, stem, List.of(".mts", ".d.mts"));
            case "cjs" -> addAll(candidates, stem, List.of(".cts", ".d.cts"));
            case "ts", "tsx", "mts", "cts" -> candidates.add(stem + ".d." + ending);
            case "css", "scss", "sass", "less", "styl" -> addAll(candidates, stem, STYLES);
            default -> {
            }
        }
        if (ending.isEmpty() || LANGUAGES.contains(ending) || !isAsset(ending)) {
            addAll(candidates, path, ENDINGS);
            addAll(candidates, path, INDEXES);
        } else {
            addAll(candidates, path, List.of(".ts", ".js", ".d.ts"));
            candidates.add(stem + ".d." + ending + ".ts");
        }
        return candidates;
    }

    private static void addAll(Set<String> candidates, String stem, List<String> endings) {
        endings.forEach(ending -> candidates.add(stem + ending));
    }

    private static boolean isAsset(String ending) {
        return switch (ending) {
            case "css", "scss", "sass", "less", "styl", "json", "json5", "svg", "png", "jpg", "jpeg", "gif", "webp",
                    "avif", "ico", "woff", "woff2", "ttf", "eot", "otf", "mp3", "mp4", "webm", "ogg", "wav", "pdf",
                    "txt", "md", "html", "graphql", "gql", "yaml", "yml", "toml", "xml", "glsl", "vert", "frag", "vue",
                    "svelte", "astro" ->
                true;
            default -> false;
        };
    }

    private static boolean isGenerated(String path) {
        String name = Paths.name(path);
        return name.equals("$types") || name.startsWith("$types.") || path.contains("/+types/")
                || path.startsWith("+types/") || name.endsWith(".node") || name.endsWith(".wasm")
                || name.contains(".generated") || name.contains("_pb") || path.contains("__generated__")
                || isBelow(path, BUILT) || ("/" + path + "/").contains("/build/")
                || !Place.isJudged(path);
    }

    private static boolean isBelow(String path, Set<String> names) {
        for (String name : path.split("/")) {
            if (names.contains(name)) {
                return true;
            }
        }
        return false;
    }

    private static String ending(String path) {
        int dot = path.lastIndexOf('.');
        return dot < path.lastIndexOf('/') || dot < 0 ? "" : path.substring(dot + 1).toLowerCase(Locale.ROOT);
    }
}
