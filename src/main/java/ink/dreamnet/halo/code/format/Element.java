package ink.dreamnet.halo.code.format;

import java.util.ArrayList;
import java.util.List;

/// An element of an XML document, without attributes and name spaces.
///
/// @param name its local name
/// @param line where it begins, from 1; 0 for what is not there
/// @param content its own text
/// @param children the elements in it
public record Element(String name, int line, StringBuilder content, List<Element> children) {

    static Element nothing() {
        return new Element("", 0, new StringBuilder(), new ArrayList<>());
    }

    /// @return the first element below, by names that follow each other; an empty one where there is none
    public Element child(String... names) {
        Element at = this;
        for (String each : names) {
            at = at.children.stream().filter(child -> child.name.equals(each)).findFirst().orElseGet(Element::nothing);
        }
        return at;
    }

    /// @return whether there is an element of that name in it
    public boolean has(String childName) {
        return children.stream().anyMatch(child -> child.name.equals(childName));
    }

    /// @return the elements of that name in it
    public List<Element> children(String childName) {
        return children.stream().filter(child -> child.name.equals(childName)).toList();
    }

    /// @return its own text without the white space around it
    public String text() {
        return content.toString().strip();
    }
}
