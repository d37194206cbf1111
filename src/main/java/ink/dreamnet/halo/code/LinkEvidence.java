package ink.dreamnet.halo.code;

import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

import ink.dreamnet.halo.core.Severity;
import org.jspecify.annotations.Nullable;

/// Tells how certain it is that a link which leads to nothing does harm, as the whole tree and all links show. It keeps its severity where a
/// reader meets it, and where it is known to have led somewhere; any other is low. Of those with one cause only the first keeps it. For use by
/// one thread: it learns of all links, and is asked afterwards.
public final class LinkEvidence {

    /// Files that forges show where they lie, whatever site there may be.
    private static final Pattern SHOWN_IN_PLACE = Pattern.compile(
            "(?i)(?:.*/)?(?:readme|contributing|changelog|security|code_of_conduct|governance|support|authors|history)[\\w.-]*");
    /// What agents' tools read by its name, or by the directory that it is in.
    private static final Pattern READ_IN_PLACE = Pattern.compile("(?:.*/)?(?:"
            + "(?:AGENTS?|CLAUDE|GEMINI|QWEN|SKILL)(?:\\.(?:local|override))?\\.md|copilot-instructions\\.md"
            + "|\\.(?:cursor|windsurf|cline)rules|\\.cursor/rules/.+|\\.claude/(?:agents|commands|rules)/.+\\.md"
            + "|\\.github/(?:agents|instructions|prompts|chatmodes)/.+\\.md)");
    /// The settings of site generators, which find pages and images by paths of their own.
    private static final Pattern GENERATOR = Pattern.compile(
            "_config\\.ya?ml|hugo\\.(?:toml|ya?ml)|mkdocs\\.ya?ml|docusaurus\\.config\\.\\w{2,3}|book\\.toml|conf\\.py"
                    + "|astro\\.config\\.\\w{2,3}|_sidebar\\.md|antora\\.yml|(?i:doxyfile.{0,40}|.{1,40}\\.doxyfile)"
                    + "|doxygen\\.\\w{2,8}|ldoc\\..{1,20}|\\.rdoc_options|\\.document|\\.yardopts|.{1,60}\\.toml\\.in");
    private static final Pattern GENERATORS_DIRECTORY = Pattern.compile(".*/\\.(?:vitepress|vuepress)/.*");
    /// Where a generator's own files lie, beside the pages that it reads.
    private static final Pattern GENERATORS_OWN = Pattern
            .compile("(?:^|/)(?:website|site|www|source|_?config|\\.vitepress|\\.vuepress)(?:/.*)?$");
    /// Without a generator, people read these pages as the forge shows them.
    private static final Pattern DOCUMENTATION = Pattern.compile("(?i)(?:docs?|documentation|guides?)/.*");
    private static final Pattern PAGE = Pattern.compile("(?i).*\\.(?:md|mdx|markdown)");
    private static final Pattern MDX = Pattern.compile("(?i).*\\.mdx");
    private static final Pattern ROUTE = Pattern.compile("[^.A-Z][^.]*");
    private static final Pattern IMAGE = Pattern.compile("(?i).*\\.(?:png|jpe?g|gif|svg|webp)");
    /// Names that many directories have, so that the one file of the name is another one.
    private static final Pattern COMMON = Pattern.compile(
            "(?i)(?:readme|index|license|licence|copying|changelog|contributing|makefile|__init__|main|package|setup)(?:\\..*)?");
    /// That a file's name stands for more than one path.
    private static final String SEVERAL = "";
    /// So many pages that others of their directory link to are a practice.
    private static final int PRACTICE = 3;

    private final Tree tree;
    /// What is missing for one cause: the targets in a directory, or the pages that link to one.
    private final Map<Cause, Set<String>> missing = new HashMap<>();
    private final Set<Cause> reported = new HashSet<>();
    /// By a directory, the pages in it that others of it link to, and those of them that do not exist.
    private final Map<String, Set<String>> siblings = new HashMap<>();
    private final Map<String, Set<String>> missingSiblings = new HashMap<>();
    private final NearestPage nearest;
    private @Nullable Map<String, String> byName;
    /// The directories whose pages a generator reads.
    private final Set<String> generated = new HashSet<>();

