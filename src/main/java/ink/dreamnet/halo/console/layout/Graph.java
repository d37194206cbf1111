package ink.dreamnet.halo.console.layout;

import java.nio.charset.StandardCharsets;
import java.util.List;

import ink.dreamnet.halo.core.SubjectRef;
import org.springframework.web.util.UriUtils;

/// Subjects and who of them depends on whom, as `console.js` draws it.
///
/// @param nodes the subjects
/// @param edges who depends on whom
public record Graph(List<Node> nodes, List<Edge> edges) {

    /// A subject.
    ///
    /// @param id `kind:id`
    /// @param state how it is, as a class of the style sheet; empty for nothing
    /// @param self whether it is the one that the page is about
    /// @param href where it leads to
    public record Node(String id, String state, boolean self, String href) {
    }

    /// @param from who depends
    /// @param to on whom
    public record Edge(String from, String to) {
    }

    /// @return the address of the page of a subject
    public static String href(SubjectRef subject) {
        return "/subjects/%s/%s".formatted(subject.kind().wire(),
                UriUtils.encodePathSegment(subject.id(), StandardCharsets.UTF_8));
    }
}
