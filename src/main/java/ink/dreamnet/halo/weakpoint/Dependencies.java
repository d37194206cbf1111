package ink.dreamnet.halo.weakpoint;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import ink.dreamnet.halo.core.SubjectRef;

/// The components of a graph of dependencies: subjects that depend on each other in a circle are one component, any other subject is a
/// component of its own. So the components have no circle among them. Found by Tarjan's algorithm ("Depth-first search and linear graph
/// algorithms", 1972), without recursion, because a chain of dependencies may be long.
final class Dependencies {

    private final Map<SubjectRef, List<SubjectRef>> dependsOn;
    private final Map<SubjectRef, Visit> visits = new HashMap<>();
    private final Deque<Visit> open = new ArrayDeque<>();
    private final Deque<Visit> path = new ArrayDeque<>();
    private final List<List<SubjectRef>> components = new ArrayList<>();

    private Dependencies(Map<SubjectRef, List<SubjectRef>> dependsOn) {
        this.dependsOn = dependsOn;
    }

    /// Finds the strongly connected components.
    ///
    /// @param dependsOn what each subject depends on; one that is not a key depends on nothing
    /// @return the components, each after all that it depends on
    static List<List<SubjectRef>> components(Map<SubjectRef, List<SubjectRef>> dependsOn) {
        Dependencies graph = new Dependencies(dependsOn);
        dependsOn.keySet().forEach(graph::search);
        return graph.components;
    }

    private static final class Visit {
        final SubjectRef subject;
        final int order;
        final List<SubjectRef> targets;
        int next;
        int lowest;
        boolean done;

        Visit(SubjectRef subject, int order, List<SubjectRef> targets) {
            this.subject = subject;
            this.order = order;
            this.lowest = order;
            this.targets = targets;
        }
    }

    private void search(SubjectRef start) {
        if (visits.containsKey(start)) {
            return;
        }
        enter(start);
        while (!path.isEmpty()) {
            Visit here = path.getLast();
            if (here.next < here.targets.size()) {
                SubjectRef target = here.targets.get(here.next++);
                Visit seen = visits.get(target);
                if (seen == null) {
                    enter(target);
                } else if (!seen.done) {
                    here.lowest = Math.min(here.lowest, seen.order);
                }
            } else {
                leave(here);
            }
        }
    }

    private void enter(SubjectRef subject) {
        Visit visit = new Visit(subject, visits.size(), dependsOn.getOrDefault(subject, List.of()));
        visits.put(subject, visit);
        open.addLast(visit);
        path.addLast(visit);
    }

    private void leave(Visit visit) {
        path.removeLast();
        Visit above = path.peekLast();
        if (above != null) {
            above.lowest = Math.min(above.lowest, visit.lowest);
        }
        if (visit.lowest == visit.order) {
            List<SubjectRef> component = new ArrayList<>();
            Visit member;
            do {
                member = open.removeLast();
                member.done = true;
                component.add(member.subject);
            } while (member != visit);
            components.add(component);
        }
    }
}
