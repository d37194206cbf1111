package ink.dreamnet.halo.code.format;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.MissingResourceException;
import java.util.regex.Pattern;

import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

import ink.dreamnet.halo.code.format.SyntaxError.Kind;
import org.jspecify.annotations.Nullable;

/// Reads XML 1.0. No document type is read and no entity followed, so nothing outside of the text is, and nothing grows.
public final class Xml {

    private static final int DEEPEST = 200;
    private static final String REASON = "is not well-formed XML";
    private static final Pattern OTHER_ENCODING = Pattern
            .compile("^(?:\\xFE\\xFF|\\xFF\\xFE|\\x00<|<\\x00)|encoding=[\"'](?!(?i:utf-?8))");
    private static final Pattern PREFIX = Pattern.compile("^ParseError at .*\\nMessage: ");
    private static final XMLInputFactory FACTORY = factory();

    private Xml() {
    }

    /// @param text null where the file is no text in UTF-8
    public static Parsed<Element> read(@Nullable String text, byte[] bytes) {
        Element document = Element.nothing();
        SyntaxError error = parse(text, bytes, document);
        return new Parsed<>(error == null ? document.children().getFirst() : document, error);
    }

    /// @param text null where the file is no text in UTF-8
    /// @return the first error; null where there is none
    public static @Nullable SyntaxError check(@Nullable String text, byte[] bytes) {
        return parse(text, bytes, null);
    }

    private static @Nullable SyntaxError parse(@Nullable String text, byte[] bytes, @Nullable Element document) {
        // the JDK prints what it says about bytes that are not in their encoding
        if (text == null && !OTHER_ENCODING.matcher(new String(bytes, 0, Math.min(200, bytes.length),
                StandardCharsets.ISO_8859_1)).find()) {
            String reason = "is not UTF-8, and names no other encoding";
            return new SyntaxError(Kind.MALFORMED, lineOfDamage(bytes), 0, reason, reason);
        }
        int depth = 0;
        boolean typed = false;
        try {
            XMLStreamReader reader = reader(text, bytes);
            Deque<Element> open = new ArrayDeque<>();
            open.push(document == null ? Element.nothing() : document);
            while (reader.hasNext()) {
                int event = reader.next();
                int line = reader.getLocation().getLineNumber();
                typed |= event == XMLStreamConstants.DTD;
                if (event == XMLStreamConstants.START_ELEMENT) {
                    depth++;
                    if (document != null && depth > DEEPEST) {
                        return SyntaxError.notRead(line, "is nested too deeply");
                    }
                    if (document != null) {
                        Element child = new Element(localName(reader), line, new StringBuilder(), new ArrayList<>());
                        open.element().children().add(child);
                        open.push(child);
                    }
                } else if (event == XMLStreamConstants.END_ELEMENT) {
                    depth--;
                    open.poll();
                } else if (document != null
                        && (event == XMLStreamConstants.CHARACTERS || event == XMLStreamConstants.CDATA)) {
                    open.element().content().append(reader.getText());
                } else if (document == null && !typed && event == XMLStreamConstants.ENTITY_REFERENCE) {
                    return new SyntaxError(Kind.MALFORMED, line, 0, REASON,
                            "The entity \"%s\" was referenced, but not declared.".formatted(reader.getLocalName()));
                }
            }
            return null;
        } catch (MissingResourceException unexplained) {
            // the JDK has no message for some errors in a document type
            return SyntaxError.notRead(0, REASON);
        } catch (XMLStreamException broken) {
            String message = PREFIX.matcher(String.valueOf(broken.getMessage())).replaceFirst("");
            int line = broken.getLocation() == null ? 0 : Math.max(0, broken.getLocation().getLineNumber());
            boolean unread = broken.getNestedException() instanceof IOException
                    || message.startsWith("JAXP") || message.contains("QName")
                    // declared in the document type, which is not read
                    || typed && message.startsWith("The entity") || message.startsWith("The document type declaration");
            return new SyntaxError(unread ? Kind.NOT_READ : depth == 0 ? Kind.BESIDE : Kind.MALFORMED, line, 0, REASON,
                    message);
        }
    }

    private static XMLStreamReader reader(@Nullable String text, byte[] bytes) throws XMLStreamException {
        synchronized (FACTORY) {
            return text != null
                    ? FACTORY.createXMLStreamReader(new StringReader(text))
                    : FACTORY.createXMLStreamReader(new ByteArrayInputStream(bytes));
        }
    }

    /// @return the line of the first byte that no text has
    private static int lineOfDamage(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        StandardCharsets.UTF_8.newDecoder().decode(in, CharBuffer.allocate(bytes.length), true);
        int line = 1;
        for (int i = 0; i < in.position() && bytes[i] != 0; i++) {
            line += bytes[i] == '\n' ? 1 : 0;
        }
        return line;
    }

    private static String localName(XMLStreamReader reader) {
        String name = reader.getLocalName();
        return name.substring(name.indexOf(':') + 1);
    }

    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, false);
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
        return factory;
    }
}
