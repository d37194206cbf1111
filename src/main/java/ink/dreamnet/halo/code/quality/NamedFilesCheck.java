package ink.dreamnet.halo.code.quality;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import ink.dreamnet.halo.code.Facts;
import ink.dreamnet.halo.code.FileCheck;
import ink.dreamnet.halo.code.Finding;
import ink.dreamnet.halo.code.Note;
import ink.dreamnet.halo.code.Paths;
import ink.dreamnet.halo.code.Place;
import ink.dreamnet.halo.code.Reports;
import ink.dreamnet.halo.code.SourceFile;
import ink.dreamnet.halo.code.TreeFile;
import ink.dreamnet.halo.code.format.Item;
import ink.dreamnet.halo.code.format.Parsed;

/// Notes which files of keys and which entities of XML a file names, and what a build may make. It finds
/// nothing wrong by itself, but without it nobody knows whether what others found is.
@Reports({Finding.SECRET, XmlCheck.CODE, MarkdownLinkCheck.CODE, "repo.import-unresolved"})
class NamedFilesCheck implements FileCheck {

    private static final List<String> ENDINGS = List.of(".pem", ".key", ".p8", ".pk8", ".priv", ".rsa", ".asc",
            "id_rsa",
            "id_dsa", "id_ecdsa", "id_ed25519");
    /// Where `x.key` is a member of something unless it is quoted or part of a path.
    private static final Set<String> LANGUAGES = Set.of("js", "mjs", "cjs", "jsx", "ts", "tsx", "vue", "svelte", "java",
            "kt", "py", "go", "rb", "rs", "c", "cc", "cpp", "h", "hpp", "cs", "php", "swift", "scala", "dart", "lua");
    private static final Set<String> PROSE = Set.of("md", "markdown", "txt", "rst", "adoc", "html", "org");
    /// What lists the files of a project does not use them.
    private static final Pattern LIST = Pattern
            .compile(".*\\.(?:am|pbxproj|vcxproj\\.filters|spec|list)|MANIFEST.*|\\.git.*");
    /// Who makes a key does not use it.
    private static final Pattern MAKES_KEYS = Pattern.compile(
            "openssl[ \\t]{1,8}(?:req|gen|x509|ec|rsa|pkcs)|\\b(?:certtool|keytool|ssh-keygen|cfssl|mkcert|minica)\\b");
    /// What its authors call a key that protects nothing.
    private static final Pattern OF_TESTS = Pattern
            .compile("(?i)\\b(?:test|dummy|fake|sample|demo|development|dev|insecure"
                    + "|snake-?oil|degenerate)[ -](?:[\\w-]{1,20}[ -]){0,2}(?:key|cert|pem)");
    private static final int NEAR = 160;
    private static final Pattern ENTITY = Pattern.compile("<!ENTITY\\s{1,20}(?:%\\s{1,20})?[\\w.-]{1,100}\\s{1,20}"
            + "(?:SYSTEM|PUBLIC\\s{1,20}(?:\"[^\"]{0,200}\"|'[^']{0,200}'))\\s{1,20}[\"'](?:file:)?([^\"':]{1,200})[\"']");
    private static final Pattern BUILD = Pattern.compile("(?:.*/)?(?:\\.github/workflows/[^/]+|\\.circleci/[^/]+"
            + "|\\.gitlab-ci\\.yml|azure-pipelines[^/]*|CMakeLists\\.txt|[^/]+\\.(?:cmake|mk|am|bzl|bazel|gn|gni|sh|gradle|kts)"
            + "|(?:GNU)?[Mm]akefile[^/]*|meson\\.build|BUILD|Jenkinsfile|Rakefile|[Jj]ustfile|Taskfile\\.ya?ml"
            + "|(?:gulpfile|Gruntfile)\\.\\w+|(?:setup|conf|noxfile|fabfile)\\.py)");
    /// Names of what an action writes to, or runs.
    private static final Pattern OUTPUT = Pattern.compile(
            "(?i)(?:.*[_-])?(?:paths?|out(?:put)?s?|dest(?:ination)?|target|dir|directory|folder|publish|save|script|run|command|args)(?:[_-].*)?");
    private static final Pattern PATH = Pattern.compile(
            "([\\w.-]{1,80}/[\\w.-]{1,80}\\.(?:md|mdx|rst|txt|[cm]?[jt]sx?|css|json|py|png|svg|html|ya?ml|csv))(?![\\w.])");
    private static final Pattern DIRECTORY = Pattern.compile("(?<=/)([\\w.-]{1,80}/[\\w-]{1,80})(?![\\w./-])");
    private static final int LONGEST_NAME = 100;
    private static final String QUOTES = "\"'`/\\";

