package ink.dreamnet.halo.code.quality;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import ink.dreamnet.halo.code.Facts;
import ink.dreamnet.halo.code.FileCheck;
import ink.dreamnet.halo.code.Finding;
import ink.dreamnet.halo.code.Place;
import ink.dreamnet.halo.code.Reference;
import ink.dreamnet.halo.code.Reference.Kind;
import ink.dreamnet.halo.code.Reports;
import ink.dreamnet.halo.code.SourceFile;
import ink.dreamnet.halo.code.TreeFile;
import ink.dreamnet.halo.code.VisibleText;
import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.core.secret.SecretScanner;
import org.commonmark.node.Heading;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.LinkReferenceDefinition;
import org.commonmark.node.Node;
import org.commonmark.node.SourceSpan;
import org.commonmark.node.Text;
import org.commonmark.parser.IncludeSourceSpans;
import org.commonmark.parser.Parser;
import org.jspecify.annotations.Nullable;

/// Finds relative links and images in Markdown and MDX that lead to no file or directory of the repository.
@Reports(MarkdownLinkCheck.CODE)
class MarkdownLinkCheck implements FileCheck {

    static final String CODE = "repo.link-broken";
    private static final Set<String> ENDINGS = Set.of("md", "mdx", "markdown", "mdown", "mkd", "mdc", "cursorrules",
            "windsurfrules", "clinerules");
    private static final Pattern TAG = Pattern.compile("<(?:a|img)\\s[^<>]*+>", Pattern.CASE_INSENSITIVE);
    private static final Pattern ATTRIBUTE = Pattern.compile(
            "\\s(?:href|src)\\s*+=\\s*+(?:\"([^\"]*+)\"|'([^']*+)')", Pattern.CASE_INSENSITIVE);
    /// Where the files of a web page lie, and copies of libraries with their own documentation among them.
    private static final Pattern COPIES = Pattern
            .compile("(?:^|/)(?:resources|assets|static|public|www|htdocs|web|js|javascripts?)/libs?/[^/]{1,200}/");
    /// Headings of what is not there yet.
    private static final Pattern PLANNED = Pattern
            .compile("(?i)(?:planned|to-?do|coming soon|not yet|upcoming)\\b.{0,60}");
    /// Pages of Doxygen, which finds images and other pages by paths of its own.
    private static final Pattern DOXYGEN = Pattern.compile(
            "(?m)^[ \\t]{0,3}[\\\\@](?:section|subsection|page|mainpage|tableofcontents|defgroup|ingroup)\\b");
    /// How pages begin that a tool wrote, which has its own idea of where others lie.
    private static final Pattern GENERATED = Pattern
            .compile("(?i)(?:file|page|document|documentation|readme) (?:is|was|has been) "
                    + "(?:auto(?:matically)?[- ]?)?generated|auto-?generated|generated (?:by|with) (?:edoc|edown|doxygen|javadoc|jsdoc|"
                    + "typedoc|terraform-docs|gomarkdoc|sphinx)|\\bdo not edit\\b(?! (?:this|the) (?:section|part|table|list))"
                    + "|^\\s{0,8}# (?:Module|The) \\S{1,80} (?:application )?#\\s");
    private static final int BEGINNING = 300;
    /// How the names begin of what other pages include, whose links are relative to these.
    private static final String PARTIAL = "_";
    private static final int LONGEST_TARGET = 200;
    private static final int LONGEST_LINE = 100_000;
    private static final int DEEPEST = 100;
    private static final Parser PARSER = Parser.builder().includeSourceSpans(IncludeSourceSpans.BLOCKS_AND_INLINES)
            .maxOpenBlockParsers(DEEPEST).maxInlineNesting(DEEPEST).build();

    @Override
    public int version() {
        return 9;
    }

    @Override
    public boolean reads(TreeFile file) {
        return Place.isFile(file) && !file.name().startsWith(PARTIAL) && ENDINGS.contains(file.ending())
                && !COPIES.matcher(file.path()).find()
                && switch (Place.of(file)) {
                    case PRODUCTION, CHANGELOG, PARKED, TEST -> true;
                    case FIXTURE, VENDORED, TEMPLATE -> false;
                };
    }

