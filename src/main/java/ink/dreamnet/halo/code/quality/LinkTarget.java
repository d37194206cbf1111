package ink.dreamnet.halo.code.quality;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

import ink.dreamnet.halo.code.LinkEvidence;
import ink.dreamnet.halo.code.Paths;
import org.jspecify.annotations.Nullable;

/// What a link in a Markdown file can lead to. Only what is clearly the path of a file or directory is followed: many a link
/// is a route of the site that is generated from the file.
final class LinkTarget {

    private static final Set<String> ENDINGS = Set.of("md", "markdown", "mdx", "adoc", "rst", "txt", "png", "jpg",
            "jpeg", "gif", "svg", "webp", "ico", "bmp", "java", "kt", "kts", "scala", "gradle", "groovy", "js", "mjs",
            "cjs", "jsx", "ts", "tsx", "json", "yml", "yaml", "toml", "xml", "sh", "bash", "ps1", "py", "rb", "go",
            "rs",
            "c", "h", "cc", "cpp", "hpp", "cs", "php", "pl", "sql", "css", "scss", "ini", "cfg", "conf", "properties",
            "proto", "csv", "ipynb", "vue", "swift", "tf", "lua", "svelte", "jsonc", "prisma", "pdf", "avif", "mp4",
            "webm", "mov", "wav");
    private static final Pattern WELL_KNOWN = Pattern
            .compile("LICEN[SC]E|COPYING|NOTICE|AUTHORS|MAINTAINERS|CODEOWNERS|"
                    + "Makefile|Dockerfile|Jenkinsfile|Vagrantfile|Gemfile|Rakefile");
    private static final Set<String> SITES = Set.of("content", "_posts", "_drafts", "_pages", "_docs", "posts", "blog",
            "pages", "source", "site", "website", "www", "i18n", "versioned_docs", "archetypes", "wiki", "book");
    private static final Set<String> DOCUMENTATION = Set.of("doc", "docs", "documentation", "guide", "guides",
            "devel-docs", "reference");
    /// Their presence means that links in this directory are the routes of a site.
    private static final List<String> GENERATORS = List.of("_config.yml", "config.toml", "hugo.toml", "hugo.yaml",
            "mkdocs.yml", ".vitepress", ".vuepress", "docusaurus.config.js", "docusaurus.config.ts", "book.toml",
            "conf.py", "astro.config.mjs", "_sidebar.md");
    private static final List<String> PUBLISHED = List.of("static/", "public/", "assets/", ".vuepress/public/",
            ".vitepress/public/", "website/static/", "site/static/", "src/main/resources/static/");
    /// Addresses of a forge that are relative to a page of the repository there.
    private static final Pattern FORGE = Pattern.compile(
            "(?:\\.\\./)*(?:[\\w.-]+/[\\w.-]+/)?(?:blob|tree|raw|issues|pull|pulls|wiki|releases|actions|commits?|compare|"
                    + "discussions|milestones?|labels|network|graphs|projects|security|-)(?:/.*)?");
    private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:.*", Pattern.DOTALL);
    /// Pages whose readers, a forge's form or an agent's tool, take links as from the root.
    private static final Pattern READ_AT_ROOT = Pattern
            .compile("\\.(?:github|cursor)/.*|\\.claude/(?:agents|commands|rules)/.*");
    /// Of Cursor's rules: what follows is a path from the root.
    private static final String RULE = "mdc:";
    private static final String NOT_IN_PATHS = "{}<>$*|\"\\`\n,;";

    private LinkTarget() {
    }

