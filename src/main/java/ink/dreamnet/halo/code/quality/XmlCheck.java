package ink.dreamnet.halo.code.quality;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

import ink.dreamnet.halo.code.SourceFile;
import ink.dreamnet.halo.code.TreeFile;
import ink.dreamnet.halo.code.format.SyntaxError;
import ink.dreamnet.halo.code.format.SyntaxError.Kind;
import ink.dreamnet.halo.code.format.Xml;
import ink.dreamnet.halo.core.Severity;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Finds XML that is not well-formed. Namespaces and DTDs are not checked, and nothing outside the file is read.
@Component
class XmlCheck extends SyntaxCheck {

    private static final List<String> ENDINGS = List.of(".xml", ".xsd", ".xsl", ".xslt", ".svg", ".wsdl", ".pom",
            ".csproj", ".vbproj", ".fsproj", ".vcxproj", ".props", ".targets", ".nuspec", ".resx", ".plist", ".fxml",
            ".xaml", ".xlf", ".xliff", ".kml", ".gpx", ".storyboard", ".xib");
    private static final Set<String> AMBIGUOUS = Set.of(".props", ".targets", ".pom", ".plist");
    private static final int LONGEST_PROLOG = 400;

    XmlCheck() {
        super("repo.xml-invalid");
    }

    @Override
    boolean isOfFormat(String name, TreeFile file) {
        return ENDINGS.stream().anyMatch(name::endsWith);
    }

    @Override
    @Nullable
    Problem parse(SourceFile file) {
        String start = start(file.bytes());
        boolean isXml = start.startsWith("<");
        if (start.isEmpty() || !isXml && AMBIGUOUS.stream().anyMatch(file.path()::endsWith)) {
            return null;
        }
        String text = file.text();
        SyntaxError error = Xml.check(text, file.bytes());
        // no declaration, and text or several elements at the top: a fragment that other files include
        if (error == null || error.kind() == Kind.NOT_READ
                || error.kind() == Kind.BESIDE && !start.startsWith("<?xml version")
                || text != null && Placeholders.standIn(text)) {
            return null;
        }
        return Problem.of(Severity.HIGH, Math.max(1, error.line()), withoutQuotes(error.detail()));
    }

    private static String start(byte[] bytes) {
        String start = new String(bytes, 0, Math.min(bytes.length, LONGEST_PROLOG), encoding(bytes));
        return start.replace("\uFEFF", "").strip();
    }

    private static Charset encoding(byte[] bytes) {
        boolean wide = bytes.length > 1 && (bytes[0] == 0 || bytes[1] == 0 || (bytes[0] & 0xfe) == 0xfe
                && (bytes[1] & 0xfe) == 0xfe);
        return wide ? StandardCharsets.UTF_16 : StandardCharsets.UTF_8;
    }
}
