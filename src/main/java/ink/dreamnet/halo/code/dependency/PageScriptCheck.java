package ink.dreamnet.halo.code.dependency;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
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
import ink.dreamnet.halo.code.Tree;
import ink.dreamnet.halo.code.TreeCheck;
import ink.dreamnet.halo.code.TreeFile;
import ink.dreamnet.halo.code.VisibleText;
import ink.dreamnet.halo.code.format.Item;
import ink.dreamnet.halo.core.Severity;

/// The page of a project of Vite, an `index.html`, must load a module that is there: it is where the build begins.
@Reports(ImportCheck.CODE)
class PageScriptCheck implements TreeCheck {

    private static final String PAGE = "index.html";
    private static final Pattern CONFIG = Pattern.compile("vite\\.config\\.[cm]?[jt]s");
    private static final Pattern TAG = Pattern.compile("<script\\s[^<>]{1,500}>", Pattern.CASE_INSENSITIVE);
    private static final Pattern MODULE = Pattern.compile("\\stype\\s{0,9}=\\s{0,9}[\"']?module\\b",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern SOURCE = Pattern.compile(
            "\\ssrc\\s{0,9}=\\s{0,9}[\"'](?!//)(\\.{0,2}/?[\\w@./-]{1,200}\\.(?:[cm]?[jt]sx?|vue|svelte))[\"']",
            Pattern.CASE_INSENSITIVE);
    private static final List<String> KINDS = List.of("dependencies", "devDependencies");
    /// What is copied beside the pages as it is.
    private static final Set<String> COPIED = Set.of("public", "static");

    @Override
    public boolean concerns(String path) {
        String name = Paths.name(path);
        return name.equals(PAGE) || name.equals("package.json") || CONFIG.matcher(name).matches();
    }

    @Override
    public void check(Tree tree, Facts facts) throws IOException {
        for (TreeFile entry : tree.files().values()) {
            SourceFile page = Manifests.reads(entry, PAGE) && isOfVite(tree, entry.directory())
                    ? tree.read(entry.path())
                    : null;
            if (page != null) {
                check(page, facts);
            }
        }
    }

    /// @return whether a directory is of a package that is built by Vite
    private static boolean isOfVite(Tree tree, String directory) throws IOException {
        for (String at = directory;; at = Paths.directory(at)) {
            SourceFile manifest = tree.read(Paths.join(at, "package.json"));
            if (manifest != null) {
                Item content = manifest.json().content();
                return KINDS.stream().anyMatch(kind -> content.get(kind).entries().containsKey("vite"));
            }
            if (at.isEmpty()) {
                return false;
            }
        }
    }

    private static void check(SourceFile page, Facts facts) {
        String visible = VisibleText.withoutComments(page.textOrEmpty(), "<!--", "-->");
        for (Matcher tag = TAG.matcher(visible); tag.find();) {
            Matcher source = SOURCE.matcher(tag.group());
            if (MODULE.matcher(tag.group()).find() && source.find()) {
                String written = source.group(1);
                List<String> candidates = candidates(page.entry().directory(), written);
                if (!candidates.isEmpty() && Place.isJudged(candidates.getFirst())
                        && !Expected.isBuilt(candidates.getFirst())) {
                    facts.reference(new Reference(
                            new Finding(ImportCheck.CODE, Severity.HIGH, page.path(), page.line(tag.start()),
                                    "loads the module " + written + ", which is no file of the repository"),
                            Kind.IMPORT, written.startsWith("/") ? "." + written : "./" + written, candidates));
                }
            }
        }
    }

    /// An address from the root is one from the root of the project, which may be a directory above.
    private static List<String> candidates(String directory, String written) {
        List<String> roots = new ArrayList<>();
        for (String at = directory;; at = Paths.directory(at)) {
            roots.add(at);
            if (at.isEmpty() || !written.startsWith("/")) {
                break;
            }
        }
        List<String> candidates = new ArrayList<>();
        for (String root : roots) {
            String path = Paths.resolve(root, written.startsWith("/") ? written.substring(1) : written);
            if (path == null) {
                return List.of();
            }
            candidates.addAll(ScriptImportCheck.candidates(path));
            COPIED.forEach(
                    copied -> candidates.add(Paths.join(root, copied + "/" + written.replaceFirst("^[./]+", ""))));
        }
        return candidates;
    }
}