    /// Why links lead to nothing.
    ///
    /// @param where it is one finding: on a page, or in a directory of pages
    /// @param path what is missing: the outermost directory of the target that does not exist, or the target itself
    private record Cause(String where, String path) {
    }

    /// A directory that a target has once more.
    ///
    /// @param directory which the page is in already
    /// @param once the target with it once
    private record Repeated(String directory, String once) {
    }

    /// @param tree that is complete once the first link is added
    public LinkEvidence(Tree tree) {
        this.tree = tree;
        this.nearest = new NearestPage(tree);
    }

    /// @param path of a page
    /// @return whether forges show it where it lies, or agents' tools read it there
    public static boolean isShownInPlace(String path) {
        return SHOWN_IN_PLACE.matcher(path).matches() || READ_IN_PLACE.matcher(path).matches();
    }

    /// Learns of a link that leads somewhere.
    public void works(Reference link) {
        String page = link.missing().path();
        String target = target(link);
        if (isSibling(page, target) && !page.equals(target) && tree.isFile(target)) {
            siblings.computeIfAbsent(Paths.directory(page), any -> new HashSet<>()).add(target);
        }
    }

    /// Learns of a link that leads to nothing.
    public void add(Reference link) {
        String page = link.missing().path();
        String target = target(link);
        boolean sibling = isSibling(page, target);
        missing.computeIfAbsent(cause(page, target), any -> new HashSet<>()).add(sibling ? page : target);
        if (sibling) {
            missingSiblings.computeIfAbsent(Paths.directory(page), any -> new HashSet<>()).add(target);
        }
    }

    /// Decides, when all are known.
    ///
    /// @return the finding of a link that leads to nothing, with the severity that it deserves, and with where the file lies now where that
    ///         is known
    /// @throws IOException where the repository cannot be read
    public Finding judge(Reference link) throws IOException {
        Finding found = link.missing();
        String page = found.path();
        String target = target(link);
        boolean had = tree.had(link);
        String elsewhere = elsewhere(page, target);
        Repeated repeated = repeated(page, target);
        Cause cause = cause(page, target);
        boolean certain = found.severity() != Severity.LOW
                && (had || isCertain(page, target, elsewhere, repeated != null));
        boolean first = certain && reported.add(cause);
        String why = had || repeated == null
                ? says(cause, target, had, first)
                : "; the page is in /%s already".formatted(repeated.directory());
        String meant = meant(page, target, elsewhere, repeated);
        return (first ? found : found.with(Severity.LOW)).adding(had ? "; it was there before" : "").adding(why)
                .adding(meant == null ? "" : ": perhaps /" + meant + " is meant");
    }

    /// What lies beside the page goes before a copy elsewhere.
    private @Nullable String meant(String page, String target, @Nullable String elsewhere,
            @Nullable Repeated repeated) {
        if (repeated != null && tree.isFile(repeated.once())) {
            return repeated.once();
        }
        String near = isSibling(page, target) ? nearest.to(target) : null;
        return near == null ? elsewhere : near;
    }

    private String says(Cause cause, String target, boolean had, boolean first) {
        int alike = first ? missing.getOrDefault(cause, Set.of()).size() : 1;
        if (cause.path().equals(target)) {
            return alike > 1 ? "; %d pages of this directory link to it".formatted(alike) : "";
        }
        String more = alike > 1 ? ", and %d more of the page's links lead into it".formatted(alike - 1) : "";
        return had
                ? ", and so was the directory /" + cause.path() + more
                : "; the whole directory /" + cause.path() + " does not exist" + more;
    }

    private static String target(Reference link) {
        return link.candidates().getFirst();
    }