    @Override
    public void check(SourceFile file, Facts facts) {
        String text = file.text();
        if (text == null || !mayLink(text) || file.hasLineOver(LONGEST_LINE) || DOXYGEN.matcher(text).find()) {
            return;
        }
        List<Found> links = new ArrayList<>();
        Set<String> defined = new HashSet<>();
        Set<String> shown = new HashSet<>();
        boolean generated = GENERATED.matcher(text.substring(0, Math.min(text.length(), BEGINNING))).find();
        Severity severity = generated ? Severity.LOW : Severity.MEDIUM;
        Node document = PARSER
                .parse(file.entry().ending().equals("mdx") ? VisibleText.withoutComments(text, "{/*", "*/}") : text);
        boolean planned = false;
        for (Node node = document; node != null; node = next(node, document)) {
            if (node instanceof Heading heading) {
                planned = heading.getFirstChild() instanceof Text title
                        && PLANNED.matcher(title.getLiteral()).matches();
            } else if (planned) {
                continue;
            }
            switch (node) {
                case LinkReferenceDefinition definition -> {
                    defined.add(definition.getDestination());
                    links.add(new Found(line(node), definition.getDestination(), true));
                }
                case Link link -> links.add(used(node, link.getDestination(), shown));
                case Image image -> links.add(used(node, image.getDestination(), shown));
                case HtmlInline html -> addTags(html.getLiteral(), line(node), links);
                case HtmlBlock html -> addTags(html.getLiteral(), line(node), links);
                default -> {
                    // holds no link of its own
                }
            }
        }
        // a link by reference has the place of its definition; one that nothing refers to is not shown
        links.stream()
                .filter(link -> (link.definition() ? shown : defined).contains(link.destination()) == link.definition())
                .distinct().forEach(
                        link -> report(file, link, severity, facts));
    }

    private static Found used(Node node, String destination, Set<String> shown) {
        shown.add(destination);
        return new Found(line(node), destination, false);
    }

    private static void report(SourceFile file, Found link, Severity severity, Facts facts) {
        List<String> candidates = link.destination().length() > LONGEST_TARGET
                ? null
                : LinkTarget.candidates(file.path(), link.destination());
        if (candidates != null) {
            String shown = SecretScanner.shown().mask(link.destination());
            facts.reference(new Reference(new Finding(CODE, severity,
                    file.path(), link.line(), "links to %s, which does not exist".formatted(shown)),
                    Kind.LINK, candidates));
        }
    }

    private static boolean mayLink(String text) {
        return text.contains("](") || text.contains("]:") || text.contains("href") || text.contains("src");
    }

    /// The node after another in the order of the text, without recursion.
    private static @Nullable Node next(Node node, Node root) {
        if (node.getFirstChild() != null) {
            return node.getFirstChild();
        }
        for (Node at = node; at != null && at != root; at = at.getParent()) {
            if (at.getNext() != null) {
                return at.getNext();
            }
        }
        return null;
    }

    private static void addTags(String html, int firstLine, List<Found> links) {
        String visible = VisibleText.withoutComments(html, "<!--", "-->");
        int line = firstLine;
        int counted = 0;
        for (Matcher tag = TAG.matcher(visible); tag.find();) {
            for (; counted < tag.start(); counted++) {
                line += visible.charAt(counted) == '\n' ? 1 : 0;
            }
            Matcher attribute = ATTRIBUTE.matcher(tag.group());
            while (attribute.find()) {
                String destination = attribute.group(1) == null ? attribute.group(2) : attribute.group(1);
                links.add(new Found(line, destination.replace("&amp;", "&"), false));
            }
        }
    }

    private static int line(Node node) {
        List<SourceSpan> spans = node.getSourceSpans();
        return spans.isEmpty() ? 0 : spans.getFirst().getLineIndex() + 1;
    }

    private record Found(int line, String destination, boolean definition) {
    }
}
