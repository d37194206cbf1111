package ink.dreamnet.halo.resonance.replay;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import ink.dreamnet.halo.core.InvalidInputException;
import ink.dreamnet.halo.core.SubjectDirectory;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.resonance.timeline.Fleet;
import org.jspecify.annotations.Nullable;

/// The subjects of a replay: by their names on the wire, by their numbers, and with what is declared of them.
final class Subjects implements SubjectDirectory {

    /// The label by which a deploy finds what it deployed, as everywhere.
    private static final String SERVICE = "service";

    private final Fleet fleet = new Fleet();
    private final Map<SubjectRef, Facts> declared;
    private final Map<String, Integer> numbers = new HashMap<>();
    private final BitSet watched = new BitSet();
    private final String[] names;

    /// @param declared in the order in which they are to be numbered
    Subjects(Map<SubjectRef, Facts> declared) {
        this.declared = declared;
        // numbers are given in the order of the list, whatever depends on what
        declared.keySet().forEach(fleet::number);
        declared.forEach(fleet::declare);
        names = new String[fleet.size()];
        for (int number = 0; number < names.length; number++) {
            names[number] = fleet.subject(number).toString();
            if (fleet.watched(number)) {
                numbers.put(names[number], number);
                watched.set(number);
            }
        }
    }

    /// @return the numbers of the subjects, without those that are only depended on; not to be changed
    BitSet watched() {
        return watched;
    }

    Fleet fleet() {
        return fleet;
    }

    /// @return `kind:id`
    String name(int number) {
        return names[number];
    }

    /// @return the number of a subject of this replay; null where there is none of that name
    @Nullable
    Integer find(String name) {
        Integer number = numbers.get(name);
        if (number == null) {
            try {
                return numbers.get(SubjectRef.parse(name).toString());
            } catch (InvalidInputException noName) {
                return null;
            }
        }
        return number;
    }

    /// @return the number of a subject of this replay
    int number(SubjectRef subject) {
        return fleet.number(subject);
    }

    /// @return the numbers of those that a deploy of a service is about: those with the label `service`, and those of that id
    List<Integer> ofService(String service) {
        List<Integer> found = new ArrayList<>();
        for (int number = 0; number < names.length; number++) {
            String label = fleet.labels(number).get(SERVICE);
            if (fleet.watched(number)
                    && service.equals(label == null ? fleet.subject(number).id() : label)) {
                found.add(number);
            }
        }
        return found;
    }

    @Override
    public Map<SubjectRef, Facts> facts(Collection<SubjectRef> subjects) {
        Map<SubjectRef, Facts> found = new HashMap<>();
        for (SubjectRef subject : subjects) {
            Facts facts = declared.get(subject);
            if (facts != null) {
                found.put(subject, facts);
            }
        }
        return found;
    }

    @Override
    public Collection<SubjectRef> dependants(Collection<SubjectRef> subjects) {
        return subjects.stream().filter(declared::containsKey)
                .flatMap(subject -> fleet.dependants(fleet.number(subject)).stream()).distinct().map(fleet::subject)
                .toList();
    }

    @Override
    public List<SubjectRef> labelled(String name, String value) {
        return declared.entrySet().stream().filter(each -> value.equals(each.getValue().labels().get(name)))
                .map(Map.Entry::getKey).toList();
    }
}
