package ink.dreamnet.halo.code.format;

import java.io.ByteArrayInputStream;
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
        try {
            XMLStreamReader reader;
            synchronized (FACTORY) {
                reader = text != null
                        ? FACTORY.createXMLStreamReader(new StringReader(text))
                        : FACTORY.createXMLStreamReader(new ByteArrayInputStream(bytes));
            }
            boolean typed = false;
            Deque<Element> open = new ArrayDeque<>();
            if (document != null) {
                open.push(document);
            }
            while (reader.hasNext()) {
                switch (reader.next()) {
                    case XMLStreamConstants.DTD -> typed = true;
                    case XMLStreamConstants.START_ELEMENT -> {
                        depth++;
                        if (document != null && depth > DEEPEST) {
                            return SyntaxError.notRead(reader.getLocation().getLineNumber(), "is nested too deeply");
                        }
                        if (document != null) {
                            Element child = new Element(localName(reader), reader.getLocation().getLineNumber(),
                                    new StringBuilder(), new ArrayList<>());
                            open.element().children().add(child);
                            open.push(child);
                        }
                    }
                    case XMLStreamConstants.END_ELEMENT -> {
                        depth--;
                        open.poll();
                    }
                    case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> {
                        if (document != null) {
                            open.element().content().append(reader.getText());
                        }
                    }
                    case XMLStreamConstants.ENTITY_REFERENCE -> {
                        if (!typed && document == null) {
                            return new SyntaxError(Kind.MALFORMED, reader.getLocation().getLineNumber(), 0, REASON,
                                    "The entity \"%s\" was referenced, but not declared."
                                            .formatted(reader.getLocalName()));
                        }
                    }
                    default -> {
                        // comments, processing instructions, white space
                    }
                }
            }
            return null;
        } catch (MissingResourceException unexplained) {
            // the JDK has no message for some errors in a document type
            return SyntaxError.notRead(0, REASON);
        } catch (XMLStreamException broken) {
            String message = String.valueOf(broken.getMessage());
            int line = broken.getLocation() == null ? 0 : Math.max(0, broken.getLocation().getLineNumber());
            boolean unread = broken.getNestedException() instanceof java.io.IOException || message.contains("JAXP")
                    || message.contains("QName");
            return new SyntaxError(unread ? Kind.NOT_READ : depth == 0 ? Kind.BESIDE : Kind.MALFORMED, line, 0, REASON,
                    message.substring(message.indexOf("\nMessage: ") < 0
                            ? 0
                            : message.indexOf("\nMessage: ") + "\nMessage: ".length()));
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