    /// What is wrong with a directory is wrong once on each page, and a page that is missing is missing once among its siblings.
    private Cause cause(String page, String target) {
        String outermost = target;
        for (String at = Paths.directory(target); !at.isEmpty() && !tree.isDirectory(at); at = Paths.directory(at)) {
            outermost = at;
        }
        return new Cause(isSibling(page, target) ? Paths.directory(page) + "/" : page, outermost);
    }

    /// @return whether a link is one of a page to another one in its own directory
    private static boolean isSibling(String page, String target) {
        return PAGE.matcher(target).matches() && Paths.directory(page).equals(Paths.directory(target));
    }

    private boolean isCertain(String page, String target, @Nullable String elsewhere, boolean twice) {
        String directory = Paths.directory(page);
        boolean there = tree.isDirectory(Paths.directory(target));
        boolean generated = isGenerated(page);
        // of a site; a name in capitals is a file's
        boolean route = generated && ROUTE.matcher(Paths.name(target)).matches();
        if (isShownInPlace(page)
                || directory.isEmpty() && !MDX.matcher(page).matches()
                        && !page.toLowerCase(Locale.ROOT).startsWith("index.") && !route) {
            return directory.isEmpty() || there || elsewhere != null || twice;
        }
        boolean read = there && PAGE.matcher(target).matches() && DOCUMENTATION.matcher(page).matches();
        boolean sibling = isSibling(page, target) && linkEachOther(directory);
        return !generated && (elsewhere != null && !IMAGE.matcher(target).matches() || read || sibling || twice);
    }

    /// @return whether pages of a directory link to each other as to files beside them, and more of these are there than are not
    private boolean linkEachOther(String directory) {
        int there = siblings.getOrDefault(directory, Set.of()).size();
        return there >= PRACTICE && there >= missingSiblings.getOrDefault(directory, Set.of()).size();
    }

    private @Nullable Repeated repeated(String page, String target) {
        String directory = Paths.directory(page);
        if (directory.isEmpty() || !Paths.isBelow(directory, target)) {
            return null;
        }
        String written = Paths.relative(directory, target);
        String first = written.substring(0, Math.max(0, written.indexOf('/')));
        if (first.isEmpty() || tree.isDirectory(Paths.join(directory, first))) {
            return null;
        }
        for (String at = directory; !at.isEmpty(); at = Paths.directory(at)) {
            if (Paths.name(at).equals(first)) {
                return new Repeated(at, Paths.join(Paths.directory(at), written));
            }
        }
        return null;
    }

    /// @return whether a site generator reads a page; one of MDX is shown by nothing else
    private boolean isGenerated(String page) {
        if (MDX.matcher(page).matches()) {
            return true;
        }
        byName();
        for (String at = Paths.directory(page); !generated.contains(at); at = Paths.directory(at)) {
            if (at.isEmpty()) {
                return false;
            }
        }
        return true;
    }

    /// @return the path from the root that a link has as one from its page, or the only file of its name; null where there is none
    private @Nullable String elsewhere(String page, String target) {
        Map<String, String> files = byName();
        String directory = Paths.directory(page);
        if (!directory.isEmpty() && Paths.isBelow(directory, target)) {
            String fromRoot = Paths.relative(directory, target);
            if (fromRoot.indexOf('/') > 0 && tree.isFile(fromRoot)) {
                return fromRoot;
            }
        }
        String name = Paths.name(target);
        String only = COMMON.matcher(name).matches() ? SEVERAL : files.getOrDefault(name, SEVERAL);
        return only.equals(SEVERAL) ? null : only;
    }

    private Map<String, String> byName() {
        Map<String, String> files = byName;
        if (files == null) {
            files = new HashMap<>();
            for (TreeFile file : tree.files().values()) {
                files.merge(file.name(), file.path(), (one, other) -> SEVERAL);
                if (GENERATOR.matcher(file.name()).matches()
                        || GENERATORS_DIRECTORY.matcher("/" + file.path()).matches()) {
                    generated.add(GENERATORS_OWN.matcher(file.directory()).replaceFirst(""));
                }
            }
            byName = files;
        }
        return files;
    }
}
