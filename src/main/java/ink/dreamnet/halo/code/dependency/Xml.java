package ink.dreamnet.halo.code.dependency;

import java.io.ByteArrayInputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Pattern;

import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

import ink.dreamnet.halo.code.SourceFile;
import org.jspecify.annotations.Nullable;

/// An element of an XML document, without attributes and name spaces. No document type is read and no entity followed.
record Xml(String name, int line, StringBuilder content, List<Xml> children) {

    private static final int DEEPEST = 200;
    private static final Pattern OTHER_ENCODING = Pattern
            .compile("^(?:\\xFE\\xFF|\\xFF\\xFE)|encoding=[\"'](?!(?i:utf-?8))");
    private static final XMLInputFactory FACTORY = factory();

    static Xml read(SourceFile file) throws Unreadable {
        String text = file.text();
        // the JDK prints what it says about bytes that are not in their encoding
        if (text == null && !OTHER_ENCODING.matcher(new String(file.bytes(), 0, Math.min(200, file.bytes().length),
                StandardCharsets.ISO_8859_1)).find()) {
            throw new Unreadable(1, "is not UTF-8, and names no other encoding");
        }
        try {
            XMLStreamReader reader;
            synchronized (FACTORY) {
                reader = text != null
                        ? FACTORY.createXMLStreamReader(new StringReader(text))
                        : FACTORY.createXMLStreamReader(new ByteArrayInputStream(file.bytes()));
            }
            Xml document = new Xml("", 1, new StringBuilder(), new ArrayList<>());
            Deque<Xml> open = new ArrayDeque<>();
            open.push(document);
            while (reader.hasNext()) {
                int event = reader.next();
                if (event == XMLStreamConstants.START_ELEMENT) {
                    Xml child = new Xml(reader.getLocalName(), reader.getLocation().getLineNumber(),
                            new StringBuilder(),
                            new ArrayList<>());
                    open.element().children().add(child);
                    open.push(child);
                    if (open.size() > DEEPEST) {
                        throw new Unreadable(child.line(), "is nested too deeply");
                    }
                } else if (event == XMLStreamConstants.END_ELEMENT) {
                    open.pop();
                } else if (event == XMLStreamConstants.CHARACTERS || event == XMLStreamConstants.CDATA) {
                    open.element().content().append(reader.getText());
                }
            }
            return document.children().getFirst();
        } catch (XMLStreamException broken) {
            int line = broken.getLocation() == null ? 0 : Math.max(0, broken.getLocation().getLineNumber());
            throw new Unreadable(line, "is not well-formed XML");
        }
    }

    /// @return the first element below, by names that follow each other
    @Nullable
    Xml child(String... names) {
        Xml at = this;
        for (String each : names) {
            Xml next = null;
            for (Xml child : at.children) {
                if (child.name.equals(each)) {
                    next = child;
                    break;
                }
            }
            if (next == null) {
                return null;
            }
            at = next;
        }
        return at;
    }

    List<Xml> children(String childName) {
        return children.stream().filter(child -> child.name.equals(childName)).toList();
    }

    String text() {
        return content.toString().strip();
    }

    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
        return factory;
    }
}
