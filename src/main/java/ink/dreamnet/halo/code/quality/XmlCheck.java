package ink.dreamnet.halo.code.quality;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

import javax.xml.XMLConstants;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.parsers.SAXParser;
import javax.xml.parsers.SAXParserFactory;

import ink.dreamnet.halo.code.SourceFile;
import ink.dreamnet.halo.code.TreeFile;
import ink.dreamnet.halo.core.Severity;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.xml.sax.Attributes;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;
import org.xml.sax.helpers.DefaultHandler;

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
        Outline outline = new Outline();
        try {
            parser().parse(new ByteArrayInputStream(file.bytes()), outline);
            return null;
        } catch (SAXParseException broken) {
            return judge(file, start, outline, broken);
        } catch (SAXException | IOException unreadable) {
            // an encoding that HALO does not know, or bytes that are none of it
            return null;
        } catch (ParserConfigurationException impossible) {
            throw new IllegalStateException("the JDK's XML parser lacks a feature that it is known to have",
                    impossible);
        }
    }

    private static @Nullable Problem judge(SourceFile file, String start, Outline outline, SAXParseException broken) {
        String text = file.text();
        String message = String.valueOf(broken.getMessage());
        boolean limit = message.startsWith("JAXP");
        // no declaration, and text or several elements at the top: a fragment that other files include
        boolean fragment = !start.startsWith("<?xml version") && outline.depth == 0;
        if (limit || fragment || text != null && Placeholders.standIn(text)) {
            return null;
        }
        return Problem.of(Severity.HIGH, Math.max(1, broken.getLineNumber()), withoutQuotes(message));
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

    /// Secure processing bounds what entities of the file itself expand to.
    private static SAXParser parser() throws ParserConfigurationException, SAXException {
        SAXParserFactory factory = SAXParserFactory.newDefaultInstance();
        factory.setNamespaceAware(false);
        factory.setValidating(false);
        factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
        factory.setFeature("http://xml.org/sax/features/external-general-entities", false);
        factory.setFeature("http://xml.org/sax/features/external-parameter-entities", false);
        factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
        return factory.newSAXParser();
    }

    /// How deep the parser is in the document.
    private static final class Outline extends DefaultHandler {

        private int depth;

        @Override
        public void startElement(String uri, String localName, String name, Attributes attributes) {
            depth++;
        }

        @Override
        public void endElement(String uri, String localName, String name) {
            depth--;
        }

        @Override
        public InputSource resolveEntity(@Nullable String publicId, String systemId) {
            return new InputSource(new StringReader(""));
        }

        @Override
        public void fatalError(SAXParseException broken) throws SAXException {
            throw broken;
        }
    }
}
