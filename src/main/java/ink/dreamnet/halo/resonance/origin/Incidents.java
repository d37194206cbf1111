package ink.dreamnet.halo.resonance.origin;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

import ink.dreamnet.halo.resonance.group.Group;
import ink.dreamnet.halo.resonance.group.Groups;
import ink.dreamnet.halo.resonance.pattern.Findings;
import ink.dreamnet.halo.resonance.timeline.Check;
import ink.dreamnet.halo.resonance.timeline.CycleFacts;
import ink.dreamnet.halo.resonance.timeline.Fleet;
import ink.dreamnet.halo.resonance.timeline.Timeline;

/// Follows the incidents of a fleet, and names their likely origins: subjects that are weak, or of which a metric is off, at the same
/// time, and that belong together because one of them depends on the other, because they were seen to fall together before, or because
/// so many fell at once.
///
/// O(values + open × what each depends on) for each cycle. Not for use by several threads at once.
public final class Incidents {

    /// What nobody reported is an incident only where something is that far from normal, in standard deviations.
    private static final double CLEARLY = 6;

    private final Fleet fleet;
    private final Vitals vitals = new Vitals();
    private final Storms<Integer> storms = new Storms<>();
    private final Set<Integer> weak = new TreeSet<>();
    private final Map<Integer, Long> offSince = new HashMap<>();
    private final List<Storm> raging = new ArrayList<>();
    private Groups groups = Groups.NONE;
    private Map<Integer, List<Group>> groupsOf = Map.of();
    private Map<Integer, String> keys = Map.of();

    /// Follows the incidents of a fleet, which may grow.
    public Incidents(Fleet fleet) {
        this.fleet = fleet;
    }

    /// Takes in a cycle.
    ///
    /// @param facts what the cycle observed, with what it looked at later
    /// @param changes what changed by it
    /// @param timeline everything up to this cycle, with it
    /// @param groups who falls with whom
    /// @param findings takes the storms
    /// @return the incidents that are under way: what was reported first, and then what is furthest from normal
    public List<Incident> cycle(CycleFacts facts, Timeline.Changes changes, Timeline timeline, Groups groups,
            Findings findings) {
        index(groups);
        SortedMap<Integer, Open> open = open(facts, timeline);
        Openings openings = new Openings(fleet, open);
        joinGroups(open, openings);
        follow(facts.atMs(), changes);
        for (Storm storm : raging) {
            List<Integer> members = storm.members();
            members.forEach(each -> openings.join(members.getFirst(), each));
        }
        List<List<Open>> together = openings.together().stream()
                .filter(members -> members.stream().anyMatch(Open::weak) || openings.standsOut(members, CLEARLY))
                .sorted(Comparator.comparing((List<Open> members) -> members.stream().noneMatch(Open::weak))
                        .thenComparing(members -> -members.stream().mapToDouble(Open::badness).max().orElse(0)))
                .toList();
        List<Incident> incidents = incidents(together, openings);
        raging.forEach(storm -> storm.report(incidents, findings));
        raging.removeIf(Storm::over);
        return incidents;
    }

    private void index(Groups now) {
        if (now == groups) {
            return;
        }
        groups = now;
        groupsOf = new HashMap<>();
        now.all().forEach(group -> group.members()
                .forEach(member -> groupsOf.computeIfAbsent(member, any -> new ArrayList<>()).add(group)));
    }

    private SortedMap<Integer, Open> open(CycleFacts facts, Timeline timeline) {
        Map<Integer, Map<String, Deviation>> off = vitals.cycle(facts);
        offSince.keySet().retainAll(off.keySet());
        off.keySet().forEach(each -> offSince.putIfAbsent(each, facts.atMs()));
        for (Check look : facts.looks()) {
            if (timeline.weak(look.subject())) {
                weak.add(look.subject());
            } else {
                weak.remove(look.subject());
            }
        }
        weak.removeIf(each -> !fleet.watched(each));
        SortedMap<Integer, Open> open = new TreeMap<>();
        off.forEach((subject, own) -> open.put(subject, new Open(subject, timeline.health(subject), false,
                offSince.getOrDefault(subject, facts.atMs()), List.copyOf(own.values()), false)));
        weak.forEach(subject -> open.put(subject, new Open(subject, timeline.health(subject), true,
                timeline.episodes(subject).getLast().weakMs(),
                List.copyOf(off.getOrDefault(subject, Map.of()).values()), vitals.timely(subject))));
        return open;
    }

    private void joinGroups(Map<Integer, Open> open, Openings openings) {
        for (int subject : weak) {
            Open one = open.get(subject);
            for (Group group : groupsOf.getOrDefault(subject, List.of())) {
                for (int member : group.members()) {
                    Open other = open.get(member);
                    if (one != null && other != null && other.weak() && member > subject
                            && Math.abs(one.sinceMs() - other.sinceMs()) < Storms.WINDOW_MS) {
                        openings.join(subject, member);
                    }
                }
            }
        }
    }

    /// Follows the storms: who falls while one rages belongs to it, until all of it but one has recovered.
    private void follow(long atMs, Timeline.Changes changes) {
        raging.forEach(storm -> storm.recovered(changes.recovered()));
        Collection<Integer> together = storms.cycle(atMs, changes.onsets(), fleet.size());
        boolean goesOn = !raging.isEmpty() && atMs - raging.getLast().lastMs() < Storms.WINDOW_MS;
        if (!goesOn && !together.isEmpty()) {
            raging.add(new Storm(atMs));
        }
        if (goesOn || !together.isEmpty()) {
            raging.getLast().fall(changes.onsets(), together, weak, atMs);
        }
    }

    private List<Incident> incidents(List<List<Open>> together, Openings openings) {
        Map<Integer, String> named = new HashMap<>();
        Set<String> used = new HashSet<>();
        List<Incident> incidents = new ArrayList<>();
        for (List<Open> members : together) {
            List<Integer> numbers = members.stream().map(Open::subject).toList();
            Open first = members.getFirst();
            String key = numbers.stream().flatMap(each -> Stream.ofNullable(keys.get(each)))
                    .filter(each -> !used.contains(each))
                    .findFirst().orElse(first.subject() + "-" + first.sinceMs());
            used.add(key);
            numbers.forEach(each -> named.put(each, key));
            incidents.add(new Incident(key, numbers,
                    raging.stream().anyMatch(storm -> !storm.over() && numbers.contains(storm.members().getFirst())),
                    openings.candidates(members)));
        }
        keys = named;
        return incidents;
    }
}