    /// @param path the Markdown file
    /// @param destination as it is written in a link
    /// @return the paths of which one must exist; null where the link is not for us to judge
    static @Nullable List<String> candidates(String path, String destination) {
        String target = decode(withoutFragment(destination.strip()));
        target = target != null && target.startsWith(RULE) ? "/" + target.substring(RULE.length()) : target;
        if (target == null || target.isEmpty() || !isPath(target)) {
            return null;
        }
        boolean inPlace = LinkEvidence.isShownInPlace(path);
        Set<String> parts = new HashSet<>(List.of(Paths.directory(path).toLowerCase(Locale.ROOT).split("/")));
        boolean documentation = !Collections.disjoint(parts, DOCUMENTATION);
        if (!Collections.disjoint(parts, SITES)
                || !isFile(target) && (!inPlace && path.indexOf('/') >= 0 || documentation || !isDirectory(
                        target))) {
            return null;
        }
        return target.startsWith("/")
                ? fromRoot(path, target.substring(1), documentation)
                : relative(path, target, documentation && !inPlace);
    }

    private static @Nullable List<String> relative(String path, String target, boolean mayBeSite) {
        String directory = Paths.directory(path);
        String resolved = Paths.resolve(directory, target);
        if (resolved == null) {
            return null;
        }
        List<String> candidates = new ArrayList<>(List.of(resolved));
        if (READ_AT_ROOT.matcher(path).matches()) {
            addIfInside(candidates, "", target);
        }
        if (mayBeSite && !target.toLowerCase(Locale.ROOT).endsWith(".md")) {
            // a page may be published one level deeper than its file lies
            addIfInside(candidates, directory + "/" + name(path), target);
            addIfInside(candidates, Paths.directory(directory), target);
        }
        return candidates;
    }

    private static @Nullable List<String> fromRoot(String path, String target, boolean documentation) {
        List<String> candidates = new ArrayList<>();
        addIfInside(candidates, "", target);
        if (candidates.isEmpty()) {
            return null;
        }
        for (String directory = Paths.directory(path);; directory = Paths.directory(directory)) {
            addIfInside(candidates, directory, target);
            for (String published : PUBLISHED) {
                addIfInside(candidates, directory, published + target);
            }
            if (directory.isEmpty()) {
                break;
            }
        }
        if (documentation) {
            addGenerators(candidates, Paths.directory(path));
        }
        return candidates;
    }

    private static void addGenerators(List<String> candidates, String from) {
        for (String directory = from;; directory = Paths.directory(directory)) {
            for (String generator : GENERATORS) {
                addIfInside(candidates, directory, generator);
            }
            if (directory.isEmpty()) {
                return;
            }
        }
    }

    private static void addIfInside(List<String> candidates, String directory, String relative) {
        String path = Paths.resolve(directory, relative);
        if (path != null && !path.isEmpty() && !candidates.contains(path)) {
            candidates.add(path);
        }
    }

    private static boolean isPath(String target) {
        return !SCHEME.matcher(target).matches() && !target.startsWith("//") && !target.startsWith("~")
                && !target.startsWith("@") && !target.contains("...") && !target.contains("path/to/")
                && target.chars().noneMatch(c -> NOT_IN_PATHS.indexOf(c) >= 0) && !FORGE.matcher(target).matches();
    }

    private static boolean isFile(String target) {
        String name = Paths.name(target);
        int dot = name.lastIndexOf('.');
        return dot > 0 && ENDINGS.contains(name.substring(dot + 1).toLowerCase(Locale.ROOT)) || WELL_KNOWN.matcher(name)
                .matches();
    }

    /// `src/main/` or `./packages/core`, which no one writes for a page.
    private static boolean isDirectory(String target) {
        String name = Paths.name(target);
        return target.endsWith("/") && target.length() > 1 && !target.startsWith("/")
                || target.startsWith("./") && name.indexOf('.') < 0;
    }

    private static String name(String path) {
        String name = Paths.name(path);
        int dot = name.lastIndexOf('.');
        return dot < 0 ? name : name.substring(0, dot);
    }

    private static String withoutFragment(String destination) {
        int end = destination.length();
        for (char mark : new char[]{'#', '?'}) {
            int at = destination.indexOf(mark);
            end = at >= 0 && at < end ? at : end;
        }
        return destination.substring(0, end);
    }

    /// @return null where an escape is malformed
    private static @Nullable String decode(String target) {
        try {
            return URLDecoder.decode(target.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            return null;
        }
    }
}
