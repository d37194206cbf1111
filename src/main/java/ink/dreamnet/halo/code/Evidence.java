package ink.dreamnet.halo.code;

import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

import ink.dreamnet.halo.code.Reference.Kind;
import ink.dreamnet.halo.core.Severity;
import org.jspecify.annotations.Nullable;

/// Tells how certain it is that a finding does harm, as the whole tree shows. A link that leads to nothing keeps its severity where a reader
/// meets it, and where it is known to have led somewhere; any other is low. What refers to a file that an earlier commit had was broken by its
/// removal, whatever else a build may write. For use by one thread.
public final class Evidence {

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
    private static final Pattern PAGE = Pattern.compile("(?i).*\\.(?:md|markdown)");
    private static final Pattern IMAGE = Pattern.compile("(?i).*\\.(?:png|jpe?g|gif|svg|webp)");
    /// Names that many directories have, so that the one file of the name is another one.
    private static final Pattern COMMON = Pattern.compile(
            "(?i)(?:readme|index|license|licence|copying|changelog|contributing|makefile|__init__|main|package|setup)(?:\\..*)?");
    /// Directories that a build fills.
    private static final Pattern BUILT = Pattern
            .compile("(?:.*/)?(?:s?bin|lib(?:32|64|exec)?|build|out|dist|target|node_modules|\\.?venv|obj)/.*");
    /// Of `config.js.in` a build makes `config.js`.
    private static final String TEMPLATE = ".in";
    /// That a file's name stands for more than one path.
    private static final String SEVERAL = "";

    private final Tree tree;
    private final Generators generators;
    /// Which pages miss something of a directory that does not exist.
    private final Set<String> gone = new HashSet<>();
    private @Nullable Map<String, String> byName;
    private @Nullable Licences licences;
    /// The directories whose pages a generator reads.
    private final Set<String> generated = new HashSet<>();

    /// @param tree that is complete once the first question is asked
    public Evidence(Tree tree) {
        this.tree = tree;
        this.generators = new Generators(tree);
    }

    /// @return a finding, with the severity that it deserves. A secret is one wherever it was copied from.
    public Finding weigh(Finding finding) {
        return finding.code().equals(Finding.SECRET) ? finding : lowWhereCopied(finding);
    }

    /// @param reference that leads to nothing
    /// @return it, with the severity that its finding deserves, and with where the file lies now where that is known
    /// @throws IOException where the repository cannot be read
    public Reference weigh(Reference reference) throws IOException {
        boolean had = tree.had(reference);
        Finding missing = had
                ? weigh(reference.missing()).adding("; it was there before" + withDirectory(reference))
                : weigh(reference.missing());
        if (reference.kind().isImport()) {
            return reference.with(had ? missing : imported(reference, missing));
        }
        boolean link = reference.kind() == Kind.LINK;
        if (reference.candidates().isEmpty() || !link && reference.kind() != Kind.SYMBOLIC_LINK) {
            return reference.with(missing);
        }
        String target = reference.candidates().getFirst();
        String moved = link ? moved(missing.path(), target) : null;
        boolean certain = link
                ? had ? isFirst(missing.path(), removed(target)) : isCertain(missing.path(), target, moved)
                : had || isKept(target);
        Finding weighed = certain ? missing : missing.with(Severity.LOW);
        return reference.with(moved == null ? weighed : weighed.adding(": perhaps /" + moved + " is meant"));
    }

    private String withDirectory(Reference reference) {
        if (reference.kind() != Kind.LINK || reference.candidates().isEmpty()) {
            return "";
        }
        String target = reference.candidates().getFirst();
        String removed = removed(target);
        return removed.equals(target) ? "" : ", and so was the directory /" + removed;
    }

    /// @return the outermost directory of a path that is not there; the path itself where its directory is
    private String removed(String path) {
        String outermost = path;
        for (String at = Paths.directory(path); !at.isEmpty() && !tree.isDirectory(at); at = Paths.directory(at)) {
            outermost = at;
        }
        return outermost;
    }

    /// What is wrong with a directory is wrong once in each page.
    private boolean isFirst(String page, String directory) {
        return gone.add(page + "\n" + directory);
    }

    /// That a source of the same name lies elsewhere tells nothing: generators write types like those that are there.
    private Finding imported(Reference reference, Finding missing) throws IOException {
        return missing.severity() == Severity.LOW || !mayBeWritten(reference)
                ? missing
                : missing.with(Severity.LOW).adding(", or a build writes it");
    }

    private boolean mayBeWritten(Reference reference) throws IOException {
        String file = reference.missing().path();
        return switch (reference.kind()) {
            case JAVA -> generators.mayWriteJava(reference.name().substring(0, reference.name().lastIndexOf(':')));
            case IMPORT -> file.endsWith(".py")
                    ? generators.mayBuildModules(Paths.directory(file))
                    : reference.candidates().stream().anyMatch(path -> tree.isFile(path + TEMPLATE))
                            || generators.mayPackElsewhere(Paths.directory(file), DOCUMENTATION.matcher(file).matches())
                            || generators.mayWriteScript(reference.candidates().getFirst());
            default -> false;
        };
    }

    /// In a project of others that was copied, they are the ones to mend it.
    private Finding lowWhereCopied(Finding finding) {
        return finding.severity() != Severity.LOW && isCopied(finding.path()) ? finding.with(Severity.LOW) : finding;
    }

    /// @return whether a file is of a project of others that was copied
    public boolean isCopied(String path) {
        Licences known = licences == null ? new Licences(tree) : licences;
        licences = known;
        return known.isCopied(Paths.directory(path));
    }

    /// @return whether a symbolic link's target is something that was committed
    private boolean isKept(String target) {
        return tree.isDirectory(Paths.directory(target)) && !BUILT.matcher(target).matches()
                || tree.isFile(target);
    }

    private boolean isCertain(String page, String target, @Nullable String moved) {
        String directory = Paths.directory(page);
        boolean there = tree.isDirectory(Paths.directory(target));
        if (!there && !isFirst(page, Paths.directory(target))) {
            return false;
        }
        if (isShownInPlace(page) || directory.isEmpty() && !page.toLowerCase(Locale.ROOT).startsWith("index.")) {
            return directory.isEmpty() || there || moved != null;
        }
        boolean read = there && PAGE.matcher(target).matches() && DOCUMENTATION.matcher(page).matches();
        return !isGenerated(page) && (moved != null && !IMAGE.matcher(target).matches() || read);
    }

    private boolean isGenerated(String page) {
        for (String at = Paths.directory(page); !generated.contains(at); at = Paths.directory(at)) {
            if (at.isEmpty()) {
                return false;
            }
        }
        return true;
    }

    /// @param path of a page
    /// @return whether forges show it where it lies, or agents' tools read it there
    public static boolean isShownInPlace(String path) {
        return SHOWN_IN_PLACE.matcher(path).matches() || READ_IN_PLACE.matcher(path).matches();
    }

    /// @return the path from the root that a link has as one from its page, or the only file of its name; null where there is none
    private @Nullable String moved(String page, String target) {
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