    @Override
    public int version() {
        return 2;
    }

    @Override
    public boolean reads(TreeFile file) {
        return Place.isFile(file) && file.size() > 0 && Place.of(file) != Place.VENDORED;
    }

    @Override
    public void check(SourceFile file, Facts facts) {
        String text = file.textOrEmpty();
        if (!LIST.matcher(file.entry().name()).matches()) {
            Set<Note.Names> names = new LinkedHashSet<>();
            ENDINGS.forEach(ending -> names(file, text, ending, names));
            boolean uses = !names.isEmpty() && !PROSE.contains(file.entry().ending())
                    && !MAKES_KEYS.matcher(text).find();
            names.stream().filter(name -> uses || name.asOfTests()).forEach(facts::note);
        }
        if (BUILD.matcher(file.path()).matches()) {
            String build = Place.isWorkflow(file.path()) ? ofSteps(file) : text;
            // files first: there is room for so many
            for (Pattern made : List.of(PATH, DIRECTORY)) {
                for (Matcher path = made.matcher(build); path.find();) {
                    facts.note(new Note.Makes(path.group(1)));
                }
            }
        }
        if (text.contains("<!ENTITY")) {
            for (Matcher entity = ENTITY.matcher(text); entity.find();) {
                String path = Paths.resolve(file.entry().directory(), entity.group(1));
                if (path != null) {
                    facts.note(new Note.Includes(path));
                }
            }
        }
    }

    /// What starts a workflow, and what it lets people choose from, it only reads.
    ///
    /// @return what a workflow of GitHub runs, and what it hands to actions for their output; all of it where it cannot be read
    private static String ofSteps(SourceFile workflow) {
        Parsed<Item> read = workflow.yaml();
        if (read.error() != null) {
            return workflow.textOrEmpty();
        }
        StringBuilder steps = new StringBuilder();
        for (Item job : read.content().get("jobs").entries().values()) {
            outputs(job, steps);
            for (Item step : job.get("steps").items()) {
                steps.append(step.get("run").text("")).append('\n');
                outputs(step, steps);
            }
        }
        outputs(read.content(), steps);
        return steps.toString();
    }

    private static void outputs(Item of, StringBuilder into) {
        for (String inputs : List.of("with", "env")) {
            of.get(inputs).entries().forEach((name, value) -> {
                if (OUTPUT.matcher(name).matches()) {
                    into.append(value.text("")).append('\n');
                }
            });
        }
    }

    private static void names(SourceFile file, String text, String ending, Set<Note.Names> names) {
        boolean code = LANGUAGES.contains(file.entry().ending());
        for (int at = text.indexOf(ending); at >= 0; at = text.indexOf(ending, at + ending.length())) {
            int end = at + ending.length();
            int start = at;
            while (start > 0 && end - start < LONGEST_NAME && isOfName(text.charAt(start - 1))) {
                start--;
            }
            boolean quoted = start > 0 && QUOTES.indexOf(text.charAt(start - 1)) >= 0;
            boolean whole = end == text.length() || !isOfName(text.charAt(end)) || text.charAt(end) == '.';
            String name = text.substring(start, end);
            if (whole && (quoted || !code) && Note.isKeyFile(name)) {
                names.add(new Note.Names(name, OF_TESTS
                        .matcher(text.substring(Math.max(0, start - NEAR), Math.min(text.length(), end + NEAR)))
                        .find()));
            }
        }
    }

    private static boolean isOfName(char c) {
        return Character.isLetterOrDigit(c) || c == '_' || c == '-' || c == '.' || c == '@' || c == '+';
    }
}
