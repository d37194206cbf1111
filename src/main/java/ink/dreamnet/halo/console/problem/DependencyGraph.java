package ink.dreamnet.halo.console.problem;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.report.ProblemReport;
import ink.dreamnet.halo.report.ProblemReport.Neighbour;
import org.springframework.web.util.UriComponentsBuilder;

/// The subject of a problem among what it depends on and what depends on it, as the console's script draws it.
///
/// @param nodes the subjects, the problem's own first
/// @param edges who depends on whom
record DependencyGraph(List<Node> nodes, List<Edge> edges) {

    /// More could not be read in a picture; the list beside it has all.
    private static final int MOST_NODES = 40;

    /// @param id `kind:id`
    /// @param state `weak` where it has an open weak point, otherwise empty
    /// @param self whether it is the subject of the problem
    /// @param href where it leads to
    record Node(String id, String state, boolean self, String href) {
    }

    /// @param from who depends
    /// @param to on whom
    record Edge(String from, String to) {
    }

    static DependencyGraph of(ProblemReport report) {
        SubjectRef self = report.weakPoint().subject();
        Map<SubjectRef, List<SubjectRef>> dependsOn = new LinkedHashMap<>();
        dependsOn.put(self, report.subject().dependsOn());
        List<Node> nodes = new ArrayList<>();
        nodes.add(new Node(self.toString(), report.weakPoint().resolvedAt() == null ? "weak" : "", true,
                "/problems/" + report.weakPoint().id()));
        Stream.concat(report.dependencies().entries().stream(), report.dependants().entries().stream())
                .limit(MOST_NODES).forEach(neighbour -> {
                    if (dependsOn.putIfAbsent(neighbour.subject(), neighbour.dependsOn()) == null) {
                        nodes.add(node(neighbour));
                    }
                });
        List<Edge> edges = new ArrayList<>();
        dependsOn.forEach((from, all) -> all.stream().filter(dependsOn::containsKey)
                .forEach(to -> edges.add(new Edge(from.toString(), to.toString()))));
        return new DependencyGraph(nodes, edges);
    }

    private static Node node(Neighbour neighbour) {
        SubjectRef subject = neighbour.subject();
        return neighbour.weakPoints().isEmpty()
                ? new Node(subject.toString(), "", false, UriComponentsBuilder.fromPath("/subjects/{kind}/{id}")
                        .encode().buildAndExpand(subject.kind().wire(), subject.id()).toUriString())
                : new Node(subject.toString(), "weak", false, "/problems/" + neighbour.weakPoints().getFirst().id());
    }
}
