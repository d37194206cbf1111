package ink.dreamnet.halo.code.quality;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import ink.dreamnet.halo.code.Paths;
import ink.dreamnet.halo.code.Reference;
import ink.dreamnet.halo.code.Reports;
import ink.dreamnet.halo.code.SourceFile;
import ink.dreamnet.halo.code.TreeFile;
import ink.dreamnet.halo.code.format.SyntaxError;
import ink.dreamnet.halo.code.format.SyntaxError.Kind;
import ink.dreamnet.halo.code.format.Xml;
import ink.dreamnet.halo.core.Severity;
import org.jspecify.annotations.Nullable;

/// Finds XML that is not well-formed. Namespaces and DTDs are not checked, and nothing outside the file is read.
@Reports(XmlCheck.CODE)
class XmlCheck extends SyntaxCheck {

    static final String CODE = "repo.xml-invalid";
    private static final List<String> ENDINGS = List.of(".xml", ".xsd", ".xsl", ".xslt", ".svg", ".wsdl", ".pom",
            ".csproj", ".vbproj", ".fsproj", ".vcxproj", ".props", ".targets", ".nuspec", ".resx", ".plist", ".fxml",
            ".xaml", ".xlf", ".xliff", ".kml", ".gpx", ".storyboard", ".xib");
    private static final Set<String> AMBIGUOUS = Set.of(".props", ".targets", ".pom", ".plist");

    private static final Pattern DOCUMENTATION = Pattern
            .compile("(?:^|/)(?:[\\w.-]{0,80}[.-])?(?:docs?|documentation|docbook|manual|help|man|src/site)/");
    /// A description of an interface of D-Bus, from which generators make code.
    private static final String INTERFACE = "<interface name=";
    private static final String UNCLOSED = "XML document structures must start and end";
    private static final Pattern FIRST_HALF = Pattern
            .compile("(|.*[_.-])(1|head|header|top|start|begin|before|prefix|open|pre)(\\.[^.]+)");
    private static final Map<String, List<String>> HALVES = Map.of("1", List.of("2"), "head", List.of("tail", "foot"),
            "header", List.of("footer"), "top", List.of("bottom"), "start", List.of("end"), "begin", List.of("end"),
            "before", List.of("after"), "prefix", List.of("suffix"), "open", List.of("close"), "pre", List.of("post"));
    private static final int LONGEST_PROLOG = 400;

    XmlCheck() {
        super(CODE);
    }

    @Override
    boolean isOfFormat(String name, TreeFile file) {
        // Metacity reads its themes with GMarkup, which takes a `<` in an attribute
        return ENDINGS.stream().anyMatch(name::endsWith) && !name.startsWith("metacity-theme");
    }

    @Override
    @Nullable
    Problem parse(SourceFile file) {
        String text = file.text();
        String start = text == null ? start(file.bytes()) : text.strip();
        boolean ambiguous = text == null || AMBIGUOUS.stream().anyMatch(file.path()::endsWith);
        if (start.isEmpty() || Placeholders.isPage(start) || ambiguous && !start.startsWith("<")) {
            return null;
        }
        SyntaxError error = Xml.check(text, file.bytes());
        // no declaration, and text or several elements at the top: a fragment that other files include
        if (error == null || error.kind() == Kind.NOT_READ
                || error.kind() == Kind.BESIDE && !start.startsWith("<?xml version")
                || text != null && Placeholders.standIn(text)) {
            return null;
        }
        if (error.detail().startsWith("The entity") && DOCUMENTATION.matcher(file.path()).find()) {
            // a chapter of a book that has the document type
            return null;
        }
        boolean fragment = error.kind() == Kind.BESIDE || error.detail().startsWith("The entity");
        List<String> halves = error.detail().startsWith(UNCLOSED) ? secondHalves(file.entry()) : List.of();
        // a build that read it would not build
        boolean unused = DOCUMENTATION.matcher(file.path()).find() || start.contains(INTERFACE);
        return new Problem(null, unused ? Severity.LOW : Severity.HIGH, Math.max(1, error.line()),
                withoutQuotes(error.detail()),
                fragment ? Reference.Kind.FRAGMENT : halves.isEmpty() ? null : Reference.Kind.PATH, halves);
    }

    /// @return the paths of files that may end what a file begins, so that an installer or a script joins them
    private static List<String> secondHalves(TreeFile file) {
        Matcher first = FIRST_HALF.matcher(file.name());
        return first.matches()
                ? HALVES.getOrDefault(first.group(2), List.of()).stream()
                        .map(second -> Paths.join(file.directory(), first.group(1) + second + first.group(3))).toList()
                : List.of();
    }

    /// @return how a file begins that is not UTF-8, without what UTF-16 puts between the letters
    private static String start(byte[] bytes) {
        return new String(bytes, 0, Math.min(bytes.length, LONGEST_PROLOG), StandardCharsets.ISO_8859_1)
                .replaceAll("[\\x00\\xFE\\xFF]", "").strip();
    }
}
