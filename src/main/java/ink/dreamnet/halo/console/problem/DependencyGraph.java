package ink.dreamnet.halo.console.problem;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import ink.dreamnet.halo.console.layout.Graph;
import ink.dreamnet.halo.console.layout.Graph.Edge;
import ink.dreamnet.halo.console.layout.Graph.Node;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.report.ProblemReport;
import ink.dreamnet.halo.report.ProblemReport.Neighbour;

/// Draws the subject of a problem among what it depends on and what depends on it.
final class DependencyGraph {

    /// More could not be read in a picture; the list beside it has all.
    private static final int MOST_NODES = 40;

    private DependencyGraph() {
    }

    /// @return the subjects, the problem's own first; `weak` where they have an open weak point
    static Graph of(ProblemReport report) {
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
        return new Graph(nodes, edges);
    }

    private static Node node(Neighbour neighbour) {
        SubjectRef subject = neighbour.subject();
        return neighbour.weakPoints().isEmpty()
                ? new Node(subject.toString(), "", false, Graph.href(subject))
                : new Node(subject.toString(), "weak", false, "/problems/" + neighbour.weakPoints().getFirst().id());
    }
}
