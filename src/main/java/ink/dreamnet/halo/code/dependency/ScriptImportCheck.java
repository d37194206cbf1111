package ink.dreamnet.halo.code.dependency;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import ink.dreamnet.halo.code.Facts;
import ink.dreamnet.halo.code.Paths;
import ink.dreamnet.halo.code.Reports;
import ink.dreamnet.halo.code.SourceFile;
import ink.dreamnet.halo.code.TreeFile;
import ink.dreamnet.halo.code.dependency.ScriptTokens.Token;

/// Relative imports of JavaScript and TypeScript must lead to a file. Resolution is the union of what Node.js, TypeScript,
/// bundlers and React Native do, so an import that any of them can resolve is no finding. Not judged are minified files,
/// build output (`dist`), what is generated (`./$types`, `./+types/…`, `.node`, `.wasm`), and imports that lead out of the
/// repository.
@Reports(ImportCheck.CODE)
class ScriptImportCheck extends ImportCheck {

    private static final int LONGEST_LINE = 5_000;
    private static final Set<String> LANGUAGES = Set.of("js", "jsx", "mjs", "cjs", "ts", "tsx", "mts", "cts");
    private static final List<String> ENDINGS = List.of(".ts", ".tsx", ".js", ".jsx", ".d.ts", ".mjs", ".cjs", ".mts",
            ".cts", ".json", ".vue", ".svelte", ".astro", ".mdx", ".coffee", ".ios.js", ".ios.ts", ".ios.tsx",
            ".native.js", ".native.ts", ".native.tsx", ".web.js", ".web.ts", ".web.tsx");
    private static final List<String> INDEXES = List.of("/index.ts", "/index.tsx", "/index.js", "/index.jsx",
            "/index.d.ts", "/index.mjs", "/index.cjs", "/index.mts", "/index.json", "/index.vue", "/package.json");
    private static final List<String> STYLES = List.of(".scss", ".sass", ".less", ".styl", ".pcss");
    private static final Set<String> BUILT = Set.of("dist", ".next", ".nuxt", ".output", ".svelte-kit", "bundles");

    @Override
    boolean isSource(TreeFile file) {
        String name = file.name();
        return LANGUAGES.contains(ending(name)) && !name.contains(".min.") && !name.contains(".bundle.")
                && !name.contains("-min.") && !isBuilt(file.directory());
    }

    @Override
    public void check(SourceFile file, Facts facts) {
        if (file.hasLineOver(LONGEST_LINE)) {
            return;
        }
        Set<String> seen = new HashSet<>();
        for (Token token : ScriptImports.in(file.textOrEmpty())) {
            String specifier = token.text();
            if (isRelative(specifier) && seen.add(specifier)) {
                reference(file, token, facts);
            }
        }
    }

    private static void reference(SourceFile file, Token token, Facts facts) {
        String specifier = token.text();
        int query = specifier.indexOf('?');
        String bare = query < 0 ? specifier : specifier.substring(0, query);
        String path = Paths.resolve(file.entry().directory(), bare);
        if (path == null || isGenerated(path)) {
            return;
        }
        facts.reference(unresolved(file, token.offset(), specifier + ", which is no file of the repository",
                candidates(path)));
    }

    private static Set<String> candidates(String path) {
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

    private static boolean isRelative(String specifier) {
        return (specifier.startsWith("./") || specifier.startsWith("../")) && !Judged.isPlaceholder(specifier)
                && specifier.indexOf('!') < 0 && specifier.indexOf('*') < 0 && specifier.indexOf('\0') < 0;
    }

    private static boolean isGenerated(String path) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        return name.equals("$types") || name.startsWith("$types.") || path.contains("/+types/")
                || path.startsWith("+types/") || name.endsWith(".node") || name.endsWith(".wasm")
                || name.contains(".generated") || name.contains("_pb") || path.contains("__generated__")
                || isBuilt(Paths.directory(path)) || isBuilt(path) || ("/" + path + "/").contains("/build/")
                || !Judged.path(path);
    }

    private static boolean isBuilt(String directory) {
        for (String name : directory.split("/")) {
            if (BUILT.contains(name)) {
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
